import { links } from '../links';
import { gateRule } from './gate-rule';

const policy = (mode: string): string => `apiVersion: policy.sigstore.dev/v1beta1
kind: ClusterImagePolicy
metadata:
  name: signed-by-us
spec:
${mode}  images:
    - glob: registry.example.com/**
  authorities:
    - keyless:
        url: https://fulcio.example.com
`;

export const gateAuditOnly = gateRule({
  id: 'gate-audit-only',
  title: 'An image gate that reports images but does not deny them',
  why: 'A policy in audit mode only writes a report, and an injected image runs. Audit mode is useful while you try a policy, and easy to forget.',
  fix: 'Enforce the policy when its reports are clean.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: policy('  mode: warn # warning\n'),
    good: policy(''),
  },
  weakness: 'audit-only',
  risk: 'Not enforced',
  advice: 'Enforce it when its reports are clean.',
  consequence: 'images that it denies no longer start',
});
