import { policyImageUsage } from '../../../cel/policy-look';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { CONTAINER_LISTS, type ContainerList, isContainerList, TEMPLATE_LISTS } from '../../../pod/template';
import type { Weakness } from '../../engine';
import { ambiguity, isAmbiguous } from '../../weaknesses/ambiguous-prefix';
import { askedOnBy, createOnly } from '../../weaknesses/create-only';
import {
  ambiguousPrefixes,
  failsOpen,
  lookingPast,
  policyTextsIn,
  skipsContainers,
} from '../../weaknesses/policy-text';
import { stopsWhatRuns } from '../../weaknesses/stops-what-runs';
import { celSpecOf } from './cel/cel-spec';
import { policyTexts } from './expression/policy-json';
import { isImageGate } from './gates';
import { isRulePolicy } from './kinds';
import { clausesOf } from './match/clauses';
import { mayBePods } from './match/kinds';
import { auditOnly } from './rule/audit-only';
import { isImageRule } from './rule/rule-checks';
import { lookedAtBy } from './usage/looked-lists';

/** The ways in which a Kyverno policy admits images that it seems to deny. */
export function weaknessesOfKyverno(resource: Resource): Weakness[] {
  if (!isImageGate(resource)) return [];
  return isRulePolicy(resource) ? ofRules(resource) : ofExpressions(resource);
}

function ofRules(resource: Resource): Weakness[] {
  const spec = resource.value.get('spec');
  const rules = spec.get('rules').items.filter(isImageRule);
  return [
    ...rules.flatMap((rule) => auditOnly(rule, resource)).slice(0, 1),
    ...failsOpen(spec.get('failurePolicy')),
    ...failsOpen(spec.at('webhookConfiguration', 'failurePolicy')),
    // One rule can be for new objects, and another one for changes.
    ...createOnly(rules.flatMap(askedOnByRule)),
    ...rules.flatMap((rule) => openPatterns(rule.get('validate'))),
    ...rules.flatMap((rule) => ambiguousPrefixes(celSpecOf(rule))),
    // Image verification checks every list.
    ...rules.flatMap(skippedBy),
  ];
}

function skippedBy(rule: YamlValue): Weakness[] {
  const validate = rule.get('validate');
  if (!validate.exists) return [];
  const skipped = validate.get('cel').exists ? policyImageUsage(celSpecOf(rule)).skipped : listsPassedBy(rule);
  if (skipped.includes('containers')) return [];
  const isAboutPods = mayBePods(
    clausesOf(rule, 'match').flatMap((match) => policyTexts(match.at('resources', 'kinds'))),
  );
  return lookingPast(
    skipped.filter(isContainerList).filter((list) => isAboutPods || TEMPLATE_LISTS.includes(list)),
    rule.get('name'),
  );
}

function listsPassedBy(rule: YamlValue): readonly ContainerList[] {
  const looksAt = lookedAtBy(rule);
  return CONTAINER_LISTS.filter((list) => !looksAt(list));
}

function askedOnByRule(rule: YamlValue): ReturnType<typeof askedOnBy> {
  return clausesOf(rule, 'match').map((match) => ({
    operations: match.at('resources', 'operations'),
    about: policyTexts(match.at('resources', 'kinds')),
  }));
}

/** The weakness of a pattern such as `registry.example.com*`, which also matches longer host names. */
function openPatterns(validate: YamlValue): Weakness[] {
  const images = policyTextsIn(validate).filter(({ key }) => /^[=+^<(]*image\)?$/.test(key));
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
      ? [{ kind: 'audit-only' as const, at: actions, effect: 'reports images but denies none', remedy: ['Deny'] }]
      : []),
    ...failsOpen(spec.get('failurePolicy')),
    ...createOnly(askedOnBy(spec.at('matchConstraints', 'resourceRules').items)),
    ...ambiguousPrefixes(spec),
    // An ImageValidatingPolicy receives the images of every list.
    ...(kind.endsWith('ImageValidatingPolicy')
      ? []
      : [...skipsContainers(spec, value.at('metadata', 'name')), ...stopsWhatRuns(spec)]),
  ];
}
