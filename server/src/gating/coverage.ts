import type { GateResult } from './gate';

/** Whether gates check the images of a pod. `partial`: they check only some images, or the workspace cannot tell. */
export type Coverage = 'gated' | 'audit' | 'partial' | 'none';

/** How well gates check the images of a pod, over all forms of the pod. */
export function coverageOf(decisions: readonly GateResult[]): Coverage {
  const pods = [...new Set(decisions.map(({ pod }) => pod))];
  const states = pods.flatMap((pod) => {
    const own = decisions.filter((one) => one.pod === pod);
    return pod.images.map((_, index) => coverageOfImage(own, index));
  });
  if (states.every((state) => state === 'none')) return 'none';
  if (states.every((state) => state === 'gated')) return 'gated';
  return states.every((state) => state === 'gated' || state === 'audit') ? 'audit' : 'partial';
}

/** @param index the place of the image in the pod that the decisions are about */
export function coverageOfImage(decisions: readonly GateResult[], index: number): Coverage {
  let coverage: Coverage = 'none';
  for (const { decision } of decisions) {
    if (decision.applies === 'yes' && (decision.images[index]?.verdict ?? 'skips') !== 'skips') {
      if (decision.denies) return 'gated';
      coverage = 'audit';
    } else if (decision.applies === 'unknown' && coverage === 'none') coverage = 'partial';
  }
  return coverage;
}

/** The name of a policy in messages. */
export function nameOfGate({ gate: { policy } }: Pick<GateResult, 'gate'>): string {
  return policy.name === undefined ? policy.kind : `${policy.kind}/${policy.name}`;
}
