import { apiGroup, type Resource } from '../../manifest/resource';
import type { GateEngine, Weakness } from '../gate-engine';
import type { PolicySet } from '../policy-set';
import { ambiguousPrefixes, createOnly, failsOpen, mentionsImages, skipsContainers } from '../policy-text';
import { AdmissionPolicyGate } from './validating-admission-policy/gate';
import { parametersOf } from './validating-admission-policy/parameters';

const GROUP = 'admissionregistration.k8s.io';
const POLICY = 'ValidatingAdmissionPolicy';

/** The API server's own policies, which a binding puts into force (API reference, ValidatingAdmissionPolicy). */
export const validatingAdmissionPolicy: GateEngine = {
  name: POLICY,
  isImageGate: (resource) =>
    apiGroup(resource) === GROUP && resource.kind === POLICY && mentionsImages(resource.value.get('spec')),
  isPart: (resource) => apiGroup(resource) === GROUP && resource.kind === `${POLICY}Binding`,
  gates: (policies) => {
    const bindings = new Map<string, Resource[]>();
    for (const binding of policies.ofKind(GROUP, `${POLICY}Binding`)) {
      const name = binding.value.at('spec', 'policyName').string ?? '';
      bindings.set(name, [...(bindings.get(name) ?? []), binding]);
    }
    return policies
      .ofKind(GROUP, POLICY)
      .filter(validatingAdmissionPolicy.isImageGate)
      .flatMap((policy) =>
        (bindings.get(policy.name ?? '') ?? []).map((binding) => {
          const parameters = parametersOf(policy, binding, policies);
          const parts = [policy, binding, ...parameters.sources.map(({ identity }) => identity)];
          return { parts, build: () => new AdmissionPolicyGate(policy, binding, parameters) };
        }),
      );
  },
  weaknesses: (resource, policies) => {
    if (apiGroup(resource) !== GROUP) return [];
    return resource.kind === `${POLICY}Binding` ? ofBinding(resource, policies) : ofPolicy(resource);
  },
};

function ofPolicy(resource: Resource): Weakness[] {
  if (!validatingAdmissionPolicy.isImageGate(resource)) return [];
  const spec = resource.value.get('spec');
  const rules = spec.at('matchConstraints', 'resourceRules').items;
  return [
    ...failsOpen(spec.get('failurePolicy')),
    ...rules.flatMap((rule) => createOnly(rule.get('operations'))),
    ...ambiguousPrefixes(spec),
    ...skipsContainers(spec, resource.value.at('metadata', 'name')),
  ];
}

function ofBinding(resource: Resource, policies: PolicySet): Weakness[] {
  const spec = resource.value.get('spec');
  const actions = spec.get('validationActions');
  const gates = policies.ofKind(GROUP, POLICY).filter(validatingAdmissionPolicy.isImageGate);
  const isOfGate = gates.some(({ name }) => name === spec.get('policyName').string);
  if (!isOfGate || actions.items.length === 0 || actions.strings.includes('Deny')) return [];
  return [{ kind: 'audit-only', at: actions, does: 'reports images but denies none', remedy: ['Deny'] }];
}
