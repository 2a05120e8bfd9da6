import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { prefixWeaknesses } from '../../ambiguous-prefix';
import type { Weakness } from '../../gate-engine';
import { type CheckName, newestRules } from './library';
import { factsOfTemplate } from './template';

/** How a constraint lets images through. @param template its own, if the workspace has it */
export function ofConstraint({ kind, value }: Resource, template: Resource | undefined): Weakness[] {
  const spec = value.get('spec');
  return [...auditOnly(spec), ...ambiguousBeginnings(kind, spec.get('parameters'), template)];
}

function auditOnly(spec: YamlValue): Weakness[] {
  const action = spec.get('enforcementAction');
  if (!/^(?:dryrun|warn)$/.test(action.string ?? '')) return [];
  return [{ kind: 'audit-only', at: action, does: 'reports images but denies none', remedy: 'deny' }];
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
