import { examplePod } from '../example';
import { links } from '../links';
import { refusedRule } from './refused-rule';
import { type Amount, isExtended, isHugePages, pageSizeOf, resourcesOf } from './resource-lists';

export const invalidQuantity = refusedRule({
  id: 'invalid-quantity',
  title: 'An amount of a resource that is no valid quantity',
  why: 'The API server refuses an amount with an unknown unit, such as `GB` or `K`, a negative one, a part of a GPU, and huge pages that are no multiple of their size.',
  fix: 'Use a number with one of the units `m`, `k`, `M`, `G`, `T`, `P`, `E`, `Ki`, `Mi`, `Gi`, `Ti`, `Pi` and `Ei`, or without a unit.',
  references: [links.manageResources],
  examples: {
    bad: examplePod({ container: 'resources:\n  requests:\n    memory: 2GB # error' }),
    good: examplePod({ container: 'resources:\n  requests:\n    memory: 2Gi' }),
  },

  fields: ['resources'],
  *find(pod, { kubernetesMinor }) {
    for (const { subject, container, requests, limits } of resourcesOf(pod, kubernetesMinor))
      for (const amount of [...requests, ...limits]) {
        const fault = faultOf(amount);
        if (fault !== undefined)
          yield {
            field: amount.value,
            ...(container && { container }),
            because: `${subject} has \`${amount.name}: ${amount.text || '""'}\`, which ${fault}`,
            toDo: 'Correct the amount',
          };
      }
  },
});

function faultOf({ name, text, thousandths }: Amount): string | undefined {
  if (text === undefined) return undefined;
  if (thousandths === undefined) return 'is no quantity';
  if (thousandths < 0n) return 'is negative';
  if (isExtended(name) && thousandths % 1000n !== 0n) return 'is no whole number';
  if (!isHugePages(name)) return undefined;
  const size = pageSizeOf(name);
  const isMultiple = size !== undefined && size > 0n && size % 1000n === 0n && thousandths % size === 0n;
  return isMultiple ? undefined : 'is no multiple of the size of a page';
}
