import { apiGroup, type Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import type { ContainerList } from '../../pod/template';
import { ambiguity, isAmbiguous } from '../ambiguous-prefix';
import { policyLook } from '../cel/policy-look';
import type { GateEngine, Weakness } from '../gate-engine';
import { ambiguousPrefixes, createOnly, failsOpen, lookingPast, skipsContainers, textsOf } from '../policy-text';
import { auditOnly } from './kyverno/audit-only';
import { celSpecOf } from './kyverno/cel-spec';
import { isCelGate, kyvernoGates } from './kyverno/gates';
import { mayBePods } from './kyverno/kinds';
import { lookedAtBy } from './kyverno/looked-lists';
import { policyTexts } from './kyverno/policy-json';
import { isImageRule } from './kyverno/rule-checks';
import { LISTS } from './kyverno/sample';

/** Kyverno's policies: of rules with patterns or image verification, and of CEL expressions. */
export const kyverno: GateEngine = {
  name: 'Kyverno',
  isImageGate: (resource) => {
    if (isRulePolicy(resource)) return imageRules(resource).length > 0;
    if (apiGroup(resource) !== 'policies.kyverno.io') return false;
    return /^(?:Namespaced)?(?:Image)?ValidatingPolicy$/.test(resource.kind) && isCelGate(resource);
  },
  isPart: (resource) => resource.kind === 'PolicyException' && /(?:^|\.)kyverno\.io$/.test(apiGroup(resource)),
  gates: kyvernoGates,
  weaknesses: (resource) => {
    if (!kyverno.isImageGate(resource)) return [];
    return isRulePolicy(resource) ? ofRules(resource) : ofExpressions(resource);
  },
};

function isRulePolicy(resource: Resource): boolean {
  return apiGroup(resource) === 'kyverno.io' && ['ClusterPolicy', 'Policy'].includes(resource.kind);
}

function imageRules({ value }: Resource): YamlValue[] {
  return value.at('spec', 'rules').items.filter(isImageRule);
}

function ofRules(resource: Resource): Weakness[] {
  const spec = resource.value.get('spec');
  const rules = imageRules(resource);
  return [
    ...rules.flatMap((rule) => auditOnly(rule, resource)).slice(0, 1),
    ...failsOpen(spec.get('failurePolicy')),
    ...failsOpen(spec.at('webhookConfiguration', 'failurePolicy')),
    ...rules.flatMap((rule) => operationsOf(rule).flatMap(createOnly)),
    ...rules.flatMap((rule) => openPatterns(rule.get('validate'))),
    ...rules.flatMap((rule) => ambiguousPrefixes(celSpecOf(rule))),
    // Image verification looks at every list by itself.
    ...rules.flatMap(skippedBy),
  ];
}

function skippedBy(rule: YamlValue): Weakness[] {
  const validate = rule.get('validate');
  if (!validate.exists) return [];
  const skipped = validate.get('cel').exists ? policyLook(celSpecOf(rule)).skipped : listsPassedBy(rule);
  if (skipped.includes('containers')) return [];
  // Ephemeral containers are added to pods: no template can have them.
  const isAboutPods = mayBePods(matchesOf(rule).flatMap((match) => policyTexts(match.at('resources', 'kinds'))));
  return lookingPast(
    skipped.filter((list) => isAboutPods || list !== 'ephemeralContainers'),
    rule.get('name'),
  );
}

function listsPassedBy(rule: YamlValue): readonly ContainerList[] {
  const looksAt = lookedAtBy(rule);
  return LISTS.filter((list) => !looksAt(list));
}

function operationsOf(rule: YamlValue): YamlValue[] {
  return matchesOf(rule).map((match) => match.at('resources', 'operations'));
}

function matchesOf(rule: YamlValue): YamlValue[] {
  return [rule.get('match'), ...rule.at('match', 'any').items, ...rule.at('match', 'all').items];
}

/** `registry.example.com*` goes on where the registry's name ends. */
function openPatterns(validate: YamlValue): Weakness[] {
  const images = textsOf(validate).filter(({ key }) => /^[=+^<(]*image\)?$/.test(key));
  return images.flatMap(({ text, at }) => {
    const open = text
      .split('|')
      .map((pattern) => pattern.trim())
      .find((pattern) => pattern.endsWith('*') && isAmbiguous(pattern.slice(0, -1)));
    if (open === undefined) return [];
    return [ambiguity(at, open.slice(0, -1), (prefix) => text.replace(open, `${prefix}*`))];
  });
}

function ofExpressions({ value, kind }: Resource): Weakness[] {
  const spec = value.get('spec');
  const actions = spec.get('validationActions');
  const onlyReports = actions.items.length > 0 && !actions.strings.includes('Deny');
  return [
    ...(onlyReports
      ? [{ kind: 'audit-only' as const, at: actions, does: 'reports images but denies none', remedy: ['Deny'] }]
      : []),
    ...failsOpen(spec.get('failurePolicy')),
    ...spec.at('matchConstraints', 'resourceRules').items.flatMap((rule) => createOnly(rule.get('operations'))),
    ...ambiguousPrefixes(spec),
    // An ImageValidatingPolicy is given the images of every list.
    ...(kind.endsWith('ImageValidatingPolicy') ? [] : skipsContainers(spec, value.at('metadata', 'name'))),
  ];
}
