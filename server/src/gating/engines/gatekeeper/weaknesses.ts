import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { prefixWeaknesses } from '../../ambiguous-prefix';
import type { Weakness } from '../../gate-engine';
import { lookingPast } from '../../policy-text';
import { webhookWeaknesses } from '../../webhook-weaknesses';
import { actionOf } from './action';
import { webhookIn } from './installation';
import { type CheckName, LISTS, newestRules } from './library';
import { factsOfTemplate, listsOfTemplate } from './template';

/** How a constraint lets images through. @param template its own, if the workspace has it */
export function ofConstraint({ kind, value }: Resource, template: Resource | undefined): Weakness[] {
  const spec = value.get('spec');
  return [...auditOnly(spec), ...ambiguousBeginnings(kind, spec.get('parameters'), template)];
}

/** How a template lets images through: by lists of containers that it doesn't look at. */
export function ofTemplate(template: Resource): Weakness[] {
  const facts = factsOfTemplate(template);
  const lists = 'rules' in facts ? facts.rules.flatMap((rule) => rule.lists) : listsOfTemplate(template);
  const skipped = LISTS.filter((list) => !lists.includes(list));
  return lists.includes('containers') ? lookingPast(skipped, template.value.at('metadata', 'name')) : [];
}

/** How Gatekeeper's webhook lets images through whatever constraints say ("Failing Closed"). */
export function ofConfiguration(configuration: Resource): Weakness[] {
  const webhook = webhookIn(configuration);
  return webhook ? webhookWeaknesses(webhook, 'Gatekeeper') : [];
}

/** What is denied elsewhere than at admission, such as in audits, keeps no pod out. */
function auditOnly(spec: YamlValue): Weakness[] {
  const { isAsked, denies, reason, at } = actionOf(spec);
  const isReadable = at.string !== undefined || !at.exists;
  if (denies || !isReadable) return [];
  if (isAsked) return [{ kind: 'audit-only', at, does: reason, remedy: 'deny' }];
  return [{ kind: 'audit-only', at, does: `denies nothing at admission: ${reason}` }];
}

/** The parameters that are compared as beginnings, and what stands behind each. */
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
