import type { PodDecision } from './gate';

/** Whether gates look at the images of a pod: `partial` where only at some of them, or where that can't be known. */
export type Coverage = 'gated' | 'audit' | 'partial' | 'none';

/** How well a pod's images are gated, in each form that it takes. */
export function coverageOf(decisions: readonly PodDecision[]): Coverage {
  const pods = [...new Set(decisions.map(({ pod }) => pod))];
  const states = pods.flatMap((pod) => {
    const own = decisions.filter((one) => one.pod === pod);
    return pod.images.map((_, at) => coverageOfImage(own, at));
  });
  if (states.every((state) => state === 'none')) return 'none';
  if (states.every((state) => state === 'gated')) return 'gated';
  return states.every((state) => state === 'gated' || state === 'audit') ? 'audit' : 'partial';
}

/** @param at the image's place among those of the pod that the decisions are about */
export function coverageOfImage(decisions: readonly PodDecision[], at: number): Coverage {
  let coverage: Coverage = 'none';
  for (const { decision } of decisions) {
    if (decision.applies === 'yes' && (decision.images[at]?.verdict ?? 'skips') !== 'skips') {
      if (decision.denies) return 'gated';
      coverage = 'audit';
    } else if (decision.applies === 'unknown' && coverage === 'none') coverage = 'partial';
  }
  return coverage;
}

/** What to call a policy. */
export function nameOfGate({ gate: { policy } }: Pick<PodDecision, 'gate'>): string {
  return policy.name === undefined ? policy.kind : `${policy.kind}/${policy.name}`;
}
