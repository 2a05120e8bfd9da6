import { describe, expect, it } from 'vitest';
import { deployment, EVERYWHERE, OURS, type Policy, policy, STARTS, TEMPLATE, THEIRS } from './admission-policies';
import { verdicts } from './verdicts';

describe('a ValidatingAdmissionPolicy', () => {
  it('admits and refuses, and knows which image is to blame', () => {
    expect(verdicts(policy(STARTS) + deployment({ web: OURS, log: THEIRS }))).toEqual([
      'ours: web admits',
      'ours: log rejects - only ours',
    ]);
  });

  it('blames all where none alone is refused', () => {
    const both =
      "!object.spec.containers.exists(c, c.image.contains('a')) || !object.spec.containers.exists(c, c.image.contains('b'))";
    expect(verdicts(policy(both) + deployment({ one: 'x.io/a', two: 'x.io/b' }))).toEqual([
      'ours: one rejects - only ours',
      'ours: two rejects - only ours',
    ]);
  });

  it.each([
    ['init containers that it looks at', EVERYWHERE, 'initContainers', 'rejects - only ours'],
    ['ephemeral containers that it looks at', EVERYWHERE, 'ephemeralContainers', 'rejects - only ours'],
    [
      'init containers that it leaves out',
      STARTS,
      'initContainers',
      'skips - it does not check this list of containers',
    ],
    ['ephemeral ones', STARTS, 'ephemeralContainers', 'skips - it does not check this list of containers'],
  ])('with %s', (_, expression, list, verdict) => {
    const pod = deployment({ web: OURS }, `      ${list}: [{ name: other, image: ${THEIRS} }]\n`);
    expect(verdicts(policy(expression) + pod)).toContain(`ours: other ${verdict}`);
  });

  it('sees defaults that the API server fills in', () => {
    const pulls = "object.spec.containers.all(c, c.imagePullPolicy == 'Always' || c.image.contains('@'))";
    expect(verdicts(policy(pulls) + deployment({ latest: 'x.io/a', tagged: 'x.io/a:1' }))).toEqual([
      'ours: latest admits',
      'ours: tagged rejects - only ours',
    ]);
  });

  it.each([
    ['Audit', '[Audit]'],
    ['Warn', '[Warn, Audit]'],
  ])('only reports with %s', (_, actions) => {
    expect(verdicts(policy(STARTS, { actions }) + deployment({ log: THEIRS }))).toEqual([
      'ours (reports): log rejects - only ours',
    ]);
  });

  it('decides nothing without a binding', () => {
    const unbound = policy(STARTS).split('---')[0] ?? '';
    expect(verdicts(`${unbound}---\n${deployment({ log: THEIRS })}`)).toEqual([]);
  });

  it('is read in its beta version, too', () => {
    const beta = policy(STARTS).replaceAll('k8s.io/v1\n', 'k8s.io/v1beta1\n');
    expect(verdicts(beta + deployment({ log: THEIRS }))).toEqual(['ours: log rejects - only ours']);
  });

  it('builds its message', () => {
    const spec = policy(STARTS).replace(
      'message: only ours',
      `messageExpression: "'not from %s: %s'.format(['ours', object.spec.containers.map(c, c.image).join(' ')])"`,
    );
    expect(verdicts(spec + deployment({ log: THEIRS }))).toEqual([`ours: log rejects - not from ours: ${THEIRS}`]);
    // It is about the pod as a whole, as the API server says it.
    expect(verdicts(spec + deployment({ web: OURS, log: THEIRS }))).toEqual([
      'ours: web admits',
      `ours: log rejects - not from ours: ${OURS} ${THEIRS}`,
    ]);
  });

  it.each(["'   '", "'two\\nlines'"])('uses its other message where the built one is %s', (expression) => {
    const spec = policy(STARTS).replace(
      'message: only ours',
      `message: " only ours "\n      messageExpression: ${JSON.stringify(expression)}`,
    );
    expect(verdicts(spec + deployment({ log: THEIRS }))).toEqual(['ours: log rejects - only ours']);
  });

  it.each([
    'object.spec.?initContainers.orValue([]).size() == 0',
    '!has(object.spec.initContainers)',
    'size(variables.first) == 0',
  ])('refuses containers in a list that it forbids: %s', (forbids) => {
    const spec = 'variables: [{ name: first, expression: "object.spec.?initContainers.orValue([])" }]';
    const both = policy(STARTS, { spec }).replace(
      '\n---',
      `\n    - expression: "${forbids}"\n      message: no first ones\n---`,
    );
    const pod = deployment({ web: OURS }, `      initContainers: [{ name: first, image: ${OURS} }]\n`);
    expect(verdicts(both + pod)).toEqual(['ours: first rejects - no first ones', 'ours: web admits']);
  });

  it.each([
    ['a comment', "// initContainers, too\n        object.spec.containers.all(c, c.image.startsWith('registry.'))", ''],
    ['another validation', STARTS, '    - expression: "object.spec.?initContainers.orValue([]).all(c, has(c.name))"\n'],
    ['the same validation', `${STARTS} && object.spec.?initContainers.orValue([]).all(c, has(c.name))`, ''],
  ])('does not look at what %s only speaks of', (_, expression, more) => {
    const text = policy(expression).replace('>-', '|').replace('\n---', `\n${more}---`);
    const pod = deployment({ web: OURS }, `      initContainers: [{ name: first, image: ${THEIRS} }]\n`);
    expect(verdicts(text + pod)).toEqual([
      'ours: first skips - it does not check this list of containers',
      'ours: web admits',
    ]);
  });

  it.each([
    'matchConditions: [{ name: c, expression: has(object.spec.initContainers) }]',
    'variables: [{ name: unused, expression: "object.spec.initContainers.map(c, c.image)" }]',
  ])('does not look at what is not checked: %s', (spec) => {
    const pod = deployment({ web: OURS }, `      initContainers: [{ name: first, image: ${THEIRS} }]\n`);
    expect(verdicts(policy(STARTS, { spec }) + pod)).toContain(
      'ours: first skips - it does not check this list of containers',
    );
  });

  it.each([
    "c.?image.orValue('').startsWith('registry.example.com/')",
    "c['image'].startsWith('registry.example.com/')",
    "c[?'image'].orValue('').startsWith('registry.example.com/')",
  ])('looks at images as %s', (check) => {
    const pod = deployment({ web: OURS, log: THEIRS }, `      initContainers: [{ name: first, image: ${THEIRS} }]\n`);
    expect(verdicts(policy(`object.spec.containers.all(c, ${check})`) + pod)).toEqual([
      'ours: first skips - it does not check this list of containers',
      'ours: web admits',
      'ours: log rejects - only ours',
    ]);
  });

  it('finds lists by their names', () => {
    const each = `['containers', 'initContainers'].all(l, !(l in object.spec) || object.spec[l].all(c, c.image.startsWith('registry.example.com/')))`;
    const pod = deployment({ web: OURS }, `      initContainers: [{ name: first, image: ${THEIRS} }]\n`);
    expect(verdicts(policy(each) + pod)).toEqual(['ours: first rejects - only ours', 'ours: web admits']);
  });

  it('refuses what is not about images, too, where it is about containers', () => {
    const limits = `    - { expression: "object.spec.containers.all(c, has(c.resources.limits))", message: limits are missing }\n`;
    const text = policy(STARTS).replace('\n---', `\n${limits}---`);
    expect(verdicts(text + deployment({ web: OURS }))).toEqual(['ours: web rejects - limits are missing']);
  });

  it('checks only what is about images', () => {
    const other = policy("object.spec.hostNetwork == false || 'image' == ''").replace(
      '      message: only ours\n',
      `      message: only ours\n    - expression: has(object.spec.hostNetwork)\n`,
    );
    expect(
      verdicts(other.replace("object.spec.hostNetwork == false || 'image' == ''", STARTS) + deployment({ web: OURS })),
    ).toEqual(['ours: web admits']);
  });

  it('decides on the workload where that is what it is asked about', () => {
    const constraints =
      'resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]';
    expect(verdicts(policy(TEMPLATE, { constraints }) + deployment({ log: THEIRS }))).toEqual([
      'ours: log rejects - only ours',
    ]);
    const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata: { name: web, namespace: shop }
spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: { containers: [{ name: log, image: ${THEIRS} }] } } } } }
---
`;
    const jobs = constraints.replace('apps', 'batch').replace('deployments', 'jobs');
    expect(verdicts(policy(TEMPLATE, { constraints: jobs }) + cronJob)).toEqual(['ours: log rejects - only ours']);
    expect(verdicts(policy(STARTS) + cronJob)).toEqual(['ours: log rejects - only ours']);
  });
});

describe('it leaves out', () => {
  const asked = (options: Policy, more = ''): string[] =>
    verdicts(policy(STARTS, options) + deployment({ log: THEIRS }) + more);
  const SHOP = (labels: string): string =>
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: ${labels} }\n`;
  const REFUSED = ['ours: log rejects - only ours'];

  it.each([
    [
      'resources that it does not name',
      'resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services] }]',
    ],
    [
      'other operations',
      'resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [DELETE], resources: [pods] }]',
    ],
    [
      'what it excludes',
      'resourceRules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: [pods] }], excludeResourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [pods] }]',
    ],
    [
      'what is not of a namespace',
      'resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods], scope: Cluster }]',
    ],
    [
      'what is only changed',
      'resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods] }]',
    ],
    [
      'other versions, exactly',
      'matchPolicy: Exact, resourceRules: [{ apiGroups: [""], apiVersions: [v2], operations: [CREATE], resources: [pods] }]',
    ],
  ])('%s', (_, constraints) => {
    expect(asked({ constraints })).toEqual(['ours: no - it does not apply when pods like this one are created']);
  });

  it('what is about versions that are not served', () => {
    const constraints =
      'resourceRules: [{ apiGroups: [""], apiVersions: [v2], operations: [CREATE], resources: [pods] }]';
    expect(asked({ constraints })).not.toEqual(REFUSED);
  });

  it.each([
    ['matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }', 'yes'],
    ['matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: bank } } }', 'no'],
    [
      'matchResources: { namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [shop] }] } }',
      'no',
    ],
    ['matchResources: { namespaceSelector: { matchLabels: { env: prod } } }', 'unknown'],
    ['matchResources: { objectSelector: { matchLabels: { app: web } } }', 'yes'],
    ['matchResources: { objectSelector: { matchLabels: { app: api } } }', 'no'],
    ['matchResources: { objectSelector: { matchExpressions: [{ key: app, operator: DoesNotExist }] } }', 'no'],
  ])('by the binding: %s', (binding, answer) => {
    const [first = ''] = asked({ binding });
    expect(first.startsWith(answer === 'yes' ? 'ours: log rejects' : `ours: ${answer}`)).toBe(true);
  });

  it('namespaces by labels of their manifests', () => {
    const binding = 'matchResources: { namespaceSelector: { matchLabels: { env: prod } } }';
    expect(asked({ binding }, SHOP('{ env: prod }'))).toEqual(REFUSED);
    expect(asked({ binding }, SHOP('{ env: test }'))).toEqual([
      'ours: no - its selector excludes the namespace "shop"',
    ]);
  });

  it('what its conditions exclude', () => {
    const condition = (expression: string): Policy => ({
      spec: `matchConditions: [{ name: c, expression: "${expression}" }]`,
    });
    expect(asked(condition("request.namespace != 'shop'"))).toEqual(['ours: no - its `matchConditions` are not met']);
    expect(asked(condition("request.kind.kind == 'Pod' && request.operation == 'CREATE'"))).toEqual(REFUSED);
  });

  it('some of what is asked about, where conditions exclude that alone', () => {
    const constraints =
      'resourceRules: [{ apiGroups: ["", apps], apiVersions: [v1], operations: [CREATE], resources: [pods, deployments] }]';
    const spec = `matchConditions: [{ name: c, expression: "object.kind == 'Deployment'" }]`;
    const of = (expression: string): string[] =>
      verdicts(policy(expression, { spec, constraints }) + deployment({ log: THEIRS }));
    expect(of(TEMPLATE)).toEqual(REFUSED);
    // It would fail for pods, which are not asked about.
    expect(of(TEMPLATE.replace('registry.example.com/', 'docker.io/'))).toEqual(['ours: log admits']);
  });

  it('nothing by conditions where its parameters are missing, which is refused before', () => {
    const spec = 'paramKind: { apiVersion: v1, kind: ConfigMap }\nmatchConditions: [{ name: c, expression: "false" }]';
    const of = (action: string): Policy => ({
      spec,
      binding: `paramRef: { name: gone, parameterNotFoundAction: ${action} }`,
    });
    expect(asked(of('Allow'))).toEqual(['ours: no - its `matchConditions` are not met']);
    expect(asked(of('Deny'))).toEqual([
      'ours: log unknown - the ConfigMap "gone" with its parameters is not in this workspace',
    ]);
  });

  it('what its conditions may exclude: what is admitted anyway is known', () => {
    const spec = `matchConditions: [{ name: c, expression: "!('system:nodes' in request.userInfo.groups)" }]`;
    expect(asked({ spec })).toEqual(['ours: log unknown - the result depends on the user who creates the object']);
    expect(verdicts(policy(STARTS, { spec }) + deployment({ web: OURS, log: THEIRS }))).toEqual([
      'ours: web admits',
      'ours: log unknown - the result depends on the user who creates the object',
    ]);
  });

  it('everything where a condition fails and it fails open', () => {
    const failing = `matchConditions: [{ name: c, expression: "object.metadata.annotations['team'] == 'shop'" }]`;
    expect(asked({ spec: `failurePolicy: Ignore\n${failing}` })).toEqual([
      'ours: no - one of its `matchConditions` fails here (no such key: annotations), so the policy is skipped',
    ]);
    const own = `apiVersion: v1
kind: Pod
metadata: { name: p }
spec: { containers: [{ name: log, image: ${OURS} }] }
`;
    expect(verdicts(policy(STARTS, { spec: failing }) + own)).toEqual([
      'ours: log rejects - its expression fails here (no such key: annotations), so it denies the image',
    ]);
  });

  it('what only may be refused where a condition fails and another is not known', () => {
    const spec = `matchConditions: [{ name: a, expression: "object.spec.nodeName == 'x'" }, { name: b, expression: "request.userInfo.username == 'x'" }]`;
    expect(asked({ spec })).toEqual(['ours: log unknown - the result depends on the user who creates the object']);
    expect(asked({ spec: `failurePolicy: Ignore\n${spec}` })).toEqual([
      'ours: no - one of its `matchConditions` fails here (no such key: nodeName), so the policy is skipped',
    ]);
  });
});

describe('its expressions', () => {
  const on = (expression: string, options: Policy = {}, more = ''): string[] =>
    verdicts(policy(expression, options) + deployment({ log: THEIRS }) + more);

  it.each([
    ["object.spec.containers.all(c, c.image.matches('^docker[.]io/(evil|good)/[a-z]+:\\\\d+$'))", true],
    ["object.spec.containers.all(c, c.image.matches('(?i)^DOCKER.IO/'))", true],
    ["object.spec.containers.all(c, c.image.find('[a-z]+:') == 'log:')", true],
    ["object.spec.containers.all(c, c.image.split('/')[0] in ['docker.io', 'ghcr.io'])", true],
    ["object.spec.containers.all(c, c.image.lastIndexOf(':') > c.image.lastIndexOf('/'))", true],
    ["object.spec.containers.all(c, c.image.replace('docker.io/', '') == 'evil/log:1')", true],
    ["object.spec.containers.all(c, c.image.substring(0, 9) == 'docker.io')", true],
    ["object.spec.containers.exists_one(c, c.image.endsWith(':1'))", true],
    ["size(object.spec.containers.filter(c, c.image.contains('evil'))) == 0", false],
    ["object.spec.containers.map(c, c.image).exists(i, i == 'docker.io/evil/log:1')", true],
    ["sets.contains(['docker.io'], object.spec.containers.map(c, c.image.split('/')[0]))", true],
    ["has(object.spec.initContainers) || object.spec.containers.all(c, has(c.image) && c.image != '')", true],
    ["(object.spec.?initContainers.orValue([]) + object.spec.containers).all(c, c.image != '')", true],
    ["string(object.spec.containers[0].image) + '' != ''", true],
    ["object.spec.containers.all(c, c.image.charAt(0) == 'd' && [c.image].isSorted())", true],
    ["object.spec.containers.all(c, [1, 2].sum() == 3 && [1, 2].max() == 2 && c.image != '')", true],
    ["object.spec.containers.size() == 1 && object.spec.containers[0].image != ''", true],
    [
      "object.spec.?initContainers.optMap(l, l.all(c, c.image == '')).orValue(object.spec.containers[0].image != '')",
      true,
    ],
    ["object.spec.?containers.optMap(l, l.map(c, c.image)).orValue([]) == ['docker.io/evil/log:1']", true],
    ['object.spec.containers.all(c, c.?image.optFlatMap(i, optional.ofNonZeroValue(i)).hasValue())', true],
    ["object.spec.containers.all(c, !optional.ofNonZeroValue(c.image.replace(c.image, '')).hasValue())", true],
    ["object.spec.containers.all(i, c, i == 0 && c.image != '')", true],
    ["object.spec.containers.exists(i, c, i == 1 && c.image != '')", false],
    ["object.spec.containers.existsOne(i, c, c.image.endsWith(':1'))", true],
    ["object.spec.containers.transformList(i, c, c.image) == ['docker.io/evil/log:1']", true],
    ['object.spec.containers.transformList(i, c, i > 0, c.image).size() == 0', true],
    ["{'app': 'web'}.all(k, v, k == 'app' && v == 'web') && object.spec.containers[0].image != ''", true],
    ["{'app': 'web'}.transformMap(k, v, v + k)['app'] == 'webapp' && object.spec.containers[0].image != ''", true],
    ["object.spec.containers.all(i, c, [1, 2].all(j, d, i < d && j < 2 && c.image != ''))", true],
    ["object.spec.containers.all(c, isSemver(c.image.split(':')[1] + '.2.3'))", true],
    ["object.spec.containers.all(c, semver(c.image.split(':')[1] + '.2.3').isLessThan(semver('1.10.0')))", true],
    [
      "object.spec.containers.all(c, semver(c.image.split(':')[1] + '.0.0-rc.1').compareTo(semver('1.0.0')) == -1)",
      true,
    ],
  ])('%s', (expression, isAdmitted) => {
    expect(on(expression)).toEqual([`ours: log ${isAdmitted ? 'admits' : 'rejects - only ours'}`]);
  });

  it('fail as in a cluster, which refuses or lets pass', () => {
    const missing = "object.spec.initContainers.all(c, c.image != '')";
    expect(on(missing)).toEqual([
      'ours: log rejects - its expression fails here (no such key: initContainers), so it denies the image',
    ]);
    const each = "object.spec.containers.all(c, c.image != '' && c.command[0] != '')";
    expect(on(each)).toEqual([
      'ours: log rejects - its expression fails here (no such key: command), so it denies the image',
    ]);
    expect(on(each, { spec: 'failurePolicy: Ignore' })).toEqual(['ours: log admits']);
  });

  it('use variables, which use others', () => {
    const spec =
      'variables:\n  - { name: images, expression: "object.spec.containers.map(c, c.image)" }\n  - { name: hosts, expression: "variables.images.map(i, i.split(\'/\')[0])" }';
    expect(on("variables.hosts.all(h, h == 'docker.io')", { spec })).toEqual(['ours: log admits']);
    expect(on("variables.hosts.all(h, h == 'ghcr.io')", { spec })).toEqual(['ours: log rejects - only ours']);
  });

  it('read variables in each way that fields can be read, and only so', () => {
    const spec = 'variables: [{ name: host, expression: "object.spec.containers[0].image.split(\'/\')[0]" }]';
    const looks = "object.spec.containers.all(c, c.image != '')";
    for (const passed of [
      "variables.host == 'docker.io'",
      "variables.?host.orValue('') == 'docker.io'",
      'has(variables.host)',
    ])
      expect(on(`${passed} && ${looks}`, { spec }), passed).toEqual(['ours: log admits']);
    // The API server does not accept these.
    for (const refused of [
      "variables['host'] == 'docker.io'",
      "variables.other == ''",
      '!has(variables.other)',
      'size(variables) == 1',
      "variables.all(name, name != '')",
      "'host' in variables",
    ])
      expect(on(`${refused} && ${looks}`, { spec }), refused).toEqual([]);
  });

  it('take parameters from ConfigMaps and custom resources', () => {
    const spec = 'paramKind: { apiVersion: v1, kind: ConfigMap }';
    const binding = 'paramRef: { name: allowed, namespace: policies, parameterNotFoundAction: Deny }';
    const allows = 'object.spec.containers.all(c, c.image.startsWith(params.data.prefix))';
    const configMap = (prefix: string): string =>
      `apiVersion: v1
kind: ConfigMap
metadata: { name: allowed, namespace: policies }
data: { prefix: ${prefix} }
`;
    expect(on(allows, { spec, binding }, configMap('docker.io/'))).toEqual(['ours: log admits']);
    expect(on(allows, { spec, binding }, configMap('ghcr.io/'))).toEqual(['ours: log rejects - only ours']);
    expect(on(allows, { spec, binding })).toEqual([
      'ours: log unknown - the ConfigMap "allowed" with its parameters is not in this workspace',
    ]);
    const custom = `apiVersion: rules.example.com/v1
kind: Registries
metadata: { name: allowed }
prefixes: [docker.io/]
`;
    const ofCustom = {
      spec: 'paramKind: { apiVersion: rules.example.com/v1, kind: Registries }',
      binding: 'paramRef: { name: allowed, parameterNotFoundAction: Deny }',
    };
    expect(
      on('object.spec.containers.all(c, params.prefixes.exists(p, c.image.startsWith(p)))', ofCustom, custom),
    ).toEqual(['ours: log admits']);
  });

  it('take parameters from beside what has something to be filled in', () => {
    const spec = 'paramKind: { apiVersion: v1, kind: ConfigMap }';
    const binding = 'paramRef: { name: allowed, parameterNotFoundAction: Deny }';
    const allows = 'object.spec.containers.all(c, c.image.startsWith(params.data.prefix))';
    const configMap = (name: string, prefix: string): string =>
      `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { prefix: "${prefix}" }
`;
    const beside = `${configMap('allowed', 'docker.io/')}---\n${configMap('other', '{{ x }}')}`;
    expect(on(allows, { spec, binding }, beside)).toEqual(['ours: log admits']);
    expect(on(allows, { spec, binding }, configMap('allowed', '{{ x }}'))).toEqual([
      'ours: log unknown - its parameters contain template expressions',
    ]);
    const half = `${configMap('allowed', 'docker.io/').replace(' }\n', ', more: "{{ x }}" }\n')}`;
    expect(on(allows, { spec, binding }, half)).toEqual(['ours: log admits']);
  });

  it.each([
    [
      'comments',
      '# first\napiVersion: v1 # here\nkind: ConfigMap # a map\nmetadata: { name: allowed }\ndata: { prefix: docker.io/ } # too\n',
    ],
    ['flow style', '{ kind: ConfigMap, apiVersion: v1, metadata: { name: allowed }, data: { prefix: docker.io/ } }\n'],
    [
      'a List',
      'apiVersion: v1\nkind: List\nitems: [{ kind: ConfigMap, apiVersion: v1, metadata: { name: allowed }, data: { prefix: docker.io/ } }]\n',
    ],
    [
      'a typed list',
      'apiVersion: v1\nkind: ConfigMapList\nitems: [{ metadata: { name: allowed }, data: { prefix: docker.io/ } }]\n',
    ],
  ])('take parameters from a ConfigMap with %s', (_, text) => {
    const spec = 'paramKind: { apiVersion: v1, kind: ConfigMap }';
    const binding = 'paramRef: { name: allowed, parameterNotFoundAction: Deny }';
    const allows = 'object.spec.containers.all(c, c.image.startsWith(params.data.prefix))';
    expect(on(allows, { spec, binding }, text)).toEqual(['ours: log admits']);
  });

  it('are unknown where their parameters are not here, if those count', () => {
    const spec = 'paramKind: { apiVersion: v1, kind: ConfigMap }';
    const binding = (action: string): string =>
      `paramRef: { name: gone, namespace: policies, parameterNotFoundAction: ${action} }`;
    const missing = 'the ConfigMap "gone" with its parameters is not in this workspace';
    const passes = "object.spec.containers.all(c, c.image != '')";
    expect(on(passes, { spec, binding: binding('Deny') })).toEqual([`ours: log unknown - ${missing}`]);
    expect(on(passes, { spec, binding: binding('Allow') })).toEqual(['ours: log admits']);
    expect(on(STARTS, { spec, binding: binding('Deny') })).toEqual(['ours: log rejects - only ours']);
    expect(on(STARTS, { spec, binding: binding('Allow') })).toEqual([`ours: log unknown - ${missing}`]);
    const open = `failurePolicy: Ignore\n${spec}`;
    expect(on(passes, { spec: open, binding: binding('Deny') })).toEqual(['ours: log admits']);
  });

  it('have no parameters where the binding names none', () => {
    const spec = 'paramKind: { apiVersion: v1, kind: ConfigMap }';
    const allows = 'params == null || object.spec.containers.all(c, c.image.startsWith(params.data.prefix))';
    expect(on(allows, { spec })).toEqual(['ours: log admits']);
  });

  it('take the parameters of the namespace of the pod, as far as it is known', () => {
    const spec = 'paramKind: { apiVersion: v1, kind: ConfigMap }';
    const binding = 'paramRef: { name: allowed, parameterNotFoundAction: Deny }';
    const allows = 'object.spec.containers.all(c, c.image.startsWith(params.data.prefix))';
    const allowed = (namespace: string, prefix: string): string =>
      `apiVersion: v1
kind: ConfigMap
metadata: { name: allowed, namespace: ${namespace} }
data: { prefix: ${prefix} }
---
`;
    const pod = `apiVersion: v1
kind: Pod
metadata: { name: p }
spec: { containers: [{ name: log, image: ${OURS} }] }
`;
    const decided = (one: string, other: string): string[] =>
      verdicts(policy(allows, { spec, binding }) + allowed('a', one) + allowed('b', other) + pod);
    expect(decided('registry.example.com/', 'ghcr.io/')).toEqual([
      'ours: log unknown - its parameters depend on the namespace, which the manifest does not set',
    ]);
    expect(decided('registry.example.com/', 'registry.')).toEqual(['ours: log admits']);
    expect(decided('ghcr.io/', 'quay.io/')).toEqual(['ours: log rejects - only ours']);
  });

  it.each([
    [
      "authorizer.group('').resource('pods').check('create').allowed() || object.spec.containers.all(c, c.image == '')",
      'the result depends on the permissions of the user',
    ],
    [
      "request.userInfo.username == 'root' || object.spec.containers.all(c, c.image == '')",
      'the result depends on the user who creates the object',
    ],
    [
      "namespaceObject.metadata.labels.env == 'test' || object.spec.containers.all(c, c.image == '')",
      'the manifest of the namespace "shop" is not in this workspace',
    ],
  ])('are unknown, never passed: %s', (expression, reason) => {
    expect(on(expression)).toEqual([`ours: log unknown - ${reason}`]);
  });

  it('are decided where what is unknown does not count', () => {
    expect(on("request.userInfo.username == 'root' || object.spec.containers.all(c, c.image != '')")).toEqual([
      'ours: log admits',
    ]);
  });

  it('are stopped by a budget', () => {
    const deep = (depth: number): string =>
      depth === 0 ? "c.image != ''" : `[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(x${depth}, ${deep(depth - 1)})`;
    expect(on(`object.spec.containers.all(c, ${deep(3)})`)).toEqual(['ours: log admits']);
    expect(on(`object.spec.containers.all(c, ${deep(9)})`)).toEqual([
      'ours: log rejects - its expression fails here (operation cancelled: actual cost limit exceeded), so it denies the image',
    ]);
  });

  it('are not worked out where variables multiply', () => {
    const doubled = (first: string): string =>
      `variables:\n  - { name: v0, expression: "${first}" }\n${[...Array(60).keys()]
        .map((index) => `  - { name: v${index + 1}, expression: "variables.v${index} + variables.v${index}" }`)
        .join('\n')}`;
    const isTooLong = 'ours: log unknown - this expression may take too long, so it is not evaluated here';
    const images = doubled('object.spec.containers.map(c, c.image)');
    expect(on("variables.v60.all(i, i != '')", { spec: images })).toEqual([isTooLong]);
    const name = doubled('object.spec.containers[0].image');
    expect(on("variables.v60 != 'a'", { spec: name })).toEqual([isTooLong]);
  });

  it.each([
    "(dyn(false) ? dyn(['']) : dyn(V)) + V",
    '[V][0] + V',
    '[V].map(x, x)[0] + V.substring(0)',
    "{'': V}[''] + V",
  ])('are not worked out where texts double behind a list: %s', (twice) => {
    const variables = [...Array(60).keys()].map(
      (index) => `  - { name: v${index + 1}, expression: "${twice.replaceAll('V', `variables.v${index}`)}" }`,
    );
    const spec = `variables:\n  - { name: v0, expression: "object.spec.containers[0].image" }\n${variables.join('\n')}`;
    expect(on("variables.v60 != 'a'", { spec })).toEqual([
      'ours: log unknown - this expression may take too long, so it is not evaluated here',
    ]);
  });

  it('are not followed through any number of variables, nor round in circles', () => {
    const chain = `variables:\n  - { name: v0, expression: "object.spec.containers" }\n${[...Array(5000).keys()]
      .map((index) => `  - { name: v${index + 1}, expression: variables.v${index} }`)
      .join('\n')}`;
    expect(on("variables.v5000.all(c, c.image != '')", { spec: chain })).toEqual([
      'ours: log unknown - this expression may take too long, so it is not evaluated here',
    ]);
    const circle = 'variables: [{ name: a, expression: variables.b }, { name: b, expression: variables.a }]';
    // The API server does not accept it.
    expect(on("variables.a.all(c, c.image != '')", { spec: circle })).toEqual([]);
  });

  it.each([
    ['many sums', `object.spec.containers.all(c, c.image${" + ''".repeat(4500)} != '')`],
    ['many brackets', `${'('.repeat(5000)}object.spec.containers.all(c, c.image != '')${')'.repeat(5000)}`],
  ])('are unknown where they are too large: %s', (_, expression) => {
    expect(on(expression)).toEqual(['ours: log unknown - this expression cannot be read: it is too large']);
  });

  it('match by RE2, which does not backtrack', () => {
    const evil = "object.spec.containers.all(c, c.image.matches('^(a+)+$'))";
    const start = performance.now();
    const [verdict] = verdicts(policy(evil) + deployment({ log: `${'a'.repeat(200)}!` }));
    expect(verdict).toBe('ours: log rejects - only ours');
    // Backtracking would take longer than there is time.
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('are not evaluated on templates and unfinished manifests', () => {
    const unknown = 'ours: unknown - the manifest is incomplete or contains template expressions';
    expect(on(STARTS, {}, '')).not.toContain(unknown);
    expect(verdicts(policy(STARTS) + deployment({ log: '{{ .Values.image }}' }))).toEqual([unknown]);
  });

  it('are unknown where a template still fills them in', () => {
    expect(on("object.spec.containers.all(c, c.image.startsWith('{{ .Values.registry }}'))")).toEqual([
      'ours: log unknown - this expression cannot be read: it contains template expressions',
    ]);
  });
});
