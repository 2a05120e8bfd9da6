import type { Resource } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { Guard } from './guard';
import type { Rule, RuleContext } from './rule';
import { runRule } from './run-rule';

interface Circumstances {
  readonly context: RuleContext;
  readonly guard: Guard;
  readonly isPatch: boolean;
}

/** How many faults the API server would refuse a resource for, whether the user wants to hear of them or not. */
export function countRefusals(
  rules: readonly Rule[],
  resource: Resource,
  pods: readonly Pod[],
  { context, guard, isPatch }: Circumstances,
): number {
  let count = 0;
  for (const rule of rules) {
    if (rule.category !== 'refused') continue;
    const judge = (): ReturnType<typeof runRule> => runRule(rule, resource, pods, context, guard);
    for (const { finding, pod } of guard.run(rule, judge)) {
      if (finding.isAbsence && (isPatch || pod?.isPartial)) continue;
      if ((finding.severity ?? rule.severity) === 'error') count++;
    }
  }
  return count;
}
