import { expect, it } from 'vitest';
import { fixed } from '../fixing';
import { IMAGE, podOf } from '../manifests';

/** The move of the misplaced field makes the API server refuse the container, if that is privileged. */
function podWithMisplaced(privileged: boolean, others = ''): string {
  return podOf(`containers:
- name: web
  image: ${IMAGE}
  allowPrivilegeEscalation: false
  securityContext: { privileged: ${privileged} }
${others}`);
}

const refused = `- name: other
  image: ${IMAGE}
  securityContext: { privileged: true, allowPrivilegeEscalation: false }
`;

it('a fix is offered where the API server accepts the result', () => {
  expect(fixed(podWithMisplaced(false), 'misplaced-security-field')).toContain('privileged: false, allow');
});

it('no fix is offered after which the API server would refuse what it accepts', () => {
  expect(fixed(podWithMisplaced(true), 'misplaced-security-field')).toBeUndefined();
});

it('what the API server refuses already keeps its fixes, as long as they add no refusal', () => {
  expect(fixed(podWithMisplaced(false, refused), 'misplaced-security-field')).toBeDefined();
  expect(fixed(podWithMisplaced(true, refused), 'misplaced-security-field')).toBeUndefined();
});

it('it does not matter whether the rule about the refusal is on', () => {
  const severities = new Map([['escalation-conflict', 'off' as const]]);
  expect(fixed(podWithMisplaced(true), 'misplaced-security-field', { severities })).toBeUndefined();
});

it('each item of a list is judged alone', () => {
  const item = (pod: string): string => `- ${pod.trimEnd().replaceAll('\n', '\n  ')}\n`;
  const list = `apiVersion: v1\nkind: List\nitems:\n${item(podWithMisplaced(false, refused))}${item(podWithMisplaced(true))}`;
  const after = fixed(list, 'misplaced-security-field');
  expect(after).toBeDefined();
  expect(after && fixed(after, 'misplaced-security-field')).toBeUndefined();
});
