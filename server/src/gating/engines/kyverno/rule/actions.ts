import type { AdmissionPod } from '../../../../admission/admission-pod';
import { type Answer, all } from '../../../../admission/answers';
import type { Cause } from '../../../../cause/cause';
import type { YamlValue } from '../../../../manifest/value';
import { isOpen, policyText, policyTexts } from '../expression/policy-json';
import { compileNamespaces, namespaceCheck } from '../match/resource-filter';

/** The action for violations of a rule. */
export interface FailureAction {
  readonly denies: boolean;
  /** The reason why the action is unknown, if it is. */
  readonly doubt: Cause | undefined;
}

interface Override {
  readonly denies: boolean;
  applies(pod: AdmissionPod): Answer;
}

/** The fields that set the action for violations of a rule. */
export interface WrittenAction {
  readonly action: YamlValue;
  /** The actions for certain namespaces. */
  readonly overrides: readonly YamlValue[];
}

/**
 * The fields that set whether violations of a rule are denied. The rule overrides the policy, and the default is to
 * report ("Validate Rules", Validation failure action).
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

/** Compiles whether violations of a rule are denied or only reported. */
export function compileAction(rule: YamlValue, spec: YamlValue): (pod: AdmissionPod) => FailureAction {
  const { action, overrides: written } = writtenAction(rule, spec);
  const denies = isEnforced(action);
  const doubt = isOpen(action) ? OPEN : undefined;
  const overrides = written.map(toOverride);
  if (overrides.length === 0) {
    const always: FailureAction = { denies, doubt };
    return () => always;
  }
  return (pod) => {
    for (const override of overrides) {
      const applies = override.applies(pod);
      if (applies === 'yes') return { denies: override.denies, doubt: undefined };
      if (applies === 'unknown' && override.denies !== denies) {
        return { denies, doubt: BY_NAMESPACE };
      }
    }
    return { denies, doubt };
  };
}

const OPEN: Cause = { kind: 'open', what: 'action' };
const BY_NAMESPACE: Cause = { kind: 'action-by-namespace' };

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

/** Whether every image is admitted while Kyverno cannot be reached ("Policy Settings", failurePolicy). */
export function isOpenOnFailure(spec: YamlValue): boolean {
  const policies = [spec.get('failurePolicy'), spec.at('webhookConfiguration', 'failurePolicy')];
  return policies.some((policy) => policyText(policy) === 'Ignore');
}
