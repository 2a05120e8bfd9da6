import { links } from '../links';
import { examplePolicy } from './example-policy';
import { gateRule } from './gate-rule';

export const gateFailsOpen = gateRule({
  id: 'gate-fails-open',
  title: 'An image gate that admits every image while it fails',
  why: 'With `failurePolicy: Ignore`, the API server admits every image while the policy fails. An attacker can make it fail with load or with an unusual object, or wait for an update of the policy engine.',
  fix: 'Set `failurePolicy: Fail`, and run the policy engine with several replicas.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePolicy({ failurePolicy: 'Ignore # warning' }),
    good: examplePolicy({}),
  },
  weakness: 'fails-open',
  risk: 'Fails open',
  advice: 'Set it to fail closed.',
  consequence: 'no pods are admitted while the policy fails',
});
