import { examplePod } from '../example';
import { links } from '../links';
import { refusedRule } from './refused-rule';
import { isExtended, isHugePages, resourcesOf } from './resource-lists';

const OF_KUBERNETES = ['cpu', 'memory', 'ephemeral-storage'];
const [LONGEST_NAME, LONGEST_DOMAIN] = [63, 253];
const NAME = /^[A-Za-z0-9](?:[-\w.]*[A-Za-z0-9])?$/;
const DOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
/** Of quotas. The API server adds it to the domain, so this much less of that is left. */
const PREFIX = 'requests.';

export const invalidResourceName = refusedRule({
  id: 'invalid-resource-name',
  title: 'A container or pod with an unknown resource',
  why: 'The API server knows `cpu`, `memory`, `ephemeral-storage` and `hugepages-SIZE` in the requests and limits of a container. All other resources, such as GPUs, have the domain of their device plugin in their name: `nvidia.com/gpu`. A pod as a whole has `cpu`, `memory` and `hugepages-SIZE` only.',
  fix: 'Correct the name, or write the name that the device plugin gives its resource.',
  references: [links.manageResources],
  examples: {
    bad: examplePod({ container: 'resources:\n  requests:\n    gpu: 1 # error' }),
    good: examplePod({ container: 'resources:\n  limits:\n    nvidia.com/gpu: 1\n  requests:\n    nvidia.com/gpu: 1' }),
  },

  fields: ['resources'],
  *find(pod, { kubernetesMinor }) {
    for (const { subject, container, requests, limits } of resourcesOf(pod, kubernetesMinor))
      for (const { name, value } of [...requests, ...limits]) {
        if (/[${}<>]/.test(name)) continue;
        if (!isValid(name))
          yield {
            field: value,
            ...(container && { container }),
            because: `${subject} has the unknown resource \`${name}\``,
            toDo: container
              ? 'Use `cpu`, `memory`, `ephemeral-storage`, `hugepages-SIZE` or `DOMAIN/NAME`'
              : 'Use `cpu`, `memory` or `hugepages-SIZE`',
          };
        else if (!container && !isOfPods(name))
          yield {
            field: value,
            because: `${subject} as a whole cannot have the resource \`${name}\``,
            toDo: 'Set it in the containers that need it',
          };
      }
  },
});

function isValid(name: string): boolean {
  const [domain = '', rest, ...others] = name.split('/');
  if (others.length > 0) return false;
  if (rest === undefined) return OF_KUBERNETES.includes(name) || (isHugePages(name) && isName(name));
  const longest = isExtended(name) ? LONGEST_DOMAIN - PREFIX.length : LONGEST_DOMAIN;
  if (isExtended(name) && name.startsWith(PREFIX)) return false;
  return isName(rest) && domain.length <= longest && DOMAIN.test(domain);
}

function isOfPods(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}

function isName(text: string): boolean {
  return text.length <= LONGEST_NAME && NAME.test(text);
}
