import type { YamlValue } from '../../../manifest/value';
import { all } from '../../answers';
import type { Answer } from '../../gate';
import type { GatedPod } from '../../gated-pod';
import { isOpen, policyText, policyTexts } from './policy-json';
import { compileNamespaces, namespaceCheck } from './resource-filter';

/** What comes of a rule's findings. */
export interface Action {
  readonly denies: boolean;
  /** What it depends on where that isn't known, as a clause. */
  readonly doubt: string | undefined;
}

interface Override {
  readonly denies: boolean;
  applies(pod: GatedPod): Answer;
}

/** What is written about what comes of a rule's findings. */
export interface WrittenAction {
  readonly action: YamlValue;
  /** What comes of them in certain namespaces instead. */
  readonly overrides: readonly YamlValue[];
}

/**
 * Where it is said whether a rule's findings are refused: the rule's own word beats the policy's, and where nothing is
 * said they are reported ("Validate Rules", Validation failure action).
 */
export function writtenAction(rule: YamlValue, spec: YamlValue): WrittenAction {
  const own = [rule.get('validate'), ...rule.get('verifyImages').items];
  const ownAction = own.map((value) => value.get('failureAction')).find(({ exists }) => exists);
  const ownOverrides = own.flatMap((value) => value.get('failureActionOverrides').items);
  return {
    action: ownAction ?? spec.get('validationFailureAction'),
    overrides: ownOverrides.length > 0 ? ownOverrides : spec.get('validationFailureActionOverrides').items,
  };
}

/** Whether what a rule finds is refused or only reported. */
export function compileAction(rule: YamlValue, spec: YamlValue): (pod: GatedPod) => Action {
  const { action, overrides: written } = writtenAction(rule, spec);
  const denies = isEnforced(action);
  const doubt = isOpen(action) ? 'a template still says whether it denies or only reports' : undefined;
  const overrides = written.map(toOverride);
  if (overrides.length === 0) {
    const always: Action = { denies, doubt };
    return () => always;
  }
  return (pod) => {
    for (const override of overrides) {
      const applies = override.applies(pod);
      if (applies === 'yes') return { denies: override.denies, doubt: undefined };
      if (applies === 'unknown' && override.denies !== denies) {
        return { denies, doubt: 'whether it denies or only reports depends on the namespace' };
      }
    }
    return { denies, doubt };
  };
}

export function isEnforced(action: YamlValue): boolean {
  return /^enforce$/i.test(policyText(action) ?? '');
}

function toOverride(override: YamlValue): Override {
  const namespaces = policyTexts(override.get('namespaces'));
  const selector = override.get('namespaceSelector').isMap
    ? namespaceCheck(override.get('namespaceSelector'))
    : undefined;
  const isNamed = compileNamespaces(namespaces);
  return {
    denies: isEnforced(override.get('action')),
    applies: (pod) => {
      const [object] = pod.objects;
      if (namespaces.length === 0 && !selector) return 'no';
      return all([
        namespaces.length > 0 ? isNamed(pod.namespace) : 'yes',
        selector && object ? selector(object, pod) : 'yes',
      ]);
    },
  };
}

/** Whether everything gets through while Kyverno can't be reached ("Policy Settings", failurePolicy). */
export function isOpenOnFailure(spec: YamlValue): boolean {
  const policies = [spec.get('failurePolicy'), spec.at('webhookConfiguration', 'failurePolicy')];
  return policies.some((policy) => policyText(policy) === 'Ignore');
}
