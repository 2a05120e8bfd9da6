import { links } from '../links';
import { gateRule } from './gate-rule';

export const gateAuditOnly = gateRule({
  id: 'gate-audit-only',
  title: 'An image gate that reports but does not deny',
  why: 'A gate in audit mode writes a line that somebody may read later; the injected image runs. That is right for trying a policy out, and easily forgotten.',
  fix: 'Enforce it when its reports are clean.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: `apiVersion: policy.sigstore.dev/v1beta1
kind: ClusterImagePolicy
metadata:
  name: signed-by-us
spec:
  mode: warn # warning
  images:
    - glob: registry.example.com/**
  authorities:
    - keyless:
        url: https://fulcio.example.com
`,
    good: `apiVersion: policy.sigstore.dev/v1beta1
kind: ClusterImagePolicy
metadata:
  name: signed-by-us
spec:
  images:
    - glob: registry.example.com/**
  authorities:
    - keyless:
        url: https://fulcio.example.com
`,
  },
  weakness: 'audit-only',
  advice: 'Enforce it when its reports are clean.',
  consequence: 'what it refuses no longer starts',
});
