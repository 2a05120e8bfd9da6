import type { Container } from '../../pod/container';
import type { ContainerList } from '../../pod/template';
import { sidecarPod } from '../example';
import { containerSubject } from '../subject';
import { literal, refusedRule } from './refused-rule';

export const duplicateContainerName = refusedRule({
  id: 'duplicate-container-name',
  title: 'Two containers of a pod with the same name',
  why: 'A name identifies a container in its pod: in its status, for its logs and for `kubectl exec`. The API server refuses a pod in which two containers have the same name, also if one of them is an init container.',
  fix: 'Give each container a name of its own.',
  examples: {
    bad: sidecarPod({
      spec: 'initContainers:\n  - name: web # error\n    image: registry.example.com/setup:1',
      isNative: false,
    }),
    good: sidecarPod({}),
  },

  *find(pod) {
    const known = new Map<string, Container>();
    for (const container of pod.containers.toSorted((a, b) => ORDER.indexOf(a.list) - ORDER.indexOf(b.list))) {
      const field = container.value.get('name');
      const name = literal(field);
      // A name that is empty is another fault.
      if (!name) continue;
      const first = known.get(name);
      if (!first) known.set(name, container);
      else
        yield {
          field,
          container,
          isConflict: true,
          because: `${containerSubject(container)} has the name of another container`,
          toDo: 'Give each container a name of its own',
          related: [{ at: first.nameValue, message: 'The other container has its name here.' }],
        };
    }
  },
});

/** The order in which the API server looks at them: it names the second of two. */
const ORDER: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];
