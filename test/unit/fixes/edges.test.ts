import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { IMAGE, podOf } from '../manifests';

const RESTRICTED = { podSecurity: { level: 'restricted', version: 'latest' } } as const;

/** A pod in JSON whose container has a security context. */
function jsonPod(securityContext: unknown): string {
  const spec = { containers: [{ name: 'web', image: IMAGE, securityContext }] };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec }, null, 2);
}

describe('fixes in JSON leave JSON', () => {
  it.each([
    ['a list', 'capabilities-restricted', { capabilities: { drop: ['KILL'] } }],
    ['an empty list', 'capabilities-restricted', { capabilities: { drop: [] } }],
    ['a null', 'seccomp-restricted', { seccompProfile: { type: null } }],
  ])('where %s gives way', (_, rule, securityContext) => {
    const after = fixed(jsonPod(securityContext), rule, RESTRICTED) ?? '';
    expect(() => JSON.parse(after)).not.toThrow();
    expect(see(after, rule, RESTRICTED)).toEqual([]);
  });
});

describe('a file that ends without a line break still does', () => {
  const cut = (text: string): string => text.trimEnd();

  it('when its last entry is removed', () => {
    const text = cut(
      podOf(`containers:
- name: web
  image: ${IMAGE}
securityContext:
  fsGroup: 1
  privileged: true`),
    );
    expect(fixed(text, 'misplaced-security-field')).toBe(text.slice(0, text.lastIndexOf('\n')));
  });

  it('when its last item moves', () => {
    const text = cut(
      podOf(`containers:
- name: web
  image: ${IMAGE}

- name: log-agent
  image: ${IMAGE}`),
    );
    expect(fixed(text, 'not-native')?.split('\n').at(-1)).toBe(`    image: ${IMAGE}`);
  });
});

describe('no fix is offered', () => {
  it('by which a pod would get a privilege that it never had', () => {
    const text = podOf(`containers:\n- name: web\n  image: ${IMAGE}\n  privileged: true`);
    expect(fixed(text, 'misplaced-security-field')).toBe(text.replace('    privileged: true\n', ''));
  });

  it('that the API server would refuse', () => {
    const text = podOf(`containers:
- name: web
  image: ${IMAGE}
  securityContext:
    privileged: true`);
    expect(see(text, 'privilege-escalation', RESTRICTED)).toHaveLength(1);
    expect(fixed(text, 'privilege-escalation', RESTRICTED)).toBeUndefined();
  });
});
