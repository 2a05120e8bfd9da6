import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, deployment, type Running } from './auditing';

const PROXY = { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.27.0', restartPolicy: 'Always' };
const TEMPLATE = { containers: [APP] };
/** A pod of the template with another container in it. */
function podWith(container: object, more: Partial<Running> = {}): Running {
  return { spec: { containers: [APP, container] }, template: TEMPLATE, ...more };
}
const message = (running: Running, ...rest: [Record<string, string>?, object?]): string =>
  auditOf([running], ...rest).findings[0]?.message ?? '';

describe('an undeclared container', () => {
  it('is an error, in any list, with the template alone as well as with a manifest', () => {
    const miner = { name: 'miner', image: 'evil/miner' };
    expect(brief(auditOf([podWith(miner)]))).toEqual(['error undeclared-container miner']);
    const inInit = { spec: { containers: [APP], initContainers: [miner] }, template: TEMPLATE };
    expect(brief(auditOf([inInit]))).toEqual(['error undeclared-container miner']);
    const manifests = { 'web.yaml': deployment(TEMPLATE) };
    expect(brief(auditOf([podWith(miner, { template: undefined })], manifests))).toEqual([
      'error undeclared-container miner',
    ]);
    expect(message(podWith(miner), manifests)).toContain(
      '"miner" (evil/miner) is in neither its manifest nor the template of its ReplicaSet',
    );
  });

  it('is not what template and manifest have, nor what the API server fills in', () => {
    const filled = { ...APP, terminationMessagePath: '/dev/termination-log', imagePullPolicy: 'Always', resources: {} };
    const spec = {
      containers: [filled],
      serviceAccountName: 'default',
      serviceAccount: 'default',
      securityContext: {},
    };
    expect(auditOf([{ spec, template: TEMPLATE }], { 'web.yaml': deployment(TEMPLATE) }).findings).toEqual([]);
  });

  it('is none where nothing says what was declared: a pod declares itself', () => {
    const miner = { containers: [APP, { name: 'miner', image: 'evil/miner', securityContext: { privileged: true } }] };
    const own = auditOf([{ spec: miner, isOnItsOwn: true, workload: { kind: 'Pod', name: 'web-1' } }]);
    expect(own).toMatchObject({ findings: [], podsNotCompared: 1 });
    expect(own.notCompared.map(({ reason }) => reason)).toEqual([
      'there is nothing to compare it with: no controller has created it, and no manifest describes it',
    ]);
    const unknown = auditOf([{ spec: miner }]);
    expect(unknown.findings).toEqual([]);
    expect(unknown.notCompared).toEqual([
      {
        namespace: 'shop',
        workload: { kind: 'Deployment', name: 'web' },
        reason: 'there is nothing to compare it with: its ReplicaSet "web-7f" is gone',
      },
    ]);
  });

  it('is one of a pod on its own whose manifest does not have it', () => {
    const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1' }, spec: TEMPLATE });
    const running = podWith({ name: 'x', image: 'x' }, { isOnItsOwn: true, workload: { kind: 'Pod', name: 'web-1' } });
    expect(brief(auditOf([running], { 'web.yaml': manifest }))).toEqual(['error undeclared-container x']);
  });

  it('is known by name only with an image of its publisher', () => {
    expect(message(podWith({ ...PROXY, image: 'docker.io/evil/thing:1' }))).toMatch(
      /has the name of Istio proxy, but its image `docker.io\/evil\/thing` is not from Istio/,
    );
    expect(brief(auditOf([podWith({ ...PROXY, image: 'docker.io/evil/thing:1' })]))).toEqual([
      'error undeclared-container istio-proxy',
    ]);
    // A mirror may change the paths of images.
    expect(brief(auditOf([podWith({ ...PROXY, image: 'mirror.example.com/proxyv2:1' })]))).toEqual([
      'warning undeclared-container istio-proxy',
    ]);
    expect(brief(auditOf([podWith({ name: 'helper', image: PROXY.image })]))).toEqual([
      'error undeclared-container helper',
    ]);
  });
});

describe('the container of an injector', () => {
  it.each([
    ['the label "sidecar.istio.io/inject"', { labels: { 'sidecar.istio.io/inject': 'true' } }],
    ['the annotation "sidecar.istio.io/status"', { annotations: { 'sidecar.istio.io/status': '{}' } }],
  ])('is information where %s speaks for it', (by, metadata) => {
    expect(brief(auditOf([podWith(PROXY, metadata)]))).toEqual(['information undeclared-container istio-proxy']);
    expect(message(podWith(PROXY, metadata))).toContain(`Istio added it because of ${by};`);
    // The status speaks for the other containers of the same injector, too.
    const init = { name: 'istio-init', image: PROXY.image };
    expect(brief(auditOf([podWith(init, metadata)]))).toEqual(['information undeclared-container istio-init']);
  });

  it('is information where its namespace asks for it', () => {
    const namespaces = [{ name: 'shop', labels: { 'istio-injection': 'enabled' }, annotations: {} }];
    const report = auditOf([podWith(PROXY)], {}, { namespaces });
    expect(brief(report)).toEqual(['information undeclared-container istio-proxy']);
    expect(report.findings[0]?.message).toContain('because of the label "istio-injection" of the namespace "shop"');
  });

  it('is a warning where no injection is asked for, or where it is turned off', () => {
    const namespaces = [{ name: 'shop', labels: {}, annotations: {} }];
    const silent = auditOf([podWith(PROXY)], {}, { namespaces });
    expect(brief(silent)).toEqual(['warning undeclared-container istio-proxy']);
    expect(silent.findings[0]?.message).toContain('no label or annotation turns its injection on');
    const off = podWith(PROXY, { labels: { 'sidecar.istio.io/inject': 'false' } });
    expect(brief(auditOf([off]))).toEqual(['warning undeclared-container istio-proxy']);
    expect(message(off)).toContain('although the label "sidecar.istio.io/inject" turns injection by Istio off');
  });

  it("is information where its injector's word is not known", () => {
    const namespaces = [{ name: 'shop', labels: {}, annotations: {} }];
    const queue = { name: 'queue-proxy', image: 'gcr.io/knative-releases/knative.dev/serving/cmd/queue:1' };
    expect(brief(auditOf([podWith(queue)], {}, { namespaces }))).toEqual([
      'information undeclared-container queue-proxy',
    ]);
    expect(brief(auditOf([podWith(PROXY)]))).toEqual(['information undeclared-container istio-proxy']);
    expect(message(podWith(PROXY))).toContain('it is not known who added it');
  });

  it.each([
    [
      'opentelemetry-auto-instrumentation-java',
      'ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-java:2',
    ],
    ['opentelemetry-auto-instrumentation-java', 'public.ecr.aws/aws-observability/adot-autoinstrumentation-java:v2'],
    ['datadog-lib-python-init', 'gcr.io/datadoghq/dd-lib-python-init:v3'],
    ['datadog-init-apm-inject', 'public.ecr.aws/datadog/apm-inject:0'],
  ])('is information where an annotation asks for %s', (name, image) => {
    const asked = {
      'instrumentation.opentelemetry.io/inject-java': 'true',
      'admission.datadoghq.com/python-lib.version': 'v3',
    };
    const namespaces = [{ name: 'shop', labels: {}, annotations: {} }];
    const report = auditOf([podWith({ name, image }, { annotations: asked })], {}, { namespaces });
    expect(brief(report)).toEqual([`information undeclared-container ${name}`]);
    expect(report.findings[0]?.message).toMatch(/added it because of the annotation "[^"]*(?:inject-java|python-lib)/);
    expect(brief(auditOf([podWith({ name, image: 'docker.io/evil/miner' })], {}, { namespaces }))).toEqual([
      `error undeclared-container ${name}`,
    ]);
  });

  it('is information where the configuration of its injector may ask for it', () => {
    const namespaces = [{ name: 'shop', labels: {}, annotations: {} }];
    const lib = { name: 'datadog-lib-java-init', image: 'gcr.io/datadoghq/dd-lib-java-init:v1' };
    expect(brief(auditOf([podWith(lib)], {}, { namespaces }))).toEqual([
      'information undeclared-container datadog-lib-java-init',
    ]);
    const off = podWith(lib, { labels: { 'admission.datadoghq.com/enabled': 'false' } });
    expect(brief(auditOf([off], {}, { namespaces }))).toEqual(['warning undeclared-container datadog-lib-java-init']);
  });

  it('names the webhooks that may have added a container, and no others', () => {
    const rules = [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }];
    const webhook = (name: string, more: object): object => ({ name, rules, ...more });
    const webhooks = [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingWebhookConfiguration',
        metadata: { name: 'agents' },
        webhooks: [
          webhook('all', {}),
          webhook('shop', { namespaceSelector: { matchLabels: { team: 'shop' } } }),
          webhook('bank', { namespaceSelector: { matchLabels: { team: 'bank' } } }),
          webhook('labelled', { objectSelector: { matchLabels: { agent: 'yes' } } }),
          webhook('services', { rules: [{ ...rules[0], resources: ['services'] }] }),
        ],
      },
    ];
    const namespaces = [{ name: 'shop', labels: { team: 'shop' }, annotations: {} }];
    expect(message(podWith({ name: 'miner', image: 'miner' }), {}, { webhooks, namespaces })).toContain(
      '(possibly the webhook agents/all or agents/shop)',
    );
  });
});

describe('who may have added a container', () => {
  const rules = [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }];
  const policy = (name: string, expression: string, creationTimestamp = '2026-01-01T00:00:00Z'): object => ({
    kind: 'MutatingAdmissionPolicy',
    metadata: { name, creationTimestamp },
    spec: { matchConstraints: { resourceRules: rules }, mutations: [{ applyConfiguration: { expression } }] },
  });
  const binding = (policyName: string, matchResources: object = {}): object => ({
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: `${policyName}-binding` },
    spec: { policyName, matchResources },
  });
  const webhooks = [{ metadata: { name: 'agents' }, webhooks: [{ name: 'a', rules }] }];
  const added = 'Object{spec: Object.spec{initContainers: [Object.spec.initContainers{name: "miner", image: "x"}]}}';
  const who = (more: object): string | undefined =>
    /who added it(.*), then/.exec(
      message(podWith({ name: 'miner', image: 'miner' }, { newest: NEWEST }), {}, more),
    )?.[1];
  const NEWEST = Date.parse('2026-02-01T00:00:00Z');

  it('are policies that are bound, and that can change the spec of these pods', () => {
    const policies = [
      policy('adds', added),
      binding('adds'),
      policy('labels', 'Object{metadata: Object.metadata{labels: {"a": "b"}}}'),
      binding('labels'),
      policy('unbound', added),
      policy('elsewhere', added),
      binding('elsewhere', { objectSelector: { matchLabels: { agent: 'yes' } } }),
    ];
    expect(who({ policies })).toBe(' (possibly the policy adds)');
    expect(who({ policies, webhooks })).toBe(' (possibly the webhook agents/a or the policy adds)');
  });

  it('is no webhook that is newer than the pods', () => {
    const later = '2026-03-01T00:00:00Z';
    expect(who({ policies: [policy('adds', added, later), binding('adds')] })).toBe('');
    const metadata = { name: 'agents', creationTimestamp: later };
    expect(who({ webhooks: [{ ...webhooks[0], metadata }] })).toBe('');
  });

  it('is unknown where rights are missing', () => {
    expect(who({ webhooks: undefined, policies: undefined })).toBe(
      ' (unknown for webhooks and mutating admission policies, which you may not list)',
    );
    const selecting = { name: 'b', rules, namespaceSelector: { matchLabels: { team: 'x' } } };
    expect(who({ webhooks: [{ metadata: { name: 'agents' }, webhooks: [selecting] }] })).toBe(
      ' (unknown for the webhook agents/b, because the labels of the namespace are not known)',
    );
  });
});

describe('a container that only the template in the cluster has', () => {
  const both = { containers: [APP, { name: 'log', image: 'registry.example.com/log:1' }] };

  it('is a warning: the workload was changed', () => {
    const report = auditOf([{ spec: both, template: both }], { 'web.yaml': deployment(TEMPLATE) });
    expect(brief(report)).toEqual(['warning undeclared-container log']);
    expect(report.findings[0]?.message).toMatch(
      /^Container not in the manifest: "log" .* was added to the Deployment in the cluster/,
    );
  });

  it('has its powers compared like those of any undeclared container', () => {
    const log = {
      name: 'log',
      image: 'registry.example.com/log:1',
      securityContext: { privileged: true },
      volumeMounts: [{ name: 'node', mountPath: '/host' }],
    };
    const spec = { volumes: [{ name: 'node', hostPath: { path: '/' } }], containers: [APP, log] };
    const report = auditOf([{ spec, template: spec }], { 'web.yaml': deployment(TEMPLATE) });
    expect(brief(report)).toEqual(['error extra-privilege log', 'warning undeclared-container log']);
    expect(report.findings[0]?.message).toMatch(
      /"log" is privileged and can read and write "\/" on its node\. Find out who changed the Deployment in the cluster\. Then remove it there/,
    );
  });

  it('is information where kustomizations or injectors may add it', () => {
    const kustomized = { 'web.yaml': deployment(TEMPLATE), 'kustomization.yaml': 'resources: [web.yaml]\n' };
    expect(brief(auditOf([{ spec: both, template: both }], kustomized))).toEqual([
      'information undeclared-container log',
    ]);
    const meshed = { containers: [APP, PROXY] };
    expect(brief(auditOf([{ spec: meshed, template: meshed }], { 'web.yaml': deployment(TEMPLATE) }))).toEqual([
      'information undeclared-container istio-proxy',
    ]);
  });

  it('is a warning where the template is not known, so that a kustomization may add it', () => {
    const manifests = { 'web.yaml': deployment(TEMPLATE), 'kustomization.yaml': 'resources: [web.yaml]\n' };
    expect(brief(auditOf([{ spec: both }], manifests))).toEqual(['warning undeclared-container log']);
    expect(brief(auditOf([{ spec: both, template: TEMPLATE }], manifests))).toEqual(['error undeclared-container log']);
  });

  it('is none where a patch of a kustomization adds it', () => {
    const patched = {
      'web.yaml': deployment(TEMPLATE),
      'log.yaml': deployment({ containers: [both.containers[1]] }, { name: 'web' }),
      'kustomization.yaml': 'resources: [web.yaml]\nnamespace: shop\npatches: [{ path: log.yaml }]\n',
    };
    expect(auditOf([{ spec: both, template: both }], patched).findings).toEqual([]);
  });
});

describe('the manifest of a workload', () => {
  const other = { containers: [APP, { name: 'other', image: 'x' }] };
  const running = podWith({ name: 'other', image: 'x' });

  it('is that of its namespace, else one for any', () => {
    const open = deployment(other, { name: 'web' });
    const elsewhere = deployment(other, { name: 'web', namespace: 'bank' });
    expect(brief(auditOf([running], { 'a.yaml': open }))).toEqual([]);
    expect(brief(auditOf([running], { 'a.yaml': elsewhere }))).toEqual(['error undeclared-container other']);
    expect(brief(auditOf([running], { 'a.yaml': open, 'b.yaml': deployment(TEMPLATE) }))).toEqual([
      'error undeclared-container other',
    ]);
  });

  it('is in the namespace that kustomizations give it', () => {
    const manifests = {
      'a.yaml': deployment(other, { name: 'web' }),
      'kustomization.yaml': 'resources: [a.yaml]\nnamespace: bank\n',
    };
    expect(brief(auditOf([running], manifests))).toEqual(['error undeclared-container other']);
  });

  it('is the one of several that matches', () => {
    const [a, b] = [deployment(TEMPLATE), deployment(other)];
    const applied = { ...running, template: other };
    for (const files of [
      { 'a.yaml': a, 'b.yaml': b },
      { 'a.yaml': b, 'b.yaml': a },
    ])
      expect(auditOf([applied], files)).toMatchObject({ findings: [], notCompared: [] });
    // What was applied counts, and not what was added to the pod.
    expect(brief(auditOf([running], { 'a.yaml': b, 'b.yaml': a }))).toEqual(['error undeclared-container other']);
  });

  it('is the nearest of several where none matches, and that is said', () => {
    const staging = deployment({ containers: [{ ...APP, image: 'registry.example.com/web:2' }] });
    const prod = deployment({ containers: [{ ...APP, image: 'registry.example.com/web:3' }, other.containers[1]] });
    const report = auditOf([{ ...running, template: other }], { 'a.yaml': staging, 'b.yaml': prod });
    expect(brief(report)).toEqual(['warning image-drift web']);
    expect(report.notCompared.map(({ reason }) => reason)).toEqual([
      '2 manifests or builds describe it and none matches it, so the nearest was used: b.yaml:1',
    ]);
  });

  it('is left out, and that is said, where a template still has to fill it in', () => {
    const templated = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { hostNetwork: "{{ .Values.host }}", containers: [{ name: web, image: x }] } } }
`;
    const report = auditOf([podWith({ name: 'miner', image: 'x' })], { 'web.yaml': templated });
    expect(report.limits).toEqual([
      'The Deployment "web" in web.yaml:3 is not compared, because it cannot be read completely. If it is a template, render it first.',
    ]);
    expect(report.findings[0]?.message).toMatch(/^Undeclared container: .* is not in the template of its ReplicaSet/);
  });

  it('is pointed to', () => {
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - image: registry.example.com/web:2\n          name: web\n`;
    const report = auditOf([podWith({ name: 'miner', image: 'x' })], { 'a.yaml': `# one\n---\n${text}` });
    expect(report.findings.map(({ manifest }) => manifest)).toEqual([
      { file: 'a.yaml', line: 5 },
      { file: 'a.yaml', line: 11 },
    ]);
  });
});

it('the report says what it is about, and the worst of a workload comes first', () => {
  const two = {
    spec: {
      containers: [
        { ...APP, image: `${APP.image}.1` },
        { name: 'miner', image: 'x' },
      ],
    },
    template: TEMPLATE,
  };
  expect(auditOf([two, { ...two, namespace: 'bank' }])).toMatchObject({
    version: 1,
    context: 'test',
    pods: 2,
    workloads: 2,
    findings: [
      { namespace: 'bank', severity: 'error' },
      { namespace: 'bank', severity: 'warning' },
      { namespace: 'shop', severity: 'error', workload: { kind: 'Deployment', name: 'web' } },
      { namespace: 'shop', severity: 'warning' },
    ],
  });
  expect(auditOf([])).not.toHaveProperty('namespace');
  expect(auditOf([], {}, { namespace: 'shop' }).namespace).toBe('shop');
});

it('one finding counts the pods of all groups that have it', () => {
  const miner = { name: 'miner', image: 'evil/miner' };
  const more = { spec: { containers: [APP, miner], hostname: 'x', shareProcessNamespace: true } };
  const report = auditOf([
    podWith(miner, { pods: 40, names: ['a', 'b', 'c'] }),
    podWith(miner, { ...more, template: { ...TEMPLATE, shareProcessNamespace: true }, pods: 2, names: ['d', 'e'] }),
  ]);
  expect(report).toMatchObject({ pods: 42, workloads: 1 });
  expect(report.findings.map(({ pods }) => pods)).toEqual([{ count: 42, names: ['a', 'b', 'c'] }]);
});
