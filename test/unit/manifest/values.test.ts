import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { IMAGE, podOf, podWith } from '../manifests';

const privileged = (value: string): number => see(podWith('web', `privileged: ${value}`), 'privileged').length;

describe('booleans', () => {
  it.each(['true', 'True', 'TRUE', 'yes', 'Yes', 'on', 'ON', 'y', '!!bool true'])(
    '%s is true, as the API server reads it',
    (value) => {
      expect(privileged(value)).toBe(1);
    },
  );

  it.each(['false', 'no', 'off', 'n', '"true"', "'yes'", '1', 'null', '', '[true]', '{}'])(
    '%s is not true',
    (value) => {
      expect(privileged(value)).toBe(0);
    },
  );
});

describe('anchors, aliases and merge keys', () => {
  it('are followed', () => {
    const text = podOf(`containers:
- name: one
  image: ${IMAGE}
  securityContext: &strong
    privileged: true
- name: two
  image: ${IMAGE}
  securityContext: *strong
- name: three
  image: ${IMAGE}
  securityContext:
    <<: *strong
    runAsUser: 5
- name: four
  image: ${IMAGE}
  securityContext:
    <<: [{ a: 1 }, *strong]
`);
    const seen = see(text, 'privileged');
    expect(seen.map(({ container, text: words }) => `${container} ${words}`)).toEqual([
      'one true',
      'two *strong',
      'three *strong',
      'four *strong',
    ]);
  });

  it.each([
    ['a merged key beats one that is written before it', 'privileged: false\n    <<: { privileged: true }', 1],
    ['a written key beats one that is merged before it', '<<: { privileged: true }\n    privileged: false', 0],
    ['the first of several merged maps wins', '<<: [{ privileged: true }, { privileged: false }]', 1],
  ])('as in kubectl, %s', (_, securityContext, findings) => {
    const text = podOf(`containers:
- name: web
  image: ${IMAGE}
  securityContext:
    ${securityContext}
`);
    expect(see(text, 'privileged')).toHaveLength(findings);
  });

  it('labels count when a merge key brings them in', () => {
    const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  annotations: &labels
    pod-security.kubernetes.io/enforce: baseline
  labels:
    <<: *labels
`;
    const pod = podWith('web').replace('name: web\nspec', 'name: web\n  namespace: shop\nspec');
    expect(see(`${namespace}---\n${pod}`, 'privileged').map(({ severity }) => severity)).toEqual(['error']);
  });

  it.each([
    [
      'a list that holds itself',
      `&r
apiVersion: v1
kind: List
items: [*r, *r]
`,
    ],
    [
      'a map that is its own spec',
      `&r
apiVersion: v1
kind: Pod
metadata: *r
spec: *r
`,
    ],
    ['containers that hold themselves', podOf('containers: &c\n- *c\n- name: x\n  command: *c')],
    [
      'a map that merges itself',
      podOf('containers:\n- &c\n  <<: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n  name: x'),
    ],
    ['a chain of merges', podOf('containers:\n- &a { <<: &b { <<: &c { name: x } } }\n- <<: [*a, *b, *c]')],
    [
      'a policy that holds itself many times',
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
spec: &s
  a: *s
  b: *s
  c: [*s, *s, *s]
`,
    ],
    [
      'a billion laughs',
      podOf(
        `a: &a [x, x]\n${[...'bcdefghijklmnop'].map((name, index) => `${name}: &${name} [${`*${'abcdefghijklmnop'[index]}, `.repeat(9)}]`).join('\n')}\ncontainers: *p`,
      ),
    ],
  ])(
    '%s neither throws nor hangs',
    (_, text) => {
      expect(() => see(text)).not.toThrow();
    },
    10_000,
  );
});

describe('duplicate keys', () => {
  it('the last one wins', () => {
    expect(see(podWith('web', 'privileged: true\n        privileged: false'), 'privileged')).toEqual([]);
    const seen = see(podWith('web', 'privileged: false\n        privileged: yes'), 'privileged');
    expect(seen.map(({ text }) => text)).toEqual(['yes']);
  });
});

describe('lists', () => {
  const item = (text: string): string => text.replace(/^/gm, '    ').replace(/^ {4}/, '  - ').trimEnd();

  it.each(['List', 'PodList'])('of kind %s are looked into', (kind) => {
    const text = `apiVersion: v1
kind: ${kind}
items:
${item(podWith('a'))}
${item(podWith('b'))}
`;
    const seen = see(text, 'privileged');
    expect(seen.map(({ container }) => container)).toEqual(['a', 'b']);
    expect(seen.map(({ line }) => line)).toEqual([13, 23]);
  });

  it('of lists are looked into', () => {
    const inner = `apiVersion: v1
kind: List
items:
${item(podWith('a'))}
`;
    expect(
      see(
        `apiVersion: v1
kind: List
items:
${item(inner)}
`,
        'privileged',
      ),
    ).toHaveLength(1);
  });

  it('are not every kind that ends so', () => {
    expect(
      see(
        `apiVersion: example.com/v1
kind: AllowList
spec:
  template:
    spec:
      containers: [{name: a, image: b:1, securityContext: {privileged: true}}]
`,
        'privileged',
      ),
    ).toHaveLength(1);
  });
});
