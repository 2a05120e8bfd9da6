import { describe, expect, it } from 'vitest';
import { kyverno } from '../../../server/src/gating/engines/kyverno/engine';
import { decide, read, verdicts } from './kyverno-driver';
import { clusterPolicy, cronJob, deployment, documents, pod } from './kyverno-policies';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const SIGNED = 'attestors: [{ entries: [{ keys: { publicKeys: x } }] }]';
const UNTOLD = 'p: c0 unknown - only the registry knows whether the image is signed as the policy requires';
const UNMEANT = 'p: c0 skips - none of its `imageReferences` matches this image';

function verify(entry: string, podText: string, more = ''): string[] {
  return verdicts(documents(clusterPolicy(`${more}verifyImages: [{ ${entry} }]`), podText));
}

describe('verifyImages', () => {
  it.each([
    ['ghcr.io/*', 'ghcr.io/team/app:1', true],
    ['ghcr.io/*', 'quay.io/team/app:1', false],
    ['*', 'app', true],
    ['docker.io/*', 'app', true],
    ['docker.io/team/app*', 'team/app:1', true],
    ['ghcr.io/team/app', 'ghcr.io/team/app', false],
    ['ghcr.io/team/app:*', 'ghcr.io/team/app', true],
    ['ghcr.io/team/app:*', `ghcr.io/team/app:1@${DIGEST}`, false],
    ['ghcr.io/team/app*', `ghcr.io/team/app:1@${DIGEST}`, true],
    ['localhost:5000/*', 'localhost:5000/app', true],
  ])('%s is for %s: %s', (reference, image, isMeant) => {
    expect(verify(`imageReferences: ["${reference}"], ${SIGNED}`, pod(image))).toEqual([isMeant ? UNTOLD : UNMEANT]);
  });

  it('is unknown where editions of Kyverno differ in the name', () => {
    const differ = ['p: c0 unknown - versions of Kyverno differ in whether the name of this image includes `library/`'];
    expect(verify(`imageReferences: ["docker.io/nginx*"], ${SIGNED}`, pod('nginx'))).toEqual(differ);
    expect(verify(`imageReferences: ["docker.io/library/*"], ${SIGNED}`, pod('nginx'))).toEqual(differ);
    expect(
      verify(`imageReferences: ["*"], skipImageReferences: ["docker.io/nginx*"], ${SIGNED}`, pod('nginx')),
    ).toEqual(differ);
    expect(verify(`imageReferences: ["corp.io/app*"], ${SIGNED}`, pod('corp.io/app'))).toEqual(differ);
    expect(verify(`imageReferences: ["corp.io/*"], ${SIGNED}`, pod('corp.io/app'))).toEqual([UNTOLD]);
  });

  it('leaves out what is to be skipped', () => {
    expect(verify(`imageReferences: ["*"], skipImageReferences: ["ghcr.io/*"], ${SIGNED}`, pod('ghcr.io/x/y'))).toEqual(
      ['p: c0 skips - its `skipImageReferences` exclude this image'],
    );
    expect(verify(`imageReferences: ["*"], skipImageReferences: ["ghcr.io/*"], ${SIGNED}`, pod('quay.io/x/y'))).toEqual(
      [UNTOLD],
    );
  });

  it('looks at every list', () => {
    const all = pod('ghcr.io/x', { init: ['ghcr.io/y'], ephemeral: ['quay.io/z'] });
    expect(verify(`imageReferences: ["ghcr.io/*"], ${SIGNED}`, all)).toEqual([
      UNTOLD.replace('c0', 'i0'),
      UNTOLD,
      UNMEANT.replace('c0', 'd0'),
    ]);
  });

  it('asks for a digest that no mutation adds', () => {
    const entry = 'imageReferences: ["ghcr.io/*"], mutateDigest: false, required: false';
    const missing = [
      'p: c0 rejects - the image has no digest, which `verifyDigest` requires and `mutateDigest: false` does not add',
    ];
    expect(verify(entry, pod('ghcr.io/x:1'))).toEqual(missing);
    expect(verify(`${entry}, ${SIGNED}`, pod('ghcr.io/x:1'))).toEqual(missing);
    expect(verify(entry, pod(`ghcr.io/x@${DIGEST}`))).toEqual(['p: c0 admits']);
    expect(verify(`${entry}, verifyDigest: false`, pod('ghcr.io/x:1'))).toEqual(['p: c0 admits']);
    expect(verify('imageReferences: ["ghcr.io/*"], required: false', pod('ghcr.io/x:1'))).toEqual(['p: c0 admits']);
  });

  it('knows nothing of attestations, and of those of old', () => {
    expect(verify('imageReferences: ["*"], attestations: [{ type: x }]', pod('x'))).toEqual([UNTOLD]);
    expect(verify('image: "ghcr.io/*", key: x', pod('ghcr.io/x'))).toEqual([UNTOLD]);
    expect(verify('image: "ghcr.io/*", key: x', pod('quay.io/x'))).toEqual([UNMEANT]);
    expect(verify('imageReferences: ["*"]', pod('x'))).toEqual([
      'p: c0 unknown - it requires verified images, but has no `attestors`',
    ]);
  });

  it('takes the strictest of its entries', () => {
    const [signed, digest] = [
      `{ imageReferences: ["ghcr.io/*"], ${SIGNED} }`,
      '{ imageReferences: ["ghcr.io/*"], mutateDigest: false, required: false }',
    ];
    const text = clusterPolicy(`verifyImages: [${signed}, ${digest}]`);
    expect(verdicts(documents(text, pod('ghcr.io/x')))).toEqual([expect.stringMatching(/^p: c0 rejects/)]);
    expect(verdicts(documents(text, pod(`ghcr.io/x@${DIGEST}`)))).toEqual([UNTOLD]);
    expect(verdicts(documents(text, pod('quay.io/x')))).toEqual([UNMEANT]);
  });

  it('is refused or reported as its entry says', () => {
    const text = (action: string): string =>
      documents(
        clusterPolicy(`verifyImages: [{ failureAction: ${action}, imageReferences: ["*"], ${SIGNED} }]`),
        pod('x'),
      );
    expect(decide(text('Audit'))[0]?.decision.denies).toBe(false);
    expect(decide(text('Enforce').replace('validationFailureAction: Enforce', ''))[0]?.decision.denies).toBe(true);
  });

  it('is unknown for images that cannot be read or are found otherwise', () => {
    expect(verify(`imageReferences: ["*"], ${SIGNED}`, pod(['REPLACE_ME', 'Upper/x:']))).toEqual([
      'p: c0 unknown - the image is not filled in yet',
      'p: c1 unknown - Kyverno cannot read the name of this image',
    ]);
    expect(
      verify(`imageReferences: ["*"], ${SIGNED}`, pod('x'), 'imageExtractors: { Pod: [{ path: /spec }] }\n'),
    ).toEqual(['p: c0 unknown - its `imageExtractors` are not evaluated here']);
  });

  it('is unknown where expressions say what it is about or asks for', () => {
    const open = ['p: c0 unknown - expressions decide which images it applies to'];
    expect(verify(`imageReferences: ["{{ x }}"], ${SIGNED}`, pod('a'))).toEqual(open);
    expect(verify(`imageReferences: {{ .Values.x }}, ${SIGNED}`, pod('a'))).toEqual(open);
    expect(verify(`imageReferences: ["{{ x }}", "*"], ${SIGNED}`, pod('a'))).toEqual([UNTOLD]);
    expect(verify(`imageReferences: ["*"], skipImageReferences: ["{{ x }}"], ${SIGNED}`, pod('a'))).toEqual(open);
    expect(verify('imageReferences: ["*"], required: false, mutateDigest: {{ .Values.x }}', pod('a'))).toEqual([
      'p: c0 unknown - its `mutateDigest` cannot be read',
    ]);
  });

  it('points to what decides', () => {
    const text = documents(clusterPolicy(`verifyImages: [{ imageReferences: ["x*"], ${SIGNED} }]`), pod('x'));
    expect(decide(text)[0]?.decision.images[0]?.at?.name).toBe('imageReferences');
  });
});

describe('a PolicyException', () => {
  const ONLY = 'validate: { message: "Only ours.", pattern: { spec: { containers: [{ image: "a.io/*" }] } } }';
  const REJECTED = 'p: c0 rejects - Only ours.';
  const EXEMPT = 'p: no - the PolicyException "ops/e" exempts it';
  const exception = (
    match: string,
    { rules = '[r, autogen-r]', policy = 'p', more = '', version = 'v2' } = {},
  ): string => `apiVersion: kyverno.io/${version}
kind: PolicyException
metadata: { name: e, namespace: ops }
spec:
  exceptions: [{ policyName: ${policy}, ruleNames: ${rules} }]
  match: { ${match} }
  ${more}
`;
  const EVERYWHERE = 'any: [{ resources: { kinds: [Pod, Deployment], namespaces: [shop] } }]';
  const under = (text: string, podText = pod('b.io/x'), rule = ONLY): string[] =>
    verdicts(documents(clusterPolicy(rule), text, podText));

  it.each(['v2', 'v2beta1'])('of version %s lets through what it matches', (version) => {
    expect(under(exception(EVERYWHERE, { version }))).toEqual([EXEMPT]);
    expect(under(exception(EVERYWHERE, { version }), deployment('b.io/x'))).toEqual([EXEMPT]);
  });

  it.each([
    ['another policy', exception(EVERYWHERE, { policy: 'q' })],
    ['another rule', exception(EVERYWHERE, { rules: '[s]' })],
    ['another namespace', exception('any: [{ resources: { kinds: [Pod], namespaces: [bank] } }]')],
    ['another kind', exception('any: [{ resources: { kinds: [StatefulSet] } }]')],
    ['some users', exception('any: [{ resources: { kinds: [Pod] }, subjects: [{ kind: User, name: x }] }]')],
    ['nothing', exception('')],
    ['conditions', exception(EVERYWHERE, { more: 'conditions: { all: [{ key: a, operator: Equals, value: b }] }' })],
  ])('for %s does not', (_, text) => {
    expect(under(text)).toEqual([REJECTED]);
  });

  it('names rules with wildcards', () => {
    expect(under(exception(EVERYWHERE, { rules: '["*"]' }))).toEqual([EXEMPT]);
    expect(under(exception(EVERYWHERE, { rules: '["?"]' }))).toEqual([EXEMPT]);
  });

  it('has to cover the workload, too, for which a rule is generated', () => {
    expect(under(exception('any: [{ resources: { kinds: [Pod] } }]'), deployment('b.io/x'))).toEqual([REJECTED]);
    expect(under(exception('any: [{ resources: { kinds: [Pod] } }]'))).toEqual([EXEMPT]);
    expect(under(exception(EVERYWHERE, { rules: '[r]' }), deployment('b.io/x'))).toEqual([REJECTED]);
    expect(under(exception(EVERYWHERE, { rules: '[autogen-r]' }), deployment('b.io/x'))).toEqual([REJECTED]);
  });

  it.each([
    ['none', true],
    ['StatefulSet', true],
    ['Deployment,Job', false],
  ])('has not where no rule is generated: %s', (controllers, isExempt) => {
    const policy = clusterPolicy(ONLY, {
      meta: `, annotations: { pod-policies.kyverno.io/autogen-controllers: "${controllers}" }`,
    });
    const onPods = exception('any: [{ resources: { kinds: [Pod] } }]');
    expect(verdicts(documents(policy, onPods, deployment('b.io/x')))).toEqual([isExempt ? EXEMPT : REJECTED]);
  });

  it.each(['selector: {}', 'annotations: {}', 'names: ["*"]', 'name: "*"', 'kinds: [Pod, Service]'])(
    'has not where the policy is only for pods: %s',
    (fields) => {
      const kinds = fields.startsWith('kinds') ? fields : `kinds: [Pod], ${fields}`;
      const policy = clusterPolicy(ONLY, { match: `any: [{ resources: { ${kinds} } }]` });
      const onPods = exception('any: [{ resources: { kinds: [Pod] } }]');
      expect(verdicts(documents(policy, onPods, deployment('b.io/x')))).toEqual([EXEMPT]);
    },
  );

  it('calls the rule for cron jobs by its own name', () => {
    const onJobs = (kinds: string, rules: string): string[] =>
      under(exception(`any: [{ resources: { kinds: ${kinds} } }]`, { rules }), cronJob('b.io/x'));
    // The Jobs that a CronJob makes ask, too.
    expect(onJobs('[Pod, Job, CronJob]', '[r, autogen-r, autogen-cronjob-r]')).toEqual([EXEMPT]);
    expect(onJobs('[Pod, CronJob]', '[r, autogen-r, autogen-cronjob-r]')).toEqual([REJECTED]);
    expect(onJobs('[Pod, Job, CronJob]', '[r, autogen-cronjob-r]')).toEqual([REJECTED]);
    expect(onJobs('[Pod, Job, CronJob]', '[r, autogen-r]')).toEqual([REJECTED]);
  });

  it('of a Policy names its namespace', () => {
    const own = clusterPolicy(ONLY, { meta: ', namespace: shop' }).replace('ClusterPolicy', 'Policy');
    expect(verdicts(documents(own, exception(EVERYWHERE, { policy: 'shop/p' }), pod('b.io/x')))).toEqual([EXEMPT]);
    expect(verdicts(documents(own, exception(EVERYWHERE), pod('b.io/x')))).toEqual([REJECTED]);
  });

  it('is unknown where its conditions or the namespace are', () => {
    const doubt = 'p: unknown - the PolicyException "ops/e" may exempt it';
    const conditions = 'conditions: { all: [{ key: "{{ request.userInfo.username }}", operator: Equals, value: b }] }';
    expect(under(exception(EVERYWHERE, { more: conditions }))).toEqual([doubt]);
    expect(under(exception(EVERYWHERE), pod('b.io/x', { namespace: '' }))).toEqual([doubt]);
  });

  it('is a part of the gates that it exempts from', () => {
    const { policies } = read(documents(clusterPolicy(ONLY), exception(EVERYWHERE), exception('', { policy: 'q' })));
    const [used, other] = policies.ofKind('kyverno.io', 'PolicyException');
    expect([used, other].map((resource) => resource && kyverno.isPart?.(resource))).toEqual([true, true]);
    const [gate] = kyverno.gates?.(policies) ?? [];
    expect(gate?.parts).toContain(used);
    expect(gate?.parts).not.toContain(other);
  });
});

it('a ConfigMap is a part of the gates that read it', () => {
  const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: {}\n`;
  const rule = (context: string): string =>
    `context: [${context}]\nvalidate: { foreach: [{ list: "request.object.spec.containers[].image", context: [${context}], deny: {} }] }`;
  const partsOf = (context: string): number | undefined => {
    const { policies } = read(documents(clusterPolicy(rule(context)), map('a'), map('b')));
    return kyverno.gates?.(policies)[0]?.parts.length;
  };
  const without = partsOf('') ?? 0;
  expect(partsOf('{ name: x, configMap: { name: a, namespace: n } }')).toBe(without + 2);
  expect(partsOf('{ name: x, configMap: { name: "{{ y }}" } }')).toBe(without + 4);
});

it('wrong types anywhere are survived', () => {
  const used = documents(pod('a.io/x'), deployment('b.io/y'));
  const whole = `${clusterPolicy(
    'exclude: { any: [{ resources: { kinds: [X], namespaces: [n], names: [a], selector: { matchLabels: { a: b }, matchExpressions: [{ key: a, operator: In, values: [b] }] } } }] }\ncontext: [{ name: v, variable: { value: a } }, { name: m, configMap: { name: a, namespace: b } }]\npreconditions: { all: [{ key: a, operator: Equals, value: a }] }\nvalidate:\n  message: m\n  failureActionOverrides: [{ action: Enforce, namespaces: [x] }]\n  pattern: { spec: { containers: [{ image: "*" }] } }\n  foreach: [{ list: request.object.spec.containers, preconditions: { all: [] }, deny: { conditions: { any: [{ key: "{{ element.image }}", operator: AnyIn, value: [x] }] } } }]\nverifyImages: [{ imageReferences: ["*"], attestors: [], required: true }]',
    {
      spec: 'validationFailureActionOverrides: [{ action: Audit, namespaces: [x], namespaceSelector: { matchLabels: { a: b } } }]',
    },
  )}`;
  const exempt =
    'apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: { name: e }\nspec: { exceptions: [{ policyName: p, ruleNames: [r] }], match: { any: [{ resources: { kinds: [Pod] } }] } }\n';
  for (const document of [whole, exempt]) {
    for (const [line, before] of [...document.matchAll(/[\w.-]+: ?/g)].map(
      (match) => [match.index + match[0].length, match] as const,
    )) {
      for (const wrong of ['5', '[{ a: 1 }]', '{ a: "{{ [ }}" }']) {
        const broken = replaceValue(document, line, wrong);
        const text = document === whole ? documents(broken, exempt, used) : documents(whole, broken, used);
        expect(() => verdicts(text), `${before[0]} ${wrong}`).not.toThrow();
      }
    }
  }
});

/** The text with the value that begins at a place replaced, as far as it goes in one line of flow style. */
function replaceValue(text: string, start: number, value: string): string {
  let depth = 0;
  let offset = start;
  for (; offset < text.length; offset++) {
    const character = text.charAt(offset);
    if ('{['.includes(character)) depth++;
    else if ('}]'.includes(character) && --depth < 0) break;
    else if (depth === 0 && ',\n'.includes(character)) break;
  }
  return `${text.slice(0, start)} ${value}${text.slice(offset)}`;
}
