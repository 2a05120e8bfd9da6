import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { faultOfLabel, WRITE_A_LABEL } from './dns-label';
import { refusedRule } from './refused-rule';
import { shown, storedText } from './text';

export const invalidContainerName = refusedRule({
  id: 'invalid-container-name',
  title: 'A container with no name, or with one that is no DNS label',
  why: 'The API server refuses a pod in which a container has no name, or one that is no DNS label: 1 to 63 lower-case letters, digits and `-`, with a letter or digit at both ends.',
  fix: 'Give the container such a name.',
  examples: {
    bad: examplePod({}).replace('name: web\n      image', 'name: web_1 # error: an underscore\n      image'),
    good: examplePod({}),
  },

  *find(pod) {
    for (const container of pod.containers) {
      const field = container.value.get('name');
      const name = storedText(field);
      if (name === undefined) continue;
      const at = shown(field);
      const subject = containerSubject(container);
      const fault = faultOfLabel(name);
      if (name === '')
        yield { field, at, container, isAbsence: true, because: `${subject} has no name`, toDo: 'Give it a name' };
      else if (fault !== undefined)
        yield { field, container, because: `the name of ${subject} ${fault}`, toDo: WRITE_A_LABEL };
    }
  },
});
