import { links } from '../links';
import { beginsWith, examplePolicy } from './example-policy';
import { gateRule } from './gate-rule';

export const gatePrefixAmbiguous = gateRule({
  id: 'gate-prefix-ambiguous',
  title: 'An allowed prefix that also matches other registries',
  why: 'A prefix without a slash at its end also matches longer names. For example, `registry.example.com` matches `registry.example.com.evil.io`, a name that an attacker can register.',
  fix: 'End the prefix with a slash. If it is a single image, write the whole reference of the image.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePolicy({ expression: beginsWith('registry.example.com', { mark: ' # warning' }) }),
    good: examplePolicy({}),
  },
  weakness: 'prefix-ambiguous',
  risk: 'Too broad',
  advice: 'End the prefix with a slash.',
  consequence: 'only images below it are admitted',
});
