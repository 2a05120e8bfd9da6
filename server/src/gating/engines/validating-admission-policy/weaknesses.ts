import { apiGroup, type Resource } from '../../../manifest/resource';
import type { Weakness } from '../../engine';
import type { PolicySet } from '../../policy-set';
import { askedOnBy, createOnly } from '../../weaknesses/create-only';
import { ambiguousPrefixes, failsOpen, skipsContainers } from '../../weaknesses/policy-text';
import { stopsWhatRuns } from '../../weaknesses/stops-what-runs';
import { ADMISSION_BINDING, ADMISSION_GROUP, ADMISSION_POLICY, isAdmissionGate } from './kinds';

/** The ways in which a policy or a binding admits images that it seems to deny. */
export function weaknessesOfAdmissionPolicy(resource: Resource, policies: PolicySet): Weakness[] {
  if (apiGroup(resource) !== ADMISSION_GROUP) return [];
  return resource.kind === ADMISSION_BINDING ? ofBinding(resource, policies) : ofPolicy(resource);
}

function ofPolicy(resource: Resource): Weakness[] {
  if (!isAdmissionGate(resource)) return [];
  const spec = resource.value.get('spec');
  const rules = spec.at('matchConstraints', 'resourceRules').items;
  return [
    ...failsOpen(spec.get('failurePolicy')),
    ...createOnly(askedOnBy(rules)),
    ...ambiguousPrefixes(spec),
    ...skipsContainers(spec, resource.value.at('metadata', 'name')),
    ...stopsWhatRuns(spec),
  ];
}

function ofBinding(resource: Resource, policies: PolicySet): Weakness[] {
  const spec = resource.value.get('spec');
  const actions = spec.get('validationActions');
  const gates = policies.ofKind(ADMISSION_GROUP, ADMISSION_POLICY).filter(isAdmissionGate);
  const isOfGate = gates.some(({ name }) => name === spec.get('policyName').string);
  if (!isOfGate || actions.items.length === 0 || actions.strings.includes('Deny')) return [];
  return [{ kind: 'audit-only', at: actions, effect: 'reports images but denies none', remedy: ['Deny'] }];
}
