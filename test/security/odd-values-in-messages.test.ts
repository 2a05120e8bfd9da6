import { expect, it } from 'vitest';
import { analyse } from '../unit/analyse';
import { IMAGE, podOf } from '../unit/manifests';

const RESTRICTED = { podSecurity: { level: 'restricted', version: 'latest' } } as const;
const CONTAINER = `- name: web\n  image: ${IMAGE}\n`;

it.each([
  ['a namespace without a name', 'apiVersion: v1\nkind: Namespace\n', 'namespace-without-pod-security'],
  [
    "a map instead of the pod's seccomp profile",
    podOf(`securityContext:\n  seccompProfile: {type: {a: b}}\ncontainers:\n${CONTAINER}`),
    'seccomp-restricted',
  ],
  [
    "nothing instead of a container's seccomp profile",
    podOf(`containers:\n${CONTAINER}  securityContext:\n    seccompProfile: {type: ~}\n`),
    'seccomp-restricted',
  ],
  [
    'a volume of a forbidden type without a name',
    podOf(`containers:\n${CONTAINER}volumes:\n- hostPath: {path: /srv}\n`),
    'volume-types',
  ],
])('%s is told in words that a person would write', (_, text, rule) => {
  const messages = analyse(text, RESTRICTED).findings.filter((finding) => finding.rule.id === rule);
  expect(messages.length).toBeGreaterThan(0);
  for (const { message } of messages) expect(message).not.toMatch(/undefined|\[object|null/);
});
