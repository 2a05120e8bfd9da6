import { describe, expect, it, vi } from 'vitest';
import { generatedKinds } from '../../../server/src/gating/engines/kyverno/match/autogen';
import { decide, read, verdicts } from './kyverno-driver';
import { clusterPolicy, cronJob, deployment, documents, pod } from './kyverno-policies';

const ONLY = 'validate: { message: "Only ours.", pattern: { spec: { containers: [{ image: "a.io/*" }] } } }';
const REJECTED = 'p: c0 rejects - Only ours.';

function matched(match: string, podText: string, more = ''): string[] {
  return verdicts(documents(clusterPolicy(`${more}${ONLY}`, { match }), podText));
}
const resources = (fields: string): string => `any: [{ resources: { ${fields} } }]`;

describe('a rule is about', () => {
  it.each([
    ['kinds: [Pod]'],
    ['kinds: [v1/Pod]'],
    ['kinds: ["*/Pod"]'],
    ['kinds: ["*"]'],
    ['kinds: ["P*"]'],
    ['kinds: [Deployment, Pod]'],
    ['kinds: [Pod], namespaces: [shop]'],
    ['kinds: [Pod], namespaces: ["sh?p", x]'],
    ['kinds: [Pod], names: ["w*"]'],
    ['kinds: [Pod], name: web'],
    ['kinds: [Pod], operations: [CREATE]'],
    ['kinds: [Pod], operations: [UPDATE, CREATE]'],
    ['kinds: [Pod], operations: ["*"]'],
    ['kinds: [Pod], selector: { matchLabels: { app: "w*" } }'],
    ['kinds: [Pod], selector: { matchLabels: { "a?p": web } }'],
    ['kinds: [Pod], selector: { matchExpressions: [{ key: app, operator: In, values: [web] }] }'],
    ['kinds: [Pod], selector: { matchExpressions: [{ key: x, operator: DoesNotExist }] }'],
    ['kinds: [Pod], annotations: { "note/*": "?*" }'],
    ['kinds: [Pod], namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": shop } }'],
  ])('%s', (fields) => {
    const web = pod('b.io/x', { meta: ', labels: { app: web }, annotations: { note/a: b }' });
    expect(matched(resources(fields), web)).toEqual([REJECTED]);
  });

  it.each([
    ['kinds: [Deployment]', 'it does not apply to the kind Pod'],
    ['kinds: [v2/Pod]', 'it does not apply to the kind Pod'],
    ['kinds: [apps/v1/Pod]', 'it does not apply to the kind Pod'],
    ['kinds: [Pod/exec]', 'it does not apply to the kind Pod'],
    ['kinds: [Pod], namespaces: [bank]', 'it does not apply to the namespace "shop"'],
    ['kinds: [Pod], names: [x, "y*"]', 'it applies only to objects with other names'],
    ['kinds: [Pod], operations: [DELETE]', 'it does not apply when objects are created'],
    ['kinds: [Pod], operations: [UPDATE]', 'it does not apply when objects are created'],
    [
      'kinds: [Pod], selector: { matchLabels: { app: api } }',
      'the labels or annotations of the Pod do not match its selector',
    ],
    [
      'kinds: [Pod], selector: { matchExpressions: [{ key: app, operator: Wrong }] }',
      'the labels or annotations of the Pod do not match its selector',
    ],
    ['kinds: [Pod], annotations: { x: y }', 'the labels or annotations of the Pod do not match its selector'],
    [
      'kinds: [Pod], namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": bank } }',
      'it does not apply to the namespace "shop"',
    ],
  ])('not %s', (fields, reason) => {
    expect(matched(resources(fields), pod('b.io/x', { meta: ', labels: { app: web }' }))).toEqual([
      `p: no - ${reason}`,
    ]);
  });

  it('any or all of its filters, or the single one of old', () => {
    const [shop, bank] = ['shop', 'bank'].map((name) => `{ resources: { kinds: [Pod], namespaces: [${name}] } }`);
    expect(matched(`any: [${bank}, ${shop}]`, pod('b.io/x'))).toEqual([REJECTED]);
    expect(matched(`all: [${bank}, ${shop}]`, pod('b.io/x'))).toEqual([
      'p: no - it does not apply to the namespace "shop"',
    ]);
    expect(matched('resources: { kinds: [Pod] }', pod('b.io/x'))).toEqual([REJECTED]);
    expect(matched('', pod('b.io/x'))).toEqual(['p: no - it does not apply to the kind Pod']);
    const unfinished = clusterPolicy(ONLY).replace(/^ +match: .*\n/m, '');
    expect(verdicts(documents(unfinished, pod('b.io/x')))).toEqual(['p: unknown - it has no `match`']);
  });

  it('a namespace by labels that the workspace may not have', () => {
    const match = resources('kinds: [Pod], namespaceSelector: { matchLabels: { env: prod } }');
    const namespace = (env: string) =>
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { env: ${env} } }\n`;
    expect(matched(match, pod('b.io/x'))).toEqual([
      'p: unknown - the result depends on the labels of the namespace "shop", whose manifest is not in this workspace',
    ]);
    expect(matched(match, documents(pod('b.io/x'), namespace('prod')))).toEqual([REJECTED]);
    expect(matched(match, documents(pod('b.io/x'), namespace('test')))).toEqual([
      'p: no - it does not apply to the namespace "shop"',
    ]);
  });

  it('an unknown namespace', () => {
    expect(matched(resources('kinds: [Pod], namespaces: [shop]'), pod('b.io/x', { namespace: '' }))).toEqual([
      'p: unknown - the result depends on the namespace, which the manifest does not set',
    ]);
    expect(matched(resources('kinds: [Pod]'), pod('b.io/x', { namespace: '' }))).toEqual([REJECTED]);
  });

  it('an unknown namespace by labels', () => {
    const match = resources('kinds: [Pod], namespaceSelector: { matchLabels: { env: prod } }');
    expect(matched(match, pod('b.io/x', { namespace: '' }))).toEqual([
      'p: unknown - the result depends on the namespace, which the manifest does not set',
    ]);
  });

  it('certain users, who are unknown', () => {
    expect(
      matched('any: [{ resources: { kinds: [Pod] }, subjects: [{ kind: User, name: x }] }]', pod('b.io/x')),
    ).toEqual(['p: unknown - the result depends on the user who creates the object']);
  });

  it('ephemeral containers only', () => {
    const match = resources('kinds: [Pod/ephemeralcontainers]');
    expect(matched(match, pod('b.io/x'))).toEqual(['p: no - it does not apply to the kind Pod']);
    const rule = 'validate: { message: Ours., pattern: { spec: { "=(ephemeralContainers)": [{ image: "a.io/*" }] } } }';
    expect(verdicts(documents(clusterPolicy(rule, { match }), pod('b.io/x', { ephemeral: ['b.io/d'] })))).toEqual([
      'p: c0 skips - it does not check this list of containers',
      'p: d0 rejects - Ours.',
    ]);
    // They come by an update.
    for (const kinds of ['[Pod/ephemeralcontainers]', '[Pod, Pod/ephemeralcontainers]']) {
      const byUpdate = clusterPolicy(rule, { match: resources(`kinds: ${kinds}, operations: [UPDATE]`) });
      expect(verdicts(documents(byUpdate, pod('b.io/x', { ephemeral: ['b.io/d'] })))).toEqual([
        'p: c0 skips - it does not check this list of containers',
        'p: d0 rejects - Ours.',
      ]);
    }
  });

  it.each(['kyverno', 'kube-system', 'kube-public', 'kube-node-lease'])('not the namespace %s', (namespace) => {
    expect(matched(resources('kinds: [Pod]'), pod('b.io/x', { namespace }))).toEqual([
      `p: no - the default \`resourceFilters\` of Kyverno exclude the namespace "${namespace}"`,
    ]);
  });
});

it('the rules of a policy are gone through once for what is generated for all of them', () => {
  const [policy] = read(clusterPolicy(ONLY)).policies.ofKind('kyverno.io', 'ClusterPolicy');
  if (!policy) throw new Error('no policy');
  const kinds = generatedKinds(policy);
  expect(kinds).toContain('Deployment');
  const walk = vi.spyOn(policy.value, 'at');
  expect(generatedKinds(policy)).toBe(kinds);
  expect(walk).not.toHaveBeenCalled();
});

describe('a rule excludes', () => {
  const excluded = (exclude: string, podText = pod('b.io/x', { meta: ', labels: { app: web }' })): string[] =>
    matched(resources('kinds: [Pod]'), podText, `exclude: { ${exclude} }\n`);
  const LEFT_OUT = ['p: no - its `exclude` includes this object in the namespace "shop"'];

  it.each([
    ['any: [{ resources: { namespaces: [shop] } }]'],
    ['any: [{ resources: { kinds: [Pod], selector: { matchLabels: { app: web } } } }]'],
    ['any: [{ resources: { namespaces: [x] } }, { resources: { names: [web] } }]'],
    ['all: [{ resources: { namespaces: [shop] } }, { resources: { names: [web] } }]'],
    ['resources: { namespaces: ["s*"] }'],
    ['any: [{ resources: { operations: [CREATE] } }]'],
  ])('%s', (exclude) => {
    expect(excluded(exclude)).toEqual(LEFT_OUT);
  });

  it.each([
    ['any: [{ resources: { namespaces: [bank] } }]'],
    ['all: [{ resources: { namespaces: [shop] } }, { resources: { names: [api] } }]'],
    ['any: [{ resources: { kinds: [Deployment] } }]'],
    ['any: [{ resources: { operations: [UPDATE, DELETE] } }]'],
    ['resources: {}'],
  ])('not by %s', (exclude) => {
    expect(excluded(exclude)).toEqual([REJECTED]);
  });

  it('certain users, and says so', () => {
    const exclude = 'exclude: { any: [{ subjects: [{ kind: Group, name: "system:masters" }] }] }\n';
    const text = documents(clusterPolicy(`${exclude}${ONLY}`), pod('b.io/x'));
    expect(verdicts(text)).toEqual([REJECTED]);
    expect(decide(text)[0]?.decision.cause).toEqual({ kind: 'users-excluded' });
    const both = 'any: [{ resources: { namespaces: [shop] }, clusterRoles: [cluster-admin] }]';
    expect(excluded(both)).toEqual([REJECTED]);
  });

  it('an unknown namespace, perhaps', () => {
    expect(excluded('any: [{ resources: { namespaces: [shop] } }]', pod('b.io/x', { namespace: '' }))).toEqual([
      'p: unknown - the result depends on the namespace, which the manifest does not set',
    ]);
  });
});

describe('what a rule finds', () => {
  const acted = (spec: string, rule = ONLY, podText = pod('b.io/x')) =>
    decide(
      documents(
        clusterPolicy(rule, { spec: spec }).replace('validationFailureAction: Enforce', spec === '' ? '' : '_: x'),
        podText,
      ),
    )[0]?.decision;

  it.each([
    ['validationFailureAction: Enforce', true],
    ['validationFailureAction: enforce', true],
    ['validationFailureAction: Audit', false],
    ['validationFailureAction: audit', false],
    ['', false],
    [
      'validationFailureAction: Audit\nvalidationFailureActionOverrides: [{ action: Enforce, namespaces: [shop] }]',
      true,
    ],
    [
      'validationFailureAction: Audit\nvalidationFailureActionOverrides: [{ action: Enforce, namespaces: ["b*"] }]',
      false,
    ],
    [
      'validationFailureAction: Enforce\nvalidationFailureActionOverrides: [{ action: audit, namespaces: ["sho?"] }]',
      false,
    ],
    [
      'validationFailureAction: Audit\nvalidationFailureActionOverrides: [{ action: Enforce, namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": shop } } }]',
      true,
    ],
    ['validationFailureAction: Audit\nvalidationFailureActionOverrides: [{ action: Enforce }]', false],
  ])('is refused or reported: %s', (spec, denies) => {
    expect(acted(spec)?.denies).toBe(denies);
  });

  it('is refused or reported as the rule itself says', () => {
    const rule = (fields: string): string => ONLY.replace('{ message', `{ ${fields}, message`);
    expect(acted('validationFailureAction: Audit', rule('failureAction: Enforce'))?.denies).toBe(true);
    expect(acted('validationFailureAction: Enforce', rule('failureAction: Audit'))?.denies).toBe(false);
    const overridden = rule('failureAction: Audit, failureActionOverrides: [{ action: Enforce, namespaces: [shop] }]');
    expect(acted('validationFailureAction: Audit', overridden)?.denies).toBe(true);
  });

  it('may depend on a namespace that is not known', () => {
    const spec =
      'validationFailureAction: Enforce\nvalidationFailureActionOverrides: [{ action: Audit, namespaces: [x] }]';
    expect(acted(spec, ONLY, pod('b.io/x', { namespace: '' }))).toMatchObject({
      denies: true,
      cause: { kind: 'action-by-namespace' },
    });
  });

  it('gets through while Kyverno is away, with Ignore', () => {
    expect(acted('failurePolicy: Ignore')?.failsOpen).toBe(true);
    expect(acted('webhookConfiguration: { failurePolicy: Ignore }')?.failsOpen).toBe(true);
    expect(acted('failurePolicy: Fail')?.failsOpen).toBe(false);
  });

  it('does not matter at admission where the policy is for background scans', () => {
    expect(acted('admission: false')).toBeUndefined();
  });

  it('is unknown behind another rule where only one applies', () => {
    const two = clusterPolicy(ONLY, { spec: 'applyRules: One' });
    const second = `${two}    - name: s\n${two.slice(two.indexOf('      match'))}`;
    expect(verdicts(documents(second, pod('b.io/x')))).toEqual([
      REJECTED,
      'p: unknown - its policy applies only one rule (`applyRules: One`), which may be an earlier rule',
    ]);
  });
});

describe('the conditions under which the API server calls Kyverno', () => {
  const under = (expression: string, text: string): string[] =>
    verdicts(
      documents(
        clusterPolicy(ONLY, {
          spec: `webhookConfiguration: { matchConditions: [{ name: x, expression: "${expression}" }] }`,
        }),
        text,
      ),
    );

  it('have to be met', () => {
    expect(under("object.metadata.name == 'web'", pod('b.io/x'))).toEqual([REJECTED]);
    expect(under("object.metadata.name == 'api'", pod('b.io/x'))).toEqual([
      'p: no - its `matchConditions` are not met',
    ]);
    expect(under("request.userInfo.username == 'x'", pod('b.io/x'))).toEqual([
      'p: unknown - the result depends on its `matchConditions`',
    ]);
  });

  it('by one of what is created on the way to a pod', () => {
    for (const kind of ['Deployment', 'Pod']) {
      expect(under(`object.kind == '${kind}'`, deployment('b.io/x'))).toEqual([REJECTED]);
    }
    expect(under("object.kind == 'Job'", deployment('b.io/x'))).toEqual(['p: no - its `matchConditions` are not met']);
  });
});

describe('a Policy', () => {
  const policy = (namespace: string): string =>
    clusterPolicy(ONLY, { meta: namespace }).replace('kind: ClusterPolicy', 'kind: Policy');

  it('counts in its own namespace', () => {
    expect(verdicts(documents(policy(', namespace: shop'), pod('b.io/x')))).toEqual([REJECTED]);
    expect(verdicts(documents(policy(', namespace: bank'), pod('b.io/x')))).toEqual([
      'p: no - it applies only in the namespace "bank"',
    ]);
    expect(verdicts(documents(policy(', namespace: bank'), pod('b.io/x', { namespace: '' })))).toEqual([
      'p: unknown - it applies only in its own namespace',
    ]);
    expect(verdicts(documents(policy(''), pod('b.io/x')))).toEqual([
      'p: unknown - it applies only in its own namespace',
    ]);
  });

  it.each(['v1', 'v2beta1', 'v2'])('is read in version %s', (version) => {
    const text = policy(', namespace: shop').replace('kyverno.io/v1', `kyverno.io/${version}`);
    expect(verdicts(documents(text, pod('b.io/x')))).toEqual([REJECTED]);
  });
});

describe('workloads', () => {
  it('are decided about by their pods', () => {
    expect(matched(resources('kinds: [Pod]'), deployment('b.io/x'))).toEqual([REJECTED]);
    expect(matched(resources('kinds: [Pod]'), deployment('a.io/x'))).toEqual(['p: c0 admits']);
  });

  it('are decided about themselves where a rule is about them', () => {
    const rule =
      'validate: { message: "Only ours.", pattern: { spec: { template: { spec: { containers: [{ image: "a.io/*" }] } } } } }';
    const on = (kinds: string, text: string): string[] =>
      verdicts(documents(clusterPolicy(rule, { match: resources(`kinds: [${kinds}]`) }), text));
    expect(on('Deployment', deployment('b.io/x'))).toEqual([REJECTED]);
    expect(on('apps/v1/Deployment', deployment('a.io/x'))).toEqual(['p: c0 admits']);
    expect(on('apps/*/Deployment', deployment('a.io/x'))).toEqual(['p: c0 admits']);
    expect(on('StatefulSet', deployment('b.io/x'))).toEqual(['p: no - it does not apply to the kind Pod']);
    expect(on('Deployment', pod('b.io/x'))).toEqual(['p: no - it does not apply to the kind Pod']);
  });

  it('are decided about by the Jobs that a CronJob makes, but not by ReplicaSets, which Kyverno leaves out', () => {
    const rule =
      'validate: { message: "Only ours.", pattern: { spec: { template: { spec: { containers: [{ image: "a.io/*" }] } } } } }';
    const on = (kinds: string, text: string): string[] =>
      verdicts(documents(clusterPolicy(rule, { match: resources(`kinds: [${kinds}]`) }), text));
    expect(on('Deployment, StatefulSet, DaemonSet, Job', cronJob('b.io/x'))).toEqual([REJECTED]);
    expect(on('Deployment, StatefulSet, DaemonSet, Job', cronJob('a.io/x'))).toEqual(['p: c0 admits']);
    expect(on('ReplicaSet', deployment('b.io/x'))).toEqual(['p: no - it does not apply to the kind Pod']);
    expect(on('ReplicaSet', deployment('b.io/x', { kind: 'ReplicaSet' }))).toEqual([
      'p: no - it does not apply to the kind Pod',
    ]);
  });

  it('made by controllers have names of which the beginning is known', () => {
    const named = (names: string): string[] =>
      matched(resources(`kinds: [Pod], names: ["${names}"]`), deployment('b.io/x'));
    expect(named('web-*')).toEqual([REJECTED]);
    expect(named('api-*')).toEqual(['p: no - it applies only to objects with other names']);
    expect(named('web-1*')).toEqual(['p: unknown - the result depends on a name that the cluster generates']);
  });
});

describe('preconditions', () => {
  const under = (preconditions: string, podText = pod('b.io/x')): string[] =>
    matched(resources('kinds: [Pod]'), podText, `preconditions: { ${preconditions} }\n`);
  const condition = (key: string, operator: string, value: string): string =>
    `{ key: "${key}", operator: ${operator}, value: ${value} }`;

  it('that are met let the rule decide', () => {
    expect(under(`all: [${condition("{{ request.operation || 'BACKGROUND' }}", 'NotEquals', 'DELETE')}]`)).toEqual([
      REJECTED,
    ]);
    expect(under(`any: [${condition('{{ request.operation }}', 'AnyIn', '[CREATE, UPDATE]')}]`)).toEqual([REJECTED]);
  });

  it('that are not met leave it out', () => {
    expect(under(`all: [${condition('{{ request.operation }}', 'Equals', 'DELETE')}]`)).toEqual([
      'p: no - its preconditions are not met',
    ]);
  });

  it('that can not be known leave it unknown', () => {
    expect(under(`all: [${condition('{{ request.userInfo.username }}', 'Equals', 'x')}]`)).toEqual([
      'p: unknown - the result depends on its preconditions: the result depends on the user who creates the object',
    ]);
    expect(under(`all: [${condition('{{ request.object.spec.x }}', 'Equals', 'x')}]`)).toEqual([
      'p: unknown - the result depends on its preconditions: `request.object.spec.x` has no value here, and Kyverno fails without one',
    ]);
  });

  it('that decide without what is unknown count', () => {
    const unknown = condition('{{ request.userInfo.username }}', 'Equals', 'x');
    expect(under(`all: [${unknown}, ${condition('a', 'Equals', 'b')}]`)).toEqual([
      'p: no - its preconditions are not met',
    ]);
    expect(under(`any: [${unknown}, ${condition('a', 'Equals', 'a')}]`)).toEqual([REJECTED]);
  });
});

it('nothing is said of manifests with templates, and of images still to be filled in', () => {
  expect(matched(resources('kinds: [Pod]'), pod('{{ .Values.image }}'))).toEqual([
    'p: unknown - the manifest is incomplete or contains template expressions',
  ]);
  expect(matched(resources('kinds: [Pod]'), pod(['auto', 'a.io/x']))).toEqual([
    'p: c0 unknown - the image is not filled in yet',
    'p: c1 admits',
  ]);
});

describe('what a template still fills in is not known:', () => {
  const filled = (replace: string, by: string, podText = pod('b.io/x')): string[] =>
    verdicts(documents(clusterPolicy(ONLY).replace(replace, by), podText));
  const OPEN = 'p: unknown - a template expression decides what it applies to';

  it('what a rule is about', () => {
    expect(filled('kinds: [Pod]', 'kinds: [Pod], namespaces: ["{{ .Values.x }}"]')).toEqual([OPEN]);
    expect(filled('kinds: [Pod]', 'kinds: [Pod], namespaces: {{ .Values.x }}')).toEqual([OPEN]);
    expect(filled('kinds: [Pod]', 'kinds: {{ .Values.x }}')).toEqual([OPEN]);
    expect(filled('kinds: [Pod]', 'kinds: [Pod], selector: {{ .Values.x }}')).toEqual([OPEN]);
    expect(filled('match: {', 'exclude: { any: [{ resources: {{ .Values.x }} }] }\n      match: {')).toEqual([OPEN]);
    expect(filled('kinds: [Pod]', 'kinds: [Service], namespaces: {{ .Values.x }}')).toEqual([
      'p: no - it does not apply to the kind Pod',
    ]);
  });

  it('what an image has to be', () => {
    expect(filled('image: "a.io/*"', 'image: "{{ .Values.registry }}/*"')).toEqual([
      expect.stringMatching(/^p: c0 unknown - the expression `.Values.registry` cannot be read/),
    ]);
    expect(filled('image: "a.io/*"', 'image: {{ .Values.registry }}')).toEqual([
      expect.stringMatching(/^p: c0 unknown - the expression `…` cannot be read/),
    ]);
  });

  it('what it checks', () => {
    const checks = (validate: string, more = ''): string[] =>
      verdicts(
        documents(
          clusterPolicy(`context: [{ name: used, variable: { jmesPath: images } }]\n${more}${validate}`),
          pod('b.io/x'),
        ),
      );
    const OPEN_CHECK = ['p: c0 unknown - its checks contain template expressions'];
    expect(checks('validate: { deny: {{ .Values.x }} }')).toEqual(OPEN_CHECK);
    expect(checks('validate: { foreach: {{ .Values.x }} }')).toEqual(OPEN_CHECK);
    expect(checks('validate: { anyPattern: {{ .Values.x }} }')).toEqual(OPEN_CHECK);
    expect(checks('verifyImages: {{ .Values.x }}')).toEqual(OPEN_CHECK);
    const OPEN_CONDITIONS = ['p: c0 unknown - its conditions contain template expressions'];
    expect(checks('validate: { deny: { conditions: {{ .Values.x }} } }')).toEqual(OPEN_CONDITIONS);
    expect(checks('validate: { deny: { conditions: { any: {{ .Values.x }} } } }')).toEqual(OPEN_CONDITIONS);
    expect(checks('validate: { deny: {} }', 'preconditions: {{ .Values.x }}\n')).toEqual([
      'p: unknown - the result depends on its preconditions: its conditions contain template expressions',
    ]);
  });

  it('what comes of it', () => {
    const text = clusterPolicy(ONLY).replace('Action: Enforce', 'Action: {{ .Values.action }}');
    expect(decide(documents(text, pod('b.io/x')))[0]?.decision).toMatchObject({
      denies: false,
      cause: { kind: 'open', what: 'action' },
    });
  });
});

describe('a policy that aliases make too large is unknown, and the others still count:', () => {
  const HOLDS =
    'p: unknown - a part of it is too large or contains itself through an alias, so it is not evaluated here';
  const LARGE = `{ a: &a [${Array(250).fill('1')}], b: [${Array(250).fill('*a')}] }`;

  it.each([
    ['a pattern', `validate: { pattern: { spec: { containers: [{ image: "a.io/*" }], deeper: ${LARGE} } } }`, HOLDS],
    ['a pattern of lists', `validate: { anyPattern: [{ spec: { containers: ${LARGE} } }, { image: x }] }`, HOLDS],
    [
      'a variable',
      `context: [{ name: a, variable: { value: { x: ${LARGE}, y: "{{ images.containers.a.name }}" } } }]\nvalidate: { deny: { conditions: { any: [{ key: "{{ a.y }}", operator: Equals, value: b }] } } }`,
      HOLDS,
    ],
    ['what is left out', `exclude: { any: [${LARGE}] }\n${ONLY}`, HOLDS],
    ['a condition', `preconditions: { all: [{ key: ${LARGE}, operator: Equals, value: x }] }\n${ONLY}`, HOLDS],
  ])('%s', (_, rule, expected) => {
    const other = clusterPolicy(ONLY).replace('name: p', 'name: q');
    expect(verdicts(documents(clusterPolicy(rule), other, pod('b.io/x')))).toEqual([
      expected,
      REJECTED.replace('p:', 'q:'),
    ]);
  });

  it('a PolicyException', () => {
    const exception = `apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: { name: e }\nspec: { exceptions: [{ policyName: p, ruleNames: [r] }], match: { any: [${LARGE}] } }\n`;
    expect(verdicts(documents(clusterPolicy(ONLY), exception, pod('b.io/x')))).toEqual([HOLDS]);
  });

  it('loops that go through all containers again and again', () => {
    const inner = (depth: number): string =>
      depth === 0
        ? 'deny: { conditions: { all: [{ key: "{{ element.image }}", operator: Equals, value: x }] } }'
        : `foreach: [{ list: request.object.spec.containers, ${inner(depth - 1)} }]`;
    const [found] = verdicts(documents(clusterPolicy(`validate: { ${inner(4)} }`), pod(Array(60).fill('a.io/x'))));
    expect(found).toBe('p: c0 unknown - it has too many `foreach`, so they are not evaluated here');
  });
});

it('each rule about images is a gate', () => {
  const two = clusterPolicy(ONLY);
  const other = two.slice(two.indexOf('      match')).replace('a.io', 'b.io').replace('Only ours', 'Only theirs');
  const third =
    '    - name: t\n      match: { any: [{ resources: { kinds: [Pod] } }] }\n      validate: { podSecurity: { level: baseline } }\n';
  expect(verdicts(documents(`${two}    - name: s\n${other}${third}`, pod('b.io/x')))).toEqual([
    REJECTED,
    'p: c0 admits',
  ]);
});
