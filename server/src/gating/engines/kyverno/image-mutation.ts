import type { Resource } from '../../../manifest/resource';
import type { ImageMutation } from '../../engine';
import type { ImageMutator } from '../../mutators/image-mutator';
import { imageMutatorOfExpressions } from '../mutating-admission-policy/image-mutator';
import { imageMutatorOfRules } from './image-mutator';
import { EXPRESSIONS_GROUP, isMutatingPolicy, isRulePolicy, MUTATING_KINDS, RULE_KINDS, RULES_GROUP } from './kinds';
import { outOfScope } from './match/scope';

/** The Kyverno policies that change images: policies with rules, and MutatingPolicies. */
export const kyvernoImageMutation: ImageMutation = {
  isPart: (resource) =>
    isRulePolicy(resource) ? imageMutatorOfRules(resource) !== undefined : isMutatingPolicy(resource),
  mutators: ({ ofKind }) => [
    ...ofKind(RULES_GROUP, ...RULE_KINDS).flatMap((policy) => imageMutatorOfRules(policy) ?? []),
    ...ofKind(EXPRESSIONS_GROUP, ...MUTATING_KINDS).flatMap((policy) => imageMutatorInScope(policy) ?? []),
  ],
};

function imageMutatorInScope(policy: Resource): ImageMutator | undefined {
  const mutator = imageMutatorOfExpressions(policy);
  if (!mutator) return undefined;
  // Exceptions and generated policies are not evaluated: what it adds is never certain.
  const { name, targets, adds = [] } = mutator;
  return {
    name,
    targets,
    adds,
    mayReach: (pod) => outOfScope(policy, pod)?.answer !== 'no' && mutator.mayReach(pod),
  };
}
