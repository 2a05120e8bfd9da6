import { links } from '../links';
import { examplePolicy } from './example-policy';
import { gateRule } from './gate-rule';

export const gateCreateOnly = gateRule({
  id: 'gate-create-only',
  title: 'An image gate that does not check changes',
  why: 'A user can change the image of a running pod, or the template of a workload, after it was admitted. A policy that matches only `CREATE` does not check the new image.',
  fix: 'Add `UPDATE` to the operations that the policy matches.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePolicy({ operations: '[CREATE] # warning' }),
    good: examplePolicy({}),
  },
  weakness: 'create-only',
  risk: 'Changes are not checked',
  advice: 'Add `UPDATE`.',
  consequence: 'changes are checked, too',
});
