import type { Resource } from '../../../../manifest/resource';
import type { YamlValue } from '../../../../manifest/value';
import type { Weakness } from '../../../engine';
import { policyTexts } from '../expression/policy-json';
import { isEnforced, writtenAction } from './actions';

const NOWHERE = 'reports images but denies none';

/** The weakness of a rule that reports images without denying them, or denies them in a few namespaces only. */
export function auditOnly(rule: YamlValue, policy: Resource): Weakness[] {
  const { action, overrides } = writtenAction(rule, policy.value.get('spec'));
  if (isEnforced(action)) return [];
  const does = whatItDoes(overrides.filter((override) => isEnforced(override.get('action'))));
  if (does === undefined) return [];
  return [
    {
      kind: 'audit-only',
      at: action.exists ? action : policy.value.at('metadata', 'name'),
      effect: does,
      ...(action.exists && { remedy: 'Enforce' }),
    },
  ];
}

/**
 * The effect of the overrides; nothing if one of them applies everywhere.
 * @param overrides those that deny; an override without namespaces applies nowhere
 */
function whatItDoes(overrides: readonly YamlValue[]): string | undefined {
  const names = [...new Set(overrides.flatMap((override) => policyTexts(override.get('namespaces'))))];
  const bySelector = overrides.filter((override) => override.get('namespaceSelector').isMap);
  if (overrides.some((override) => !bySelector.includes(override) && coversAll(override))) return undefined;
  if (names.length > 0) return `denies images in ${names.map((name) => `"${name}"`).join(' and ')} only`;
  return bySelector.length > 0 ? 'denies images in namespaces with certain labels only' : NOWHERE;
}

function coversAll(override: YamlValue): boolean {
  return policyTexts(override.get('namespaces')).includes('*');
}
