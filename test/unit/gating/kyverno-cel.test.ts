import { describe, expect, it } from 'vitest';
import { kyverno } from '../../../server/src/gating/engines/kyverno/engine';
import { decide, read, verdicts } from './kyverno-driver';
import { clusterPolicy, cronJob, deployment, documents, pod } from './kyverno-policies';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const PODS =
  'matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }';
const OURS = `validations: [{ expression: "object.spec.containers.all(c, c.image.startsWith('a.io/'))", message: Only ours. }]`;
const REJECTED = 'p: c0 rejects - Only ours.';
const ADMITTED = 'p: c0 admits';

function policy(spec: string, { kind = 'ValidatingPolicy', version = 'v1', namespace = '' } = {}): string {
  return `apiVersion: policies.kyverno.io/${version}
kind: ${kind}
metadata: { name: p${namespace} }
spec:
${spec.replace(/^/gm, '  ')}
`;
}
function exception(spec: string, kind = 'ValidatingPolicy'): string {
  return `apiVersion: policies.kyverno.io/v1
kind: PolicyException
metadata: { name: e, namespace: ops }
spec: { policyRefs: [{ name: p, kind: ${kind} }], ${spec} }
`;
}

describe('a ValidatingPolicy', () => {
  const text = policy(`${PODS}\n${OURS}`);

  it.each(['v1alpha1', 'v1beta1', 'v1'])('of version %s decides by expressions', (version) => {
    const own = policy(`${PODS}\n${OURS}`, { version });
    expect(verdicts(documents(own, pod('b.io/x')))).toEqual([REJECTED]);
    expect(verdicts(documents(own, pod('a.io/x')))).toEqual([ADMITTED]);
    expect(verdicts(documents(own, deployment('b.io/x')))).toEqual([REJECTED]);
  });

  it('blames the image, and says which lists it does not look at', () => {
    expect(verdicts(documents(text, pod(['a.io/x', 'b.io/y'], { init: ['b.io/i'] })))).toEqual([
      'p: i0 skips - it does not check this list of containers',
      'p: c0 admits',
      'p: c1 rejects - Only ours.',
    ]);
  });

  it.each([
    ['', true],
    ['validationActions: [Deny]\n', true],
    ['validationActions: [Audit]\n', false],
    ['validationActions: [Warn]\n', false],
  ])('refuses or reports: %s', (actions, denies) => {
    expect(decide(documents(policy(`${actions}${PODS}\n${OURS}`), pod('b.io/x')))[0]?.decision.denies).toBe(denies);
  });

  it('is not asked about ReplicaSets, which Kyverno leaves out', () => {
    const sets = policy(`${PODS.replace('[""]', '[apps]').replace('[pods]', '[replicasets]')}\n${OURS}`);
    expect(verdicts(documents(sets, deployment('b.io/x')))).toEqual([
      'p: no - it does not apply when pods like this one are created',
    ]);
  });

  it('fails open with Ignore', () => {
    const open = policy(`failurePolicy: Ignore\n${PODS}\n${OURS}`);
    expect(decide(documents(open, pod('b.io/x')))[0]?.decision.failsOpen).toBe(true);
  });

  it('is asked about what it matches', () => {
    const no = 'it does not apply when pods like this one are created';
    expect(verdicts(documents(text.replace('[pods]', '[services]'), pod('b.io/x')))).toEqual([`p: no - ${no}`]);
    const selector = policy(
      `${PODS.replace('{ resource', '{ namespaceSelector: { matchLabels: { a: b } }, resource')}\n${OURS}`,
    );
    expect(verdicts(documents(selector, pod('b.io/x')))).toEqual([
      expect.stringMatching(/^p: unknown - the result depends on the labels/),
    ]);
  });

  it('of a namespace counts there alone, and none where Kyverno is told not to look', () => {
    const own = policy(`${PODS}\n${OURS}`, { kind: 'NamespacedValidatingPolicy', namespace: ', namespace: bank' });
    expect(verdicts(documents(own, pod('b.io/x')))).toEqual(['p: no - it applies only in the namespace "bank"']);
    expect(verdicts(documents(own, pod('b.io/x', { namespace: 'bank' })))).toEqual([REJECTED]);
    expect(verdicts(documents(text, pod('b.io/x', { namespace: 'kube-system' })))).toEqual([
      expect.stringMatching(/^p: no - the default `resourceFilters` of Kyverno exclude the namespace "kube-system"/),
    ]);
  });

  it.each(['evaluation: { admission: { enabled: false } }', 'evaluation: { mode: JSON }'])(
    'is no gate with %s',
    (own) => {
      expect(verdicts(documents(policy(`${own}\n${PODS}\n${OURS}`), pod('b.io/x')))).toEqual([]);
    },
  );

  it('is unknown, never passed, where it uses what is not evaluated here', () => {
    const ask = (expression: string): string[] =>
      verdicts(documents(policy(`${PODS}\nvalidations: [{ expression: "${expression}" }]`), pod('b.io/x')));
    expect(ask("images.containers.all(i, i.registry == 'a.io')")).toEqual([
      expect.stringMatching(/^p: c0 unknown - .*images/),
    ]);
    expect(ask("resource.Get('v1', 'configmaps', 'a', 'b').data.x == object.spec.containers[0].image")).toEqual([
      expect.stringMatching(/^p: c0 unknown - .*resource/),
    ]);
  });

  describe('has functions on images', () => {
    const is = (image: string, test: string): string[] =>
      verdicts(
        documents(
          policy(`${PODS}\nvalidations: [{ expression: "object.spec.containers.all(c, ${test})", message: No. }]`),
          pod(image),
        ),
      );
    it.each([
      ['ghcr.io/team/app:1', "image(c.image).registry() == 'ghcr.io'"],
      ['ghcr.io/team/app:1', "parseImageReference(c.image).repository() == 'team/app'"],
      ['ghcr.io:5000/app', "image(c.image).registry() == 'ghcr.io:5000' && image(c.image).identifier() == 'latest'"],
      ['nginx', "image(c.image).registry() == 'index.docker.io' && image(c.image).repository() == 'library/nginx'"],
      ['docker.io/nginx:1', "image(c.image).registry() == 'index.docker.io' && image(c.image).tag() == '1'"],
      ['team/app', "image(c.image).registry() == 'index.docker.io' && image(c.image).repository() == 'team/app'"],
      ['ghcr.io/app', "image(c.image).repository() == 'app' && image(c.image).tag() == 'latest'"],
      ['ghcr.io/app:1', "!image(c.image).containsDigest() && image(c.image).digest() == ''"],
      ['ghcr.io/app:1', "image(c.image).identifierWithSeparator() == ':1'"],
      ['ghcr.io/app', "image(c.image).identifierWithSeparator() == ':latest'"],
      [`ghcr.io/app@${DIGEST}`, `image(c.image).containsDigest() && image(c.image).digest() == '${DIGEST}'`],
      [`ghcr.io/app@${DIGEST}`, `image(c.image).tag() == '' && image(c.image).identifier() == '${DIGEST}'`],
      [`ghcr.io/app:1@${DIGEST}`, `image(c.image).identifier() == '${DIGEST}'`],
      [`ghcr.io/app:1@${DIGEST}`, `image(c.image).identifierWithSeparator() == ':1@${DIGEST}'`],
      ['ghcr.io/app', 'isImage(c.image)'],
      ['a', '!isImage(c.image)'],
      ['ghcr.io/app:@', '!isImage(c.image)'],
      ['ghcr.io/App', '!isImage(c.image)'],
      ['ghcr.io/app@sha256:1', '!isImage(c.image)'],
      [`ghcr.io/app@${DIGEST}@${DIGEST}`, '!isImage(c.image)'],
    ])('%s: %s', (image, test) => {
      expect(is(image, test)).toEqual([ADMITTED]);
      expect(is(image, `!(${test})`)).toEqual(['p: c0 rejects - No.']);
    });

    it('that fail where a text is no image, and differ between editions', () => {
      expect(is('Upper', "image(c.image).registry() != 'x'")).toEqual([
        'p: c0 rejects - its expression fails here (could not parse reference: Upper), so it denies the image',
      ]);
      expect(is(`ghcr.io/app:1@${DIGEST}`, "image(c.image).tag() == '1'")).toEqual([
        'p: c0 unknown - versions of Kyverno differ in whether an image with a digest also has a tag',
      ]);
    });

    it('in conditions, too, but not in rules, whose CEL is that of Kubernetes', () => {
      const test = "object.spec.containers.exists(c, image(c.image).registry() == 'a.io')";
      const own = policy(`${PODS}\nmatchConditions: [{ name: x, expression: "${test}" }]`, {
        kind: 'ImageValidatingPolicy',
      });
      expect(verdicts(documents(own, pod('b.io/app')))).toEqual(['p: no - its `matchConditions` are not met']);
      const rule = `validate: { message: No., cel: { expressions: [{ expression: "${test}" }] } }`;
      expect(verdicts(documents(clusterPolicy(rule), pod('a.io/app')))).toEqual([
        "p: c0 unknown - this expression calls a function that exists only in Kyverno's ValidatingPolicies and ImageValidatingPolicies",
      ]);
    });
  });

  it('says nothing of images that are not filled in, and of templates', () => {
    expect(verdicts(documents(text, pod('auto')))).toEqual(['p: c0 unknown - the image is not filled in yet']);
    expect(verdicts(documents(text, pod('{{ .Values.image }}')))).toEqual([
      expect.stringMatching(/^p: unknown - the manifest/),
    ]);
  });
});

describe('an exception from a policy of expressions', () => {
  const text = policy(`${PODS}\n${OURS}`);
  const EXEMPT = 'p: no - the PolicyException "ops/e" exempts it';
  const under = (spec: string, podText = pod('b.io/x'), kind?: string): string[] =>
    verdicts(documents(text, exception(spec, kind), podText));
  const named = (expression: string): string => `matchConditions: [{ name: x, expression: "${expression}" }]`;

  it('lets through what meets its conditions', () => {
    expect(under(named("object.metadata.name == 'web'"))).toEqual([EXEMPT]);
    expect(under(named("object.metadata.name == 'api'"))).toEqual([REJECTED]);
    expect(under(named('true'))).toEqual([EXEMPT]);
    expect(under(named('true'), pod('b.io/x'), 'ImageValidatingPolicy')).toEqual([REJECTED]);
  });

  it('has to let the workload through, too', () => {
    expect(under(named("object.kind == 'Pod'"))).toEqual([EXEMPT]);
    expect(under(named("object.kind == 'Pod'"), deployment('b.io/x'))).toEqual([REJECTED]);
    expect(under(named('true'), deployment('b.io/x'))).toEqual([EXEMPT]);
    const alone = policy(`autogen: { podControllers: { controllers: [jobs] } }\n${PODS}\n${OURS}`);
    expect(verdicts(documents(alone, exception(named("object.kind == 'Pod'")), deployment('b.io/x')))).toEqual([
      EXEMPT,
    ]);
  });

  it('has to let the Jobs of a CronJob through, too', () => {
    const but = (kind: string): string => named(`object.kind != '${kind}'`);
    expect(under(but('Service'), cronJob('b.io/x'))).toEqual([EXEMPT]);
    for (const kind of ['Pod', 'Job', 'CronJob']) expect(under(but(kind), cronJob('b.io/x'))).toEqual([REJECTED]);
  });

  it('is asked about the workload where the policy is', () => {
    const onDeployments = policy(
      `${PODS.replace('[""]', '[apps]').replace('[pods]', '[deployments]')}\nvalidations: [{ expression: "object.spec.template.spec.containers.all(c, c.image.startsWith('a.io/'))", message: Only ours. }]`,
    );
    const on = (kind: string): string[] =>
      verdicts(documents(onDeployments, exception(named(`object.kind == '${kind}'`)), deployment('b.io/x')));
    expect(on('Deployment')).toEqual([EXEMPT]);
    expect(on('Pod')).toEqual([REJECTED]);
  });

  it.each([
    'images: ["b.io/*"]',
    'allowedValues: [x]',
    'expiresAt: "2020-01-01T00:00:00Z"',
    named('request.userInfo.username == "x"')
      .replaceAll('"', "'")
      .replace("expression: '", 'expression: "')
      .replace("x'' }", 'x\'" }'),
  ])('is unknown with %s', (spec) => {
    expect(under(spec)).toEqual(['p: unknown - the PolicyException "ops/e" may exempt it']);
  });

  it('is a part of the gates that it exempts from', () => {
    const { policies } = read(documents(text, exception('images: []')));
    const [own] = policies.ofKind('policies.kyverno.io', 'PolicyException');
    expect(own && kyverno.isPart?.(own)).toBe(true);
    expect(kyverno.gates?.(policies)[0]?.parts).toContain(own);
  });
});

describe('an ImageValidatingPolicy', () => {
  const SIGNED =
    'validations: [{ expression: "images.containers.map(image, verifyImageSignatures(image, [attestors.a])).all(e, e > 0)" }]';
  const verify = (spec: string, podText: string, kind = 'ImageValidatingPolicy'): string[] =>
    verdicts(documents(policy(`${PODS}\n${spec}\n${SIGNED}`, { kind }), podText));
  const UNTOLD = 'p: c0 unknown - only the registry knows whether the image is signed as the policy requires';
  const UNMEANT = 'p: c0 skips - none of its `matchImageReferences` matches this image';
  const GHCR = 'matchImageReferences: [{ glob: "ghcr.io/*" }]';

  it('is about images that its references match; signatures can not be seen', () => {
    expect(verify(GHCR, pod('ghcr.io/x/y:1'))).toEqual([UNTOLD]);
    expect(verify(GHCR, pod('quay.io/x/y:1'))).toEqual([UNMEANT]);
    expect(verify('', pod('x'))).toEqual([UNTOLD]);
    expect(verify(GHCR, deployment('ghcr.io/x/y:1'))).toEqual([UNTOLD]);
  });

  it('is unknown where a name could be compared as it is written or as a whole, or by an expression', () => {
    const doubt = 'p: c0 unknown - it is not known whether its `matchImageReferences` match this image';
    expect(verify('matchImageReferences: [{ glob: "docker.io/*" }]', pod('nginx'))).toEqual([doubt]);
    expect(verify('matchImageReferences: [{ expression: "image.registry == \'x\'" }]', pod('nginx'))).toEqual([doubt]);
    expect(verify('matchImageReferences: [{ glob: "*" }, { expression: x }]', pod('nginx'))).toEqual([UNTOLD]);
  });

  it('asks for a digest that no mutation adds', () => {
    const digests = `${GHCR}\nvalidationConfigurations: { mutateDigest: false }`;
    expect(verify(digests, pod('ghcr.io/x/y:1'))).toEqual([
      expect.stringMatching(/^p: c0 rejects - the image has no digest/),
    ]);
    expect(verify(digests, pod(`ghcr.io/x/y:1@${DIGEST}`))).toEqual([UNTOLD]);
    expect(
      verify(`${GHCR}\nvalidationConfigurations: { mutateDigest: false, verifyDigest: false }`, pod('ghcr.io/x')),
    ).toEqual([UNTOLD]);
  });

  it('looks at all lists if images have to be verified, and else at those that it names', () => {
    const both = pod('ghcr.io/x', { init: ['ghcr.io/y'] });
    expect(verify(GHCR, both)).toEqual([UNTOLD.replace('c0', 'i0'), UNTOLD]);
    expect(verify(`${GHCR}\nvalidationConfigurations: { required: false }`, both)).toEqual([
      'p: i0 skips - it does not check this list of containers',
      UNTOLD,
    ]);
  });

  it('says that it can not evaluate other expressions', () => {
    const other = policy(`${PODS}\nvalidations: [{ expression: "images.containers.all(i, i.tag != 'latest')" }]`, {
      kind: 'ImageValidatingPolicy',
    });
    expect(verdicts(documents(other, pod('x')))).toEqual([
      'p: c0 unknown - its expressions on `images` are not evaluated here',
    ]);
  });

  it('is asked about what it matches', () => {
    expect(
      verify(`${GHCR}\nmatchConditions: [{ name: x, expression: "object.metadata.name == 'api'" }]`, pod('ghcr.io/x')),
    ).toEqual(['p: no - its `matchConditions` are not met']);
    expect(
      verify(
        `${GHCR}\nmatchConditions: [{ name: x, expression: "request.userInfo.username == 'api'" }]`,
        pod('ghcr.io/x'),
      ),
    ).toEqual(['p: unknown - the result depends on its `matchConditions`']);
    expect(
      verify(`${GHCR}\nmatchConditions: [{ name: x, expression: "object.metadata.name == 'web'" }]`, pod('ghcr.io/x')),
    ).toEqual([UNTOLD]);
    const services = policy(`${PODS.replace('[pods]', '[services]')}\n${SIGNED}`, { kind: 'ImageValidatingPolicy' });
    expect(verdicts(documents(services, pod('x')))).toEqual([
      'p: no - it does not apply when pods like this one are created',
    ]);
    const selector = `${PODS.replace('{ resource', '{ objectSelector: { matchLabels: { a: b } }, resource')}\n${SIGNED}`;
    expect(verdicts(documents(policy(selector, { kind: 'ImageValidatingPolicy' }), pod('x')))).toEqual([
      'p: no - the labels of the Pod do not match its selector',
    ]);
  });

  it('refuses unless it says otherwise', () => {
    const acted = (spec: string) =>
      decide(documents(policy(`${spec}\n${PODS}\n${SIGNED}`, { kind: 'ImageValidatingPolicy' }), pod('x')))[0]
        ?.decision;
    expect(acted('')).toMatchObject({ denies: true, failsOpen: false });
    expect(acted('validationActions: [Deny]')).toMatchObject({ denies: true });
    expect(acted('validationActions: [Audit]\nfailurePolicy: Ignore')).toMatchObject({
      denies: false,
      failsOpen: true,
    });
  });

  it('can be one of a namespace', () => {
    const own = policy(`${PODS}\n${SIGNED}`, {
      kind: 'NamespacedImageValidatingPolicy',
      namespace: ', namespace: bank',
    });
    expect(verdicts(documents(own, pod('x')))).toEqual(['p: no - it applies only in the namespace "bank"']);
  });
});

describe('a rule with CEL', () => {
  const cel = (fields: string, podText: string, more = ''): string[] =>
    verdicts(documents(clusterPolicy(`${more}validate:\n  message: "Not that."\n  cel: { ${fields} }`), podText));
  const all = (test: string): string => `{ expression: "object.spec.containers.all(c, ${test})" }`;

  it('decides by its expressions', () => {
    const ours = `expressions: [${all("c.image.startsWith('a.io/')")}]`;
    expect(cel(ours, pod(['a.io/x', 'b.io/y'], { init: ['b.io/i'] }))).toEqual([
      'p: i0 skips - it does not check this list of containers',
      'p: c0 admits',
      'p: c1 rejects - Not that.',
    ]);
    expect(
      cel(
        `expressions: [${all('c.image.contains(variables.us)')}], variables: [{ name: us, expression: "'a.io'" }]`,
        pod('a.io/x'),
      ),
    ).toEqual([ADMITTED]);
  });

  it('has messages of its own, and that of the expression that refuses', () => {
    const two = `expressions: [${all("c.image != 'z'")}, ${all("c.image.startsWith('a.io/')").replace(' }', ', message: Only ours. }')}]`;
    expect(cel(two, pod('b.io/x'))).toEqual([REJECTED]);
    const unknown = `expressions: [{ expression: "request.userInfo.username == 'x'" }, ${all("c.image.startsWith('a.io/')")}]`;
    expect(cel(unknown, pod('b.io/x'))).toEqual(['p: c0 rejects - Not that.']);
    expect(cel(unknown, pod('a.io/x'))).toEqual([
      'p: c0 unknown - the result depends on the user who creates the object',
    ]);
  });

  it('says what its expressions make of the object, or which of them fails', () => {
    const said = `expressions: [${all("c.image.startsWith('a.io/')").replace(' }', `, message: No., messageExpression: "'not in ' + object.metadata.name" }`)}]`;
    expect(cel(said, pod('b.io/x'))).toEqual(['p: c0 rejects - not in web']);
    const failing = said.replace('object.metadata.name', 'object.metadata.x');
    expect(cel(failing, pod('b.io/x'))).toEqual(['p: c0 rejects - No.']);
    const rule = clusterPolicy(`validate: { cel: { expressions: [${all("c.image.startsWith('a.io/')")}] } }`);
    expect(verdicts(documents(rule, pod('b.io/x')))).toEqual([
      "p: c0 rejects - failed expression: object.spec.containers.all(c, c.image.startsWith('a.io/'))",
    ]);
  });

  it('looks at lists whose images it reads, not at those that it names', () => {
    const ours = all("c.image.startsWith('a.io/')");
    const used = pod('a.io/x', { init: ['b.io/i'] });
    const commented = ours.replace('object', '// initContainers\\nobject');
    const named = `${ours}, { expression: "!has(object.spec.initContainers) || object.spec.initContainers.all(c, has(c.name))" }`;
    for (const expressions of [commented, named]) {
      expect(cel(`expressions: [${expressions}]`, used)).toEqual([
        'p: i0 skips - it does not check this list of containers',
        'p: c0 admits',
      ]);
    }
    const forbidden = `${ours}, { expression: "!has(object.spec.initContainers)", message: None. }`;
    expect(cel(`expressions: [${forbidden}]`, used)).toEqual(['p: i0 rejects - None.', 'p: c0 admits']);
    const asked = `${ours}, { expression: "!has(object.spec.initContainers) || object.spec.initContainers.all(c, has(c.command))", message: Commands. }`;
    expect(cel(`expressions: [${asked}]`, used)).toEqual(['p: i0 rejects - Commands.', 'p: c0 admits']);
  });

  it('tells what refuses each container, which need not be its image', () => {
    const both = `expressions: [${all("c.image.startsWith('a.io/')")}, ${all('has(c.command)').replace(' }', ', message: Commands. }')}]`;
    const rule = clusterPolicy(`validate: { message: No., cel: { ${both} } }`);
    const [found] = decide(documents(rule, pod(['a.io/x', 'b.io/y'])));
    expect(found?.decision.images).toEqual([
      expect.objectContaining({
        verdict: 'rejects',
        cause: { kind: 'policy-says', text: 'Commands.' },
        isOfContainer: true,
      }),
      expect.objectContaining({ verdict: 'rejects', cause: { kind: 'policy-says', text: 'No.' } }),
    ]);
    expect(found?.decision.images[1]).not.toHaveProperty('isOfContainer');
  });

  it('counts where its preconditions are met', () => {
    const ours = `expressions: [${all("c.image.startsWith('a.io/')")}]`;
    const under = (expression: string): string[] =>
      cel(ours, pod('b.io/x'), `celPreconditions: [{ name: x, expression: "${expression}" }]\n`);
    expect(under("object.metadata.name == 'web'")).toEqual(['p: c0 rejects - Not that.']);
    expect(under("object.metadata.name == 'api'")).toEqual(['p: c0 skips - its `celPreconditions` are not met']);
    expect(under("request.userInfo.username == 'x'")).toEqual([
      'p: c0 unknown - the result depends on the user who creates the object',
    ]);
  });

  it('has parameters', () => {
    const ours = `paramKind: { apiVersion: v1, kind: ConfigMap }, paramRef: { name: ours, namespace: ops, parameterNotFoundAction: Deny }, expressions: [${all('c.image.startsWith(params.data.registry)')}]`;
    const map = (registry: string, namespace: string): string =>
      `apiVersion: v1
kind: ConfigMap
metadata: { name: ours, namespace: ${namespace} }
data: { registry: ${registry} }
`;
    const used = pod(['a.io/x', 'b.io/y']);
    expect(cel(ours, documents(used, map('a.io/', 'ops')))).toEqual([ADMITTED, 'p: c1 rejects - Not that.']);
    expect(cel(ours, documents(pod('x'), map('a.io/', 'dev')))).toEqual([
      'p: c0 unknown - the ConfigMap "ours" with its parameters is not in this workspace',
    ]);
    const { policies } = read(
      documents(clusterPolicy(`validate: { cel: { ${ours} } }`), map('a.io/', 'ops'), map('b.io/', 'dev')),
    );
    const [gate] = kyverno.gates?.(policies) ?? [];
    const [source] = policies.parameters({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(gate?.parts).toContain(source?.identity);
  });

  it('is unknown where it fails, and has nothing to evaluate', () => {
    expect(cel('expressions: [{ expression: "object.spec.x.image == 1" }]', pod('x'))).toEqual([
      expect.stringMatching(/^p: c0 unknown - its expression fails here/),
    ]);
  });
});

it('wrong types anywhere are survived', () => {
  const spec = `${PODS}
${OURS}
matchImageReferences: [{ glob: "*" }]
validationActions: [Deny]
matchConditions: [{ expression: "true" }]
autogen: { podControllers: { controllers: [jobs] } }
validationConfigurations: { required: true }
evaluation: { mode: x }`;
  const used = documents(exception('matchConditions: [{ expression: "true" }]'), pod('a.io/x'), deployment('b.io/y'));
  for (const key of [
    'matchConstraints',
    'resourceRules',
    'validations',
    'expression',
    'glob',
    'matchImageReferences',
    'matchConditions',
    'validationActions',
    'autogen',
    'podControllers',
    'controllers',
    'validationConfigurations',
    'evaluation',
    'policyRefs',
  ]) {
    for (const wrong of ['5', '[{ a: 1 }]', '{ a: 1 }']) {
      for (const kind of ['ValidatingPolicy', 'ImageValidatingPolicy']) {
        const broken = documents(policy(spec, { kind }), used).replace(new RegExp(`\\b${key}: `), `${key}: ${wrong} #`);
        expect(() => verdicts(broken), `${key} ${wrong}`).not.toThrow();
        const inside = documents(policy(spec, { kind }), used).replace(
          new RegExp(`\\b${key}: `),
          `${key}: ${wrong}, x: `,
        );
        expect(() => verdicts(inside), `${key} ${wrong}`).not.toThrow();
      }
    }
  }
});
