import { links } from '../links';
import { beginsWith, examplePolicy } from './example-policy';
import { gateRule } from './gate-rule';

export const gateSkipsContainers = gateRule({
  id: 'gate-skips-containers',
  title: 'An image gate that does not check every list of containers',
  why: 'A container in `initContainers` runs before the app, or beside it with `restartPolicy: Always`. A container in `ephemeralContainers` joins a running pod. A policy that checks only `containers` admits any image in the other lists.',
  fix: 'Check `initContainers` and `ephemeralContainers`, too. For ephemeral containers, the policy must also match the subresource `pods/ephemeralcontainers`.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePolicy({
      name: 'allowed-registries # warning',
      expression: beginsWith('registry.example.com/', { others: false }),
    }),
    good: examplePolicy({}),
  },
  weakness: 'skips-containers',
  risk: 'Containers are not checked',
  advice: 'Check these lists, too.',
  consequence: '',
});
