import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { type Gate, type GateRecipe, notAsked } from '../../gate';
import type { PolicySet } from '../../policy-set';
import { mentionsImages } from '../../policy-text';
import { celExceptionsFor } from './cel-exceptions';
import { KyvernoCelGate } from './cel-gate';
import { attempt } from './decisions';
import { exceptionsFor } from './exceptions';
import { contextsIn } from './foreach';
import { parametersFor } from './rule-cel';
import { isImageRule } from './rule-checks';
import { sourcesOf } from './rule-context';
import { KyvernoRuleGate } from './rule-gate';
import { isForAdmission } from './scope';
import { Unknowable } from './unknowable';

/** The gates of Kyverno's policies, of rules and of expressions. */
export function kyvernoGates(policies: PolicySet): GateRecipe[] {
  return [...ruleGates(policies), ...celGates(policies)];
}

/** A gate for each rule about images of the policies that are asked while objects are admitted. */
function ruleGates(policies: PolicySet): GateRecipe[] {
  return policies.ofKind('kyverno.io', 'ClusterPolicy', 'Policy').flatMap((policy) => {
    if (!isForAdmission(policy)) return [];
    const rules = policy.value.at('spec', 'rules').items.filter(isImageRule);
    const exceptions = rules.length > 0 ? exceptionsFor(policy, policies) : [];
    return rules.map((rule) => toRecipe(policy, rule, exceptions, policies));
  });
}

function toRecipe(policy: Resource, rule: YamlValue, exceptions: readonly Resource[], policies: PolicySet): GateRecipe {
  const contexts = [rule.get('context'), ...contextsIn(rule.at('validate', 'foreach'))];
  const parameters = parametersFor(rule, policies);
  return {
    // The rule stands for itself: those of a policy are gates of their own.
    parts: [
      policy,
      rule,
      ...exceptions,
      ...sourcesOf(contexts, policies),
      ...parameters.sources.map(({ identity }) => identity),
    ],
    build: () => orUndecided(policy, () => new KyvernoRuleGate(policy, rule, exceptions, policies)),
  };
}

/** A rule that can't be read as a whole is unknown to everybody: it must not keep the others from being evaluated. */
function orUndecided(policy: Resource, build: () => Gate): Gate {
  const gate = attempt(build);
  if (!(gate instanceof Unknowable)) return gate;
  const undecided = notAsked('unknown', gate.message);
  return { engine: 'Kyverno', policy, decide: () => undecided };
}

const CEL_KINDS = ['ValidatingPolicy', 'ImageValidatingPolicy'].flatMap((kind) => [kind, `Namespaced${kind}`]);

/** A gate for each policy of expressions that is asked while objects of Kubernetes are admitted. */
function celGates(policies: PolicySet): GateRecipe[] {
  return policies.ofKind('policies.kyverno.io', ...CEL_KINDS).flatMap((policy) => {
    if (!isForAdmission(policy) || !isCelGate(policy)) return [];
    const exceptions = celExceptionsFor(policy, policies);
    return [{ parts: [policy, ...exceptions], build: () => new KyvernoCelGate(policy, exceptions) }];
  });
}

/** Whether a policy of expressions is about images. */
export function isCelGate({ kind, value }: Resource): boolean {
  return kind.endsWith('ImageValidatingPolicy') || mentionsImages(value.get('spec'));
}
