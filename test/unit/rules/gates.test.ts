import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { SPARED, template as templateOf, violation, violationOf, walked } from '../gating/constraints';

const policy = (apiVersion: string, kind: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: p }\n${rest}\n`;
/** The API server accepts no policy without it. */
const CONSTRAINTS =
  'matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }] }';
const vap = (
  spec: string,
  expression = "object.spec.containers.all(c, c.image.startsWith('r.io/')) && !has(object.spec.initContainers) && !has(object.spec.ephemeralContainers)",
): string =>
  policy(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    `spec: { ${spec}${spec.includes('matchConstraints') ? '' : `, ${CONSTRAINTS}`}, validations: [{ expression: ${JSON.stringify(expression)} }] }`,
  );
const binding = (actions: string, name = 'p'): string =>
  policy(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    `spec: { policyName: ${name}, validationActions: ${actions} }`,
  );
const kyverno = (rule: string, spec = ''): string =>
  policy('kyverno.io/v1', 'ClusterPolicy', `spec: { ${spec}rules: [{ name: r, ${rule} }] }`);
const PATTERN =
  'validate: { pattern: { spec: { "=(ephemeralContainers)": [{ image: r.io/* }], "=(initContainers)": [{ image: r.io/* }], containers: [{ image: r.io/* }] } } }';
const constraint = (spec: string, kind = 'K8sAllowedRepos'): string =>
  policy('constraints.gatekeeper.sh/v1beta1', kind, `spec: { ${spec} }`);
const found = (text: string, rule: string): string[] =>
  see(text, rule).map(({ severity, text: words }) => `${severity} ${words}`);

const scoped = (action: string, point: string): string =>
  constraint(
    `enforcementAction: scoped, scopedEnforcementActions: [{ ${action}, enforcementPoints: [{ name: ${point} }] }]`,
  );
const gatekeeper = (webhook: string): string =>
  policy(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    `webhooks: [{ name: check-ignore-label.gatekeeper.sh, failurePolicy: Ignore }, { name: validation.gatekeeper.sh, ${webhook} }]`,
  ).replace('name: p', 'name: gatekeeper-validating-webhook-configuration');

describe('gate-audit-only', () => {
  it.each([
    ['a binding', `${vap('failurePolicy: Fail')}---\n${binding('[Audit, Warn]')}`, ['warning [Audit, Warn]']],
    ['a binding that denies', `${vap('failurePolicy: Fail')}---\n${binding('[Deny, Audit]')}`, []],
    ['a binding of another policy', `${vap('failurePolicy: Fail')}---\n${binding('[Audit]', 'other')}`, []],
    ['Kyverno', kyverno(PATTERN, 'validationFailureAction: Audit, '), ['warning Audit']],
    ['Kyverno by default', kyverno(PATTERN), ['warning p']],
    [
      'Kyverno in a rule',
      kyverno(PATTERN.replace('{', '{ failureAction: Audit,'), 'validationFailureAction: Enforce, '),
      ['warning Audit'],
    ],
    ['Kyverno that a rule enforces', kyverno(PATTERN.replace('{', '{ failureAction: Enforce,')), []],
    ['Kyverno of verified images', kyverno('verifyImages: [{ imageReferences: ["*"], failureAction: Enforce }]'), []],
    ['Kyverno that enforces', kyverno(PATTERN, 'validationFailureAction: enforce, '), []],
    [
      'Kyverno that enforces everywhere by an override',
      kyverno(PATTERN, 'validationFailureActionOverrides: [{ action: enforce, namespaces: ["*"] }], '),
      [],
    ],
    [
      'Kyverno of CEL',
      policy('policies.kyverno.io/v1', 'ImageValidatingPolicy', 'spec: { validationActions: [Audit] }'),
      ['warning [Audit]'],
    ],
    ['a constraint', constraint('enforcementAction: dryrun'), ['warning dryrun']],
    ['a constraint that denies', constraint('enforcementAction: deny'), []],
    [
      'a constraint with an action that Gatekeeper does not know',
      constraint('enforcementAction: Deny'),
      ['warning Deny'],
    ],
    ['a constraint that only warns at admission', scoped('action: warn', '"*"'), ['warning warn']],
    ['a constraint that denies at admission', scoped('action: deny', 'validation.gatekeeper.sh'), []],
    ['a constraint that denies in audits alone', scoped('action: deny', 'audit.gatekeeper.sh'), ['warning scoped']],
    ['a constraint whose action is to be filled in', constraint('enforcementAction: "{{ .Values.action }}"'), []],
    ['a policy about something else', kyverno('validate: { pattern: { metadata: { labels: { app: "?*" } } } }'), []],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'gate-audit-only')).toEqual(expected);
  });

  it.each([
    ['[{ action: Enforce, namespaces: [prod, "team-*"] }]', 'denies images in "prod" and "team-*" only'],
    [
      '[{ action: Enforce, namespaces: [prod], namespaceSelector: { matchLabels: { a: b } } }]',
      'denies images in "prod" only',
    ],
    [
      '[{ action: Enforce, namespaceSelector: { matchLabels: { a: b } } }]',
      'denies images in namespaces with certain labels only',
    ],
    ['[{ action: Audit, namespaces: [dev] }]', 'reports images but denies none'],
    ['[{ action: Enforce }]', 'reports images but denies none'],
  ])('says where an override of Kyverno denies: %s', (overrides, does) => {
    const said = (text: string): string[] => see(text, 'gate-audit-only').map(({ message }) => message);
    const expected = [expect.stringContaining(`Not enforced: ClusterPolicy "p" ${does}.`)];
    const spec = `validationFailureAction: Audit, validationFailureActionOverrides: ${overrides}, `;
    expect(said(kyverno(PATTERN, spec))).toEqual(expected);
    const own = PATTERN.replace('{', `{ failureAction: Audit, failureActionOverrides: ${overrides},`);
    expect(said(kyverno(own))).toEqual(expected);
  });

  it('has a fix that enforces it', () => {
    expect(fixed(constraint('enforcementAction: warn'), 'gate-audit-only')).toBe(constraint('enforcementAction: deny'));
    expect(fixed(scoped('action: warn', '"*"'), 'gate-audit-only')).toBe(scoped('action: deny', '"*"'));
    expect(fixed(`${vap('failurePolicy: Fail')}---\n${binding('[Audit]')}`, 'gate-audit-only')).toContain(
      'validationActions: [Deny]',
    );
  });
});

const webhooks = (name: string, kind: string, ...entries: readonly string[]): string =>
  policy('admissionregistration.k8s.io/v1', kind, `webhooks: [${entries.join(', ')}]`).replace(
    'name: p',
    `name: ${name}`,
  );
const asked = (operations: string, resources = '[pods]'): string =>
  `{ apiGroups: [""], apiVersions: [v1], operations: ${operations}, resources: ${resources} }`;
const CONNAISSEUR = ['connaisseur-webhook', 'MutatingWebhookConfiguration'] as const;
const SIGSTORE = ['policy.sigstore.dev', 'ValidatingWebhookConfiguration'] as const;
const SIGNED = policy('policy.sigstore.dev/v1beta1', 'ClusterImagePolicy', 'spec: { images: [{ glob: "**" }] }');
const OPEN = '{ name: policy.sigstore.dev, failurePolicy: Ignore }';

describe('gate-fails-open', () => {
  const ignoring = gatekeeper('failurePolicy: Ignore');

  it('is said of the webhook of Gatekeeper where there are constraints about images', () => {
    expect(see(`${ignoring}---\n${constraint('x: 1')}`, 'gate-fails-open').map(({ message }) => message)).toEqual([
      'Fails open: ValidatingWebhookConfiguration "gatekeeper-validating-webhook-configuration" admits every image while Gatekeeper does not answer. Set it to fail closed.',
    ]);
    expect(found(`${ignoring}---\n${constraint('x: 1', 'RatifyVerification')}`, 'gate-fails-open')).toEqual([
      'warning Ignore',
    ]);
    expect(found(ignoring, 'gate-fails-open')).toEqual([]);
    expect(found(`${ignoring}---\n${constraint('x: 1', 'K8sRequiredLabels')}`, 'gate-fails-open')).toEqual([]);
    expect(found(`${gatekeeper('failurePolicy: Fail')}---\n${constraint('x: 1')}`, 'gate-fails-open')).toEqual([]);
  });

  it.each([
    ['a policy', vap('failurePolicy: Ignore'), ['warning Ignore']],
    ['a policy that fails closed', vap('failurePolicy: Fail'), []],
    ['Kyverno', kyverno(PATTERN, 'failurePolicy: Ignore, '), ['warning Ignore']],
    [
      'Kyverno, of its webhook',
      kyverno(PATTERN, 'webhookConfiguration: { failurePolicy: Ignore }, '),
      ['warning Ignore'],
    ],
    [
      'the plugin of the API server',
      policy(
        'apiserver.config.k8s.io/v1',
        'AdmissionConfiguration',
        'plugins: [{ name: ImagePolicyWebhook, configuration: { imagePolicy: { defaultAllow: true } } }]',
      ),
      ['warning true'],
    ],
    [
      'Connaisseur',
      webhooks(...CONNAISSEUR, `{ name: w, failurePolicy: Ignore, rules: [${asked('[CREATE, UPDATE]')}] }`),
      ['warning Ignore'],
    ],
    [
      'Connaisseur that is asked nothing',
      webhooks(...CONNAISSEUR, '{ name: w, failurePolicy: Ignore, rules: [] }'),
      [],
    ],
    ['policy-controller', `${webhooks(...SIGSTORE, OPEN)}---\n${SIGNED}`, ['warning Ignore']],
    [
      'policy-controller that fails closed',
      `${webhooks(...SIGSTORE, OPEN.replace('Ignore', 'Fail'))}---\n${SIGNED}`,
      [],
    ],
    ['policy-controller without policies', webhooks(...SIGSTORE, OPEN), []],
    ["another webhook's", `${webhooks(...SIGSTORE, OPEN.replace('policy.', 'other.'))}---\n${SIGNED}`, []],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'gate-fails-open')).toEqual(expected);
  });
});

describe('gate-create-only', () => {
  const rule = (operations: string, resources = '"*"'): string =>
    `{ apiGroups: ["*"], apiVersions: ["*"], operations: ${operations}, resources: [${resources}] }`;
  const webhook = (...rules: readonly string[]): string =>
    `${gatekeeper(`rules: [${rules.join(', ')}]`)}---\n${constraint('x: 1')}`;
  const on2 = (...rules: readonly string[]): string =>
    vap(`matchConstraints: { resourceRules: [${rules.join(', ')}] }`);
  const on = (operations: string): string => on2(asked(operations));
  it.each([
    ['CREATE alone', on('[CREATE]'), ['warning [CREATE]']],
    ['both', on('[CREATE, UPDATE]'), []],
    ['all', on('["*"]'), []],
    ['one rule for each', on2(asked('[CREATE]'), asked('[UPDATE]')), []],
    [
      'a rule for each, about different resources',
      on2(asked('[CREATE]'), asked('[UPDATE]').replace('pods', 'pods/ephemeralcontainers')),
      ['warning [CREATE]'],
    ],
    [
      'Kyverno by two entries',
      kyverno(
        `match: { any: [{ resources: { kinds: [Pod], operations: [CREATE] } }, { resources: { kinds: [Pod], operations: [UPDATE] } }] }, ${PATTERN}`,
      ),
      [],
    ],
    [
      'Kyverno by an entry about something else',
      kyverno(
        `match: { any: [{ resources: { kinds: [Pod], operations: [CREATE] } }, { resources: { kinds: [Deployment], operations: [UPDATE] } }] }, ${PATTERN}`,
      ),
      ['warning [CREATE]'],
    ],
    [
      'Kyverno',
      kyverno(`match: { any: [{ resources: { kinds: [Pod], operations: [CREATE] } }] }, ${PATTERN}`),
      ['warning [CREATE]'],
    ],
    ['Connaisseur', webhooks(...CONNAISSEUR, `{ name: w, rules: [${asked('[CREATE]')}] }`), ['warning [CREATE]']],
    [
      'Connaisseur that is asked about changes by another rule',
      webhooks(...CONNAISSEUR, `{ name: w, rules: [${asked('[CREATE]')}, ${asked('[UPDATE]', '["*"]')}] }`),
      [],
    ],
    [
      'policy-controller',
      `${webhooks(...SIGSTORE, `{ name: policy.sigstore.dev, rules: [${asked('[CREATE]')}] }`)}---\n${SIGNED}`,
      ['warning [CREATE]'],
    ],
    ['Gatekeeper', webhook(rule('[CREATE]')), ['warning [CREATE]']],
    ['Gatekeeper by two rules', webhook(rule('[CREATE]'), rule('[UPDATE]')), []],
    ['Gatekeeper about something else', webhook(rule('[CREATE, UPDATE]'), rule('[CREATE]', 'services')), []],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'gate-create-only')).toEqual(expected);
  });

  it('has a fix that keeps what is there', () => {
    expect(fixed(on('[CREATE]'), 'gate-create-only')).toBe(on('[CREATE, UPDATE]'));
  });
});

describe('gate-prefix-ambiguous', () => {
  const lists = ' && !has(object.spec.initContainers) && !has(object.spec.ephemeralContainers)';
  const begins = (prefix: string): string =>
    vap('failurePolicy: Fail', `object.spec.containers.all(c, c.image.startsWith('${prefix}'))${lists}`);
  it.each([
    ['a host', begins('registry.example.com'), 1],
    ['a host and a path', begins('ghcr.io/team'), 1],
    ['a host and a slash', begins('registry.example.com/'), 0],
    ['what is no registry', begins('team'), 0],
    ['a repository with its tag', begins('r.io/app:'), 0],
    ['Gatekeeper', constraint('parameters: { repos: [registry.example.com, ghcr.io/team/] }'), 1],
    [
      'Gatekeeper, of the second edition',
      constraint('parameters: { allowedImages: [registry.example.com] }', 'K8sAllowedReposv2'),
      0,
    ],
    ['Kyverno', kyverno('validate: { pattern: { spec: { containers: [{ image: "registry.example.com*" }] } } }'), 1],
    [
      'Kyverno, an expression',
      kyverno(
        `validate: { cel: { expressions: [{ expression: "object.spec.containers.all(c, c.image.startsWith('registry.example.com'))" }] } }`,
      ),
      1,
    ],
    [
      'Kyverno, one of two',
      kyverno('validate: { pattern: { spec: { containers: [{ image: "r.io/* | registry.example.com*" }] } } }'),
      1,
    ],
    ['Gatekeeper, of names', constraint('parameters: { repos: [nginx, myorg, "nginx:", myorg/] }'), 2],
    [
      'Gatekeeper, of tags and digests',
      constraint(`parameters: { repos: ["nginx:1", "ghcr.io/team/app:1.2", "nginx@sha256:ab"] }`),
      0,
    ],
    [
      'Gatekeeper, of ports that can have one more digit',
      constraint('parameters: { repos: ["r.io:5000", "localhost:80"] }'),
      2,
    ],
    ['Gatekeeper, of ports that can not', constraint('parameters: { repos: ["r.io:8443"] }'), 0],
    [
      'Gatekeeper, of wildcards',
      constraint(
        'parameters: { allowedImages: ["registry.example.com*", "nginx*", "r.io/*", "*"] }',
        'K8sAllowedReposv2',
      ),
      2,
    ],
    [
      'Gatekeeper, which adds the slash',
      constraint('parameters: { repos: [registry.example.com] }', 'K8sAllowedReposV2'),
      0,
    ],
    [
      'Gatekeeper, of an unknown template',
      constraint('parameters: { repos: [registry.example.com] }') +
        templateOf('K8sAllowedRepos', violation('containers', 'ours(c)')),
      0,
    ],
    ['Kyverno, a tag', kyverno('validate: { pattern: { spec: { containers: [{ image: "nginx:1*" }] } } }'), 0],
    ['a tag', begins('nginx:1'), 0],
    ['a host and its port', begins('registry.example.com:5000'), 1],
    ['localhost and its port', begins('localhost:5000'), 1],
    [
      'Kyverno with a slash',
      kyverno('validate: { pattern: { spec: { containers: [{ image: "registry.example.com/*" }] } } }'),
      0,
    ],
  ])('%s', (_, text, count) => {
    expect(see(text, 'gate-prefix-ambiguous')).toHaveLength(count);
  });

  const against = (check: string, variable = "'r.io/'"): string =>
    vap(
      `failurePolicy: Fail, variables: [{ name: ours, expression: ${JSON.stringify(variable)} }]`,
      `object.spec.containers.all(c, ${check})${lists}`,
    );
  it.each([
    ["['ghcr.io', 'r.io/'].exists(r, c.image.startsWith(r))", undefined, 1],
    ["['ghcr.io/', 'r.io/'].exists(r, c.image.startsWith(r))", undefined, 0],
    ["['ghcr.io', 'r.io'].exists(r, c.image.startsWith(r + '/'))", undefined, 0],
    ["!['ghcr.io', 'r.io/'].exists(r, c.image.startsWith(r))", undefined, 0],
    ['variables.ours.exists(r, c.image.startsWith(r))', "['ghcr.io', 'r.io/']", 1],
    ['variables.ours.exists(r, c.image.startsWith(r))', "['ghcr.io'].map(r, r + '/')", 0],
    ['variables.ours.exists(r, c.image.startsWith(r))', "['ghcr.io'] + ['r.io/']", 1],
    ['c.image.startsWith(variables.ours)', "'ghcr.io'", 1],
    ['c.image.startsWith(variables.ours)', "'ghcr.io' + '/'", 0],
    ["c.image.startsWith(variables.ours + '/')", "'ghcr.io'", 0],
    ["c.image.startsWith('%s/'.format([variables.ours]))", "'ghcr.io'", 0],
  ])('reads lists and variables: %s of %s', (check, variable, count) => {
    expect(see(against(check, variable), 'gate-prefix-ambiguous')).toHaveLength(count);
  });

  it('has a fix only where a slash refuses no image that is meant', () => {
    const written = (...entries: readonly string[]): string =>
      constraint(`parameters: { repos: [${entries.join(', ')}] }`);
    for (const entry of ['registry.example.com', 'ghcr.io/team']) {
      expect(fixed(written(entry), 'gate-prefix-ambiguous')).toBe(written(`${entry}/`));
    }
    for (const entry of ['nginx', 'ghcr.io/team/app', 'docker.io/nginx', 'registry.example.com/app']) {
      expect(fixed(written(entry), 'gate-prefix-ambiguous')).toBeUndefined();
    }
    const second = (entry: string): string =>
      constraint(`parameters: { allowedImages: [${entry}] }`, 'K8sAllowedReposv2');
    expect(fixed(second('"registry.example.com*"'), 'gate-prefix-ambiguous')).toBe(second('"registry.example.com/*"'));
  });

  it('says what else begins so, and what to do', () => {
    const message = (entry: string): string | undefined =>
      see(constraint(`parameters: { repos: ["${entry}"] }`), 'gate-prefix-ambiguous')[0]?.message;
    expect(message('nginx')).toBe(
      'Too broad: K8sAllowedRepos "p" admits every image that starts with `nginx`, for example `nginx.evil.io/x` or `nginx-evil/x`. If the prefix is a registry or an owner, end it with a slash. If it is an image, write the whole reference.',
    );
    expect(message('ghcr.io/team')).toContain('for example `ghcr.io/team-evil/x`. End the prefix with a slash.');
    expect(message('r.io:5000')).toContain('for example `r.io:50000/x`. End the prefix with a slash.');
  });

  const checks = (expression: string, variables = ''): string =>
    vap(`failurePolicy: Fail${variables}`, `${expression}${lists}`);
  it.each([
    ['a list of what is refused', checks("object.spec.containers.all(c, !c.image.startsWith('docker.io'))"), 0],
    ['what must not exist', checks("!object.spec.containers.exists(c, c.image.startsWith('docker.io'))"), 0],
    [
      'annotations',
      checks("c.image != '' && !object.metadata.annotations.exists(k, k.startsWith('sidecar.istio.io'))"),
      0,
    ],
    [
      'an implication',
      checks("object.spec.containers.all(c, !c.image.startsWith('r.io') || c.image.contains('@'))"),
      0,
    ],
    ['a choice', checks("object.spec.containers.all(c, c.image.startsWith('r.io') ? true : false)"), 1],
    ['none that is not', checks("size(object.spec.containers.filter(c, !c.image.startsWith('r.io'))) == 0"), 1],
    ['some that are', checks("object.spec.containers.filter(c, c.image.startsWith('r.io')).size() == 0"), 0],
    [
      'a variable',
      checks(
        'size(variables.bad) == 0',
        `, variables: [{ name: bad, expression: "object.spec.containers.filter(c, !c.image.startsWith('r.io'))" }]`,
      ),
      1,
    ],
    ['a port', begins('r.io:5000/team'), 1],
    ['a tag', kyverno('validate: { pattern: { spec: { containers: [{ image: "nginx:1*" }] } } }'), 0],
  ])('by whether it admits: %s', (_, text, count) => {
    expect(see(text, 'gate-prefix-ambiguous')).toHaveLength(count);
  });

  it('has a fix where the prefix stands alone', () => {
    const text = constraint('parameters: { repos: [registry.example.com] }');
    expect(fixed(text, 'gate-prefix-ambiguous')).toBe(constraint('parameters: { repos: [registry.example.com/] }'));
    const pattern = kyverno(
      'validate: { pattern: { spec: { containers: [{ image: "r.io/* | registry.example.com*" }] } } }',
    );
    expect(fixed(pattern, 'gate-prefix-ambiguous')).toContain('"r.io/* | registry.example.com/*"');
  });
});

describe('gate-skips-containers', () => {
  it.each([
    [
      'one list',
      vap('failurePolicy: Fail', "object.spec.containers.all(c, c.image.startsWith('r.io/'))"),
      'but not `initContainers` (native sidecars) or `ephemeralContainers`',
    ],
    [
      'two lists',
      vap(
        'failurePolicy: Fail',
        "(object.spec.containers + object.spec.initContainers).all(c, c.image.startsWith('r.io/'))",
      ),
      'but not `ephemeralContainers`.',
    ],
    [
      'Kyverno',
      kyverno('validate: { pattern: { spec: { containers: [{ image: r.io/* }] } } }'),
      'but not `initContainers` (native sidecars) or `ephemeralContainers`',
    ],
  ])('%s', (_, text, expected) => {
    expect(see(text, 'gate-skips-containers').map(({ message }) => message)).toEqual([
      expect.stringContaining(expected),
    ]);
  });

  it('is said of a template where there is a constraint of its kind', () => {
    const own = templateOf('K8sAllowedRepos', violation('containers', 'anything(c)'));
    expect(see(`${constraint('x: 1')}${own}`, 'gate-skips-containers').map(({ message }) => message)).toEqual([
      'Containers are not checked: ConstraintTemplate "k8sallowedrepos" checks `containers` but not `initContainers` (native sidecars) or `ephemeralContainers`. Check these lists, too.',
    ]);
    expect(see(own, 'gate-skips-containers')).toEqual([]);
    const check = 'not strings.any_prefix_match(c.image, input.parameters.repos)';
    const known = templateOf('K8sAllowedRepos', violationOf('ours[_]', check) + walked('containers', 'initContainers'));
    expect(see(`${constraint('x: 1')}${known}`, 'gate-skips-containers')[0]?.message).toContain(
      'but not `ephemeralContainers`.',
    );
  });

  const onDeployments = (expression: string): string =>
    vap(
      'failurePolicy: Fail, matchConstraints: { resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }] }',
      expression,
    );
  const template = 'object.spec.template.spec';
  const both = `(${template}.containers + ${template}.?initContainers.orValue([])).all(c, c.image.startsWith('r.io/'))`;

  it('asks of templates no list that only pods have', () => {
    expect(see(onDeployments(both), 'gate-skips-containers')).toEqual([]);
    const one = onDeployments(`${template}.containers.all(c, c.image.startsWith('r.io/'))`);
    expect(see(one, 'gate-skips-containers').map(({ message }) => message)).toEqual([
      expect.stringContaining('but not `initContainers` (native sidecars).'),
    ]);
  });

  it('knows that all resources of a group without pods are none', () => {
    const all = (groups: string): string =>
      onDeployments(both).replace('[apps]', groups).replace('[deployments]', '["*"]');
    expect(see(all('[apps]'), 'gate-skips-containers')).toEqual([]);
    expect(see(all('[apps, ""]'), 'gate-skips-containers')).toHaveLength(1);
    expect(see(all('["*"]'), 'gate-skips-containers')).toHaveLength(1);
  });

  it.each([
    ['of Deployments', 'kinds: [apps/v1/Deployment, StatefulSet]', 0],
    ['of pods', 'kinds: [Deployment, Pod]', 1],
    ['of any kind', 'kinds: ["*"]', 1],
    ['of no kind yet', 'names: [x]', 1],
  ])('asks rules of Kyverno %s for ephemeral containers: %s', (_, filter, count) => {
    const match = `match: { any: [{ resources: { ${filter} } }] }`;
    const lists = '"=(initContainers)": [{ image: r.io/* }], containers: [{ image: r.io/* }]';
    for (const spec of [`spec: { ${lists} }`, `spec: { template: { spec: { ${lists} } } }`]) {
      const text = kyverno(`${match}, validate: { pattern: { ${spec} } }`);
      expect(see(text, 'gate-skips-containers')).toHaveLength(count);
    }
    const cel = `${both.replaceAll('.template.spec', '')}`;
    const text = kyverno(`${match}, validate: { cel: { expressions: [{ expression: "${cel}" }] } }`);
    expect(see(text, 'gate-skips-containers')).toHaveLength(count);
  });

  it('reads the expressions of a rule of Kyverno, not its comments', () => {
    const rule = `match: { any: [{ resources: { kinds: [Pod] } }] }, validate: { cel: { expressions: [{ expression: "// initContainers\\nobject.spec.containers.all(c, c.image.startsWith('r.io/'))" }] } }`;
    expect(see(kyverno(rule), 'gate-skips-containers').map(({ message }) => message)).toEqual([
      expect.stringContaining('but not `initContainers` (native sidecars) or `ephemeralContainers`'),
    ]);
  });

  it('asks for lists whose images are not checked, though they are spoken of', () => {
    const named = vap(
      'failurePolicy: Fail',
      "object.spec.containers.all(c, c.image.startsWith('r.io/')) && (object.spec.initContainers + object.spec.ephemeralContainers).all(c, has(c.name))",
    );
    expect(see(named, 'gate-skips-containers')).toHaveLength(1);
  });

  it.each([
    ['all lists', vap('failurePolicy: Fail')],
    [
      'lists that are forbidden',
      vap(
        'failurePolicy: Fail',
        "object.spec.containers.all(c, c.image.startsWith('r.io/')) && !has(object.spec.initContainers) && object.spec.?ephemeralContainers.orValue([]) == []",
      ),
    ],
    ['all lists of a pattern', kyverno(PATTERN)],
    ['verified images, which Kyverno takes from every list', kyverno('verifyImages: [{ imageReferences: ["*"] }]')],
    ['the library of Gatekeeper', constraint('parameters: { repos: [r.io/] }')],
  ])('leaves alone %s', (_, text) => {
    expect(see(text, 'gate-skips-containers')).toEqual([]);
  });
});

describe('gate-unbound', () => {
  const template = (kind: string): string =>
    policy('templates.gatekeeper.sh/v1', 'ConstraintTemplate', `spec: { crd: { spec: { names: { kind: ${kind} } } } }`);
  it.each([
    ['a policy without binding', vap('failurePolicy: Fail'), 1],
    ['a policy with another binding', `${vap('failurePolicy: Fail')}---\n${binding('[Deny]', 'other')}`, 1],
    ['a policy with its binding', `${vap('failurePolicy: Fail')}---\n${binding('[Deny]')}`, 0],
    ['a constraint without its template among others', `${constraint('x: 1')}---\n${template('K8sOther')}`, 1],
    ['a constraint with its template', `${constraint('x: 1')}---\n${template('K8sAllowedRepos')}`, 0],
    ['a constraint in a workspace without templates', constraint('x: 1'), 0],
  ])('%s', (_, text, count) => {
    expect(see(text, 'gate-unbound')).toHaveLength(count);
  });
});

describe('gate-exempts', () => {
  const exempting = constraint('parameters: { exemptImages: ["r.io/*"] }', 'K8sImageDigests');
  const digests = (...conditions: readonly string[]): string =>
    violation('containers', ...conditions, 'not contains(c.image, ":")');
  const namespace = (labels: string, name = 'shop'): string =>
    `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels: { pod-security.kubernetes.io/enforce: baseline${labels} }\n`;
  const SIGNED_ONLY = `---\n${SIGNED}`;
  const POD =
    '---\napiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [{ name: web, image: r.io/x:1 }] }\n';

  it.each([
    ['a namespace that Gatekeeper ignores', namespace(', admission.gatekeeper.sh/ignore: x'), ['information x']],
    [
      'a namespace that Connaisseur ignores',
      namespace(', securesystemsengineering.connaisseur/webhook: ignore'),
      ['information ignore'],
    ],
    ['a namespace that does not ask for sigstore', namespace('') + SIGNED_ONLY, ['information shop']],
    ['a namespace that asks for it', namespace(', policy.sigstore.dev/include: "true"') + SIGNED_ONLY, []],
    [
      'a namespace that opts out of it',
      namespace(', policy.sigstore.dev/include: "false"') + SIGNED_ONLY,
      ['information "false"'],
    ],
    ['a namespace where nothing is to be asked for', namespace(''), []],
    ['a namespace of the system', namespace(', admission.gatekeeper.sh/ignore: x', 'kube-system'), []],
    [
      'Kyverno',
      kyverno(`exclude: { any: [{ resources: { namespaces: [kube-system, shop] } }] }, ${PATTERN}`),
      ['information [kube-system, shop]'],
    ],
    [
      'Kyverno by a rule that reads no images',
      kyverno(PATTERN).replace(
        'rules: [',
        'rules: [{ name: other, match: { any: [{ resources: { kinds: [Pod] } }] }, exclude: { any: [{ resources: { namespaces: [shop] } }] }, validate: { pattern: { metadata: { labels: { app: "?*" } } } } }, ',
      ),
      [],
    ],
    [
      'Kyverno for people',
      kyverno(`exclude: { any: [{ subjects: [{ kind: User, name: jane }] }] }, ${PATTERN}`),
      ['information [{ kind: User, name: jane }]'],
    ],
    ['a constraint', constraint('match: { excludedNamespaces: [shop] }'), ['information [shop]']],
    ['a constraint, for its own', constraint('match: { excludedNamespaces: [gatekeeper-system] }'), []],
    ['images of a constraint', exempting, ['information ["r.io/*"]']],
    ['images of a constraint whose template exempts none', exempting + templateOf('K8sImageDigests', digests()), []],
    [
      'images of a constraint whose template exempts them',
      exempting + templateOf('K8sImageDigests', digests('not spared(c)') + SPARED),
      ['information ["r.io/*"]'],
    ],
    [
      'images of a constraint whose template cannot be read',
      exempting + templateOf('K8sImageDigests', digests()).replace('rego: |', 'x: |'),
      ['information ["r.io/*"]'],
    ],
    [
      'images of a constraint whose template may exempt them',
      exempting + templateOf('K8sImageDigests', violation('containers', 'not input.parameters.exemptImages[c.image]')),
      ['information ["r.io/*"]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'gate-exempts')).toEqual(expected);
  });

  const connaisseur = (selector: string): string =>
    `---\n${webhooks(...CONNAISSEUR, `{ name: w, rules: [${asked('[CREATE, UPDATE]')}], namespaceSelector: { matchExpressions: [${selector}] } }`)}`;
  const sigstore = (selector: string): string =>
    `${SIGNED_ONLY}---\n${webhooks(...SIGSTORE, `{ name: policy.sigstore.dev, namespaceSelector: { matchExpressions: [${selector}] } }`)}`;
  const gatekeeper = (selector: string): string =>
    `---\n${constraint('parameters: { repos: [r.io/] }')}---\n${webhooks(
      'gatekeeper-validating-webhook-configuration',
      'ValidatingWebhookConfiguration',
      `{ name: validation.gatekeeper.sh, rules: [${asked('[CREATE, UPDATE]', '["*"]')}], namespaceSelector: { matchExpressions: [${selector}] } }`,
    )}`;
  const EXCLUDE = '{ key: policy.sigstore.dev/exclude, operator: NotIn, values: ["true"] }';
  const IGNORE = '{ key: admission.gatekeeper.sh/ignore, operator: DoesNotExist }';
  const WEBHOOK = 'securesystemsengineering.connaisseur/webhook';

  it.each([
    ['a namespace that a webhook of sigstore takes in', namespace('') + sigstore(EXCLUDE), []],
    [
      'a namespace that it is told to leave out',
      namespace(', policy.sigstore.dev/exclude: "true"') + sigstore(EXCLUDE),
      ['information "true"'],
    ],
    ['a label that it does not go by', namespace(', policy.sigstore.dev/include: "false"') + sigstore(EXCLUDE), []],
    [
      'a label that sigstore does not go by without such a webhook',
      namespace(', policy.sigstore.dev/include: "true", policy.sigstore.dev/exclude: "true"') + SIGNED_ONLY,
      [],
    ],
    [
      'a label that the webhook of Gatekeeper does not go by',
      namespace(', admission.gatekeeper.sh/ignore: x') + gatekeeper(''),
      [],
    ],
    ['one that it goes by', namespace(', admission.gatekeeper.sh/ignore: x') + gatekeeper(IGNORE), ['information x']],
    [
      'a label that the webhook of Connaisseur does not go by',
      namespace(`, ${WEBHOOK}: ignore`) + connaisseur('{ key: other, operator: DoesNotExist }'),
      [],
    ],
    [
      'one that it goes by',
      namespace(`, ${WEBHOOK}: ignore`) + connaisseur(`{ key: ${WEBHOOK}, operator: NotIn, values: [ignore] }`),
      ['information ignore'],
    ],
    [
      'a namespace that does not ask for Connaisseur where it has to',
      namespace('') + connaisseur(`{ key: ${WEBHOOK}, operator: In, values: [validate] }`),
      ['information shop'],
    ],
  ])('asks the selectors that the verdict asks: %s', (_, text, expected) => {
    expect(found(text, 'gate-exempts')).toEqual(expected);
  });

  it('is worse where a workload slips through', () => {
    expect(found(namespace(', admission.gatekeeper.sh/ignore: x') + POD, 'gate-exempts')).toEqual(['warning x']);
    expect(found(`${constraint('match: { excludedNamespaces: [shop] }')}${POD}`, 'gate-exempts')).toEqual([
      'warning [shop]',
    ]);
  });

  it('has a fix that labels the namespace', () => {
    expect(fixed(namespace(', admission.gatekeeper.sh/ignore: x'), 'gate-exempts')).toBe(namespace(''));
    expect(fixed(namespace('') + SIGNED_ONLY, 'gate-exempts')).toContain('policy.sigstore.dev/include: "true"');
  });
});
