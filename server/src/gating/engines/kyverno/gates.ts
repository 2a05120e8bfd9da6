import { Unknowable } from '../../../cause/unknown';
import { apiGroup, type Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { type Gate, type GateRecipe, notAsked } from '../../gate';
import type { PolicySet } from '../../policy-set';
import { mentionsImages } from '../../weaknesses/policy-text';
import { KyvernoCelGate } from './cel/cel-gate';
import { attempt } from './decision/decisions';
import { sourcesOf } from './expression/rule-context';
import { EXPRESSIONS_GROUP, isRulePolicy, RULE_KINDS, RULES_GROUP } from './kinds';
import { celExceptionsFor } from './match/cel-exceptions';
import { exceptionsFor } from './match/exceptions';
import { isForAdmission } from './match/scope';
import { contextsIn } from './rule/foreach';
import { parametersFor } from './rule/rule-cel';
import { isImageRule } from './rule/rule-checks';
import { KyvernoRuleGate } from './rule/rule-gate';

/** Whether a policy decides about images, of any object. */
export function isImageGate(resource: Resource): boolean {
  if (isRulePolicy(resource)) return imageRulesOf(resource).length > 0;
  return apiGroup(resource) === EXPRESSIONS_GROUP && CEL_KINDS.includes(resource.kind) && isCelGate(resource);
}

/** The gates of Kyverno policies with rules and with CEL expressions. */
export function kyvernoGates(policies: PolicySet): GateRecipe[] {
  return [...ruleGates(policies), ...celGates(policies)];
}

/** A gate for each image rule of the policies that apply to admission. */
function ruleGates(policies: PolicySet): GateRecipe[] {
  return policies.ofKind(RULES_GROUP, ...RULE_KINDS).flatMap((policy) => {
    if (!isForAdmission(policy)) return [];
    const rules = imageRulesOf(policy);
    const exceptions = rules.length > 0 ? exceptionsFor(policy, policies) : [];
    return rules.map((rule) => toRecipe(policy, rule, exceptions, policies));
  });
}

function imageRulesOf({ value }: Resource): YamlValue[] {
  return value.at('spec', 'rules').items.filter(isImageRule);
}

function toRecipe(policy: Resource, rule: YamlValue, exceptions: readonly Resource[], policies: PolicySet): GateRecipe {
  const contexts = [rule.get('context'), ...contextsIn(rule.at('validate', 'foreach'))];
  const parameters = parametersFor(rule, policies);
  return {
    // Each rule of a policy is a gate of its own.
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

/** The gate, or an undecided gate if the rule cannot be read, so that the other rules are still evaluated. */
function orUndecided(policy: Resource, build: () => Gate): Gate {
  const gate = attempt(build);
  if (!(gate instanceof Unknowable)) return gate;
  const undecided = notAsked('unknown', gate.cause);
  return { engine: 'Kyverno', policy, decide: () => undecided };
}

const CEL_KINDS = ['ValidatingPolicy', 'ImageValidatingPolicy'].flatMap((kind) => [kind, `Namespaced${kind}`]);

/** A gate for each policy with CEL expressions that applies to the admission of Kubernetes objects. */
function celGates(policies: PolicySet): GateRecipe[] {
  return policies.ofKind(EXPRESSIONS_GROUP, ...CEL_KINDS).flatMap((policy) => {
    if (!isForAdmission(policy) || !isCelGate(policy)) return [];
    const exceptions = celExceptionsFor(policy, policies);
    return [{ parts: [policy, ...exceptions], build: () => new KyvernoCelGate(policy, exceptions) }];
  });
}

/** Whether a policy with CEL expressions is about images. */
function isCelGate({ kind, value }: Resource): boolean {
  return kind.endsWith('ImageValidatingPolicy') || mentionsImages(value.get('spec'));
}
