import { gateRefusals } from '../../gating/policy-resources';
import { links } from '../links';
import type { Rule } from '../rule';
import { beginsWith, examplePolicy } from './example-policy';

export const gateNotAccepted: Rule = {
  id: 'gate-not-accepted',
  category: 'images',
  severity: 'error',
  title: 'An image gate that the API server does not accept',
  why: 'The API server checks a policy and its binding when you create them, also the types of the expressions. What it does not accept does not exist in the cluster: the gate is not in force, and any image runs.',
  fix: 'Change what the message says. Then apply the policy with `kubectl apply --dry-run=server`.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePolicy({
      expression: `${beginsWith('registry.example.com/', { mark: ' # error: its type is string' })} ? 'yes' : 'no'`,
    }),
    good: examplePolicy({}),
  },
  kinds: 'uncommon',

  *resource(resource) {
    for (const { at, message } of gateRefusals(resource)) {
      yield {
        at,
        entry: at,
        // Where a file is a part of an object, the other parts have what is missing.
        isAbsence: !at.isSet,
        message: `Not in force: the API server does not accept ${resource.kind} "${resource.name ?? ''}" (${message}). Change it, or any image can run.`,
      };
    }
  },
};
