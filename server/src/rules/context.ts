import type { GateResult } from '../gating/gate';
import type { Pod } from '../pod/pod';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { Guard } from './guard';
import type { AnalysisOptions } from './options';
import { podSecurityOf } from './permissions/pod-security';
import type { RuleContext } from './rule';

/** What rules can ask about the workspace. The time for answers that serve many documents is not the time of this document. */
export function contextFor(index: WorkspaceIndex, options: AnalysisOptions, guard: Guard): RuleContext {
  // Rules ask for each container of a pod, and one answer is about all of its containers.
  const decisions = new Map<Pod, readonly GateResult[]>();
  const decisionsOn = (pod: Pod): readonly GateResult[] => {
    const known = decisions.get(pod);
    if (known) return known;
    const made = guard.elsewhere(() => index.decisions.on(pod));
    for (const { gate, decision } of made) if (decision.failure) guard.failsOn(gate.policy, decision.failure.error);
    decisions.set(pod, made);
    return made;
  };
  return {
    workspace: index,
    kubernetesMinor: options.kubernetesMinor,
    allowedRegistries: options.allowedRegistries ?? [],
    podSecurity: (pod) => podSecurityOf(pod, index, options.podSecurity),
    gates: index.isComplete ? index.gates : undefined,
    get policies() {
      return guard.elsewhere(() => index.decisions.policies);
    },
    decisionsOn: (pod) => (index.isComplete ? decisionsOn(pod) : []),
    // Few rules need them, and many edits change them.
    get gatesInForce() {
      return index.isComplete ? guard.elsewhere(() => index.decisions.inForce) : [];
    },
    get access() {
      return guard.elsewhere(() => index.access);
    },
  };
}
