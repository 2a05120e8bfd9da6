import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { CONTAINER_LISTS } from '../../../pod/template';
import type { Weakness } from '../../engine';
import type { PolicySet } from '../../policy-set';
import { prefixWeaknesses } from '../../weaknesses/ambiguous-prefix';
import { lookingPast } from '../../weaknesses/policy-text';
import { webhookWeaknesses } from '../../weaknesses/webhook-weaknesses';
import { wordsOf } from '../../words/words';
import { actionOf } from './action';
import { gatekeeperWebhook } from './installation';
import { CONSTRAINTS, isImageConstraint } from './kinds';
import type { CheckName } from './library';
import { newestRules } from './library';
import { constraintsIn, isPartOfGatekeeper } from './parts';
import { factsOfTemplate, kindOfTemplate, listsOfTemplate, templateOf } from './template';

/** The weaknesses of a constraint, of its template, or of the webhook. */
export function weaknessesOfGatekeeper(resource: Resource, policies: PolicySet): Weakness[] {
  if (isImageConstraint(resource)) return ofConstraint(resource, templateOf(resource.kind, policies));
  if (!isPartOfGatekeeper(resource)) return [];
  switch (resource.kind) {
    case 'ConstraintTemplate':
      return constraintsIn(policies).some(({ kind }) => kind === kindOfTemplate(resource)) ? ofTemplate(resource) : [];
    case 'ValidatingWebhookConfiguration':
      // The same applies to constraints of other engines that Gatekeeper calls.
      return policies.ofKind(CONSTRAINTS).length > 0 ? ofConfiguration(resource) : [];
    default:
      return [];
  }
}

/**
 * The weaknesses of a constraint.
 * @param template its template, if the workspace has it
 */
function ofConstraint({ kind, value }: Resource, template: Resource | undefined): Weakness[] {
  const spec = value.get('spec');
  return [...auditOnly(spec), ...ambiguousBeginnings(kind, spec.get('parameters'), template)];
}

/** The weaknesses of a template: lists of containers that it does not check. */
function ofTemplate(template: Resource): Weakness[] {
  const facts = factsOfTemplate(template);
  const lists = 'rules' in facts ? facts.rules.flatMap((rule) => rule.lists) : listsOfTemplate(template);
  const skipped = CONTAINER_LISTS.filter((list) => !lists.includes(list));
  return lists.includes('containers') ? lookingPast(skipped, template.value.at('metadata', 'name')) : [];
}

/** The weaknesses of Gatekeeper's webhook, which hold for all constraints ("Failing Closed"). */
function ofConfiguration(configuration: Resource): Weakness[] {
  const webhook = gatekeeperWebhook(configuration);
  return webhook ? webhookWeaknesses(webhook, 'Gatekeeper') : [];
}

/** A constraint that is enforced only outside admission, such as in audits, denies no pod. */
function auditOnly(spec: YamlValue): Weakness[] {
  const { cause, denies, action, at } = actionOf(spec);
  const isReadable = at.string !== undefined || !at.exists;
  if (denies || !isReadable) return [];
  if (cause) return [{ kind: 'audit-only', at, effect: `denies nothing at admission: ${wordsOf(cause)}` }];
  const effect = REPORTS.test(action)
    ? 'reports images but denies none'
    : `denies nothing: Gatekeeper knows no action \`${action}\``;
  return [{ kind: 'audit-only', at, effect, remedy: 'deny' }];
}

const REPORTS = /^(?:dryrun|warn)$/;

/** The parameters that are compared as prefixes, and the text behind each prefix. */
const BEGINNINGS: Readonly<Partial<Record<CheckName, readonly [parameter: string, end: string]>>> = {
  'allowed-repos': ['repos', ''],
  'allowed-images': ['allowedImages', '*'],
};

function ambiguousBeginnings(kind: string, parameters: YamlValue, template: Resource | undefined): Weakness[] {
  const facts = template ? factsOfTemplate(template) : { rules: newestRules(kind) ?? [] };
  const checks = new Set('rules' in facts ? facts.rules.map(({ check }) => check) : []);
  return [...checks].flatMap((check) => {
    const [parameter = '', end = ''] = BEGINNINGS[check] ?? [];
    const entries = parameters.get(parameter).items.filter(({ string }) => string?.endsWith(end));
    return entries.flatMap((at) => prefixWeaknesses(at, (at.string ?? '').slice(0, -end.length || undefined), end));
  });
}
