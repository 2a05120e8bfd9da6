import { describe, expect, it } from 'vitest';
import { analyse, rolesOf } from '../analyse';
import { podOf } from '../manifests';

const container = (name: string, image = `example.com/${name}-image:1`, more = ''): string =>
  `- name: ${name}\n  image: ${image}\n${more.replace(/^(?=.)/gm, '  ')}`;
const pod = (containers: readonly string[], metadata = 'name: shop'): string =>
  podOf(`containers:\n${containers.join('\n')}`, metadata);

/** "role: evidence" of a container. */
function why(text: string, name: string): string {
  const found = analyse(text)
    .documents.flatMap(({ analysis }) => analysis.pods)
    .flatMap(({ containers }) => containers)
    .find(({ label }) => label === name);
  return `${found?.role}: ${found?.evidence.join('; ')}`;
}

describe('lists that are certain', () => {
  const text = podOf(`initContainers:
${container('prepare')}
${container('proxy', 'x', 'restartPolicy: Always')}
${container('never', 'x', 'restartPolicy: OnFailure')}
containers:
${container('web')}
ephemeralContainers:
${container('debugger')}
`);

  it('give every container its role and say why', () => {
    expect(rolesOf(text)).toEqual({
      prepare: 'init',
      proxy: 'native-sidecar',
      never: 'init',
      web: 'app',
      debugger: 'ephemeral',
    });
    expect(why(text, 'prepare')).toBe('init: it is listed under `initContainers`');
    expect(why(text, 'proxy')).toBe('native-sidecar: it is an init container with `restartPolicy: Always`');
    expect(why(text, 'web')).toBe('app: it is the only container in `containers`');
    expect(why(text, 'debugger')).toBe('ephemeral: it is listed under `ephemeralContainers`');
  });

  it('make an app of a single container, whatever it is called', () => {
    expect(rolesOf(pod([container('istio-proxy', 'istio/proxyv2:1')]))).toEqual({ 'istio-proxy': 'app' });
    expect(rolesOf(pod([container('log-agent')]))).toEqual({ 'log-agent': 'app' });
  });

  it('do not take `always`, or another type, for Always', () => {
    const roles = rolesOf(
      podOf(
        `initContainers:\n${container('a', 'x', 'restartPolicy: always')}\n${container('b', 'x', 'restartPolicy: [Always]')}\n`,
      ),
    );
    expect(roles).toEqual({ a: 'init', b: 'init' });
  });
});

describe('the app among several', () => {
  it.each([
    [
      'the default-container annotation',
      pod(
        [container('one'), container('two')],
        'name: shop\nannotations: { kubectl.kubernetes.io/default-container: two }',
      ),
      'the annotation `kubectl.kubernetes.io/default-container` names it',
    ],
    [
      "its workload's name",
      pod([container('one'), container('two')], 'name: two'),
      'its name is the name of the workload',
    ],
    [
      'a label',
      pod([container('one'), container('two')], 'name: x\nlabels: { app: two }'),
      'its name is the name of the workload',
    ],
    [
      'a recommended label',
      pod([container('one'), container('two')], 'name: x\nlabels: { app.kubernetes.io/component: two }'),
      'its name is the name of the workload',
    ],
    [
      'a prefix of a name',
      pod([container('one'), container('two')], 'name: two-backend'),
      'its name is similar to "two-backend"',
    ],
    [
      'a suffix of a name',
      pod([container('one'), container('two')], 'name: shop-two'),
      'its name is similar to "shop-two"',
    ],
    [
      'its image',
      pod([container('one'), container('two', 'reg:5000/x/shop:1')]),
      'its image "shop" has the name of the workload',
    ],
    ['a helper before it', pod([container('log-agent'), container('two')]), 'nothing identifies it as a sidecar'],
    [
      'an injected container before it',
      pod([container('istio-proxy'), container('two')], 'name: x\nannotations: { sidecar.istio.io/status: "{}" }'),
      'nothing identifies it as a sidecar',
    ],
  ])('is known by %s', (_, text, evidence) => {
    expect(why(text, 'two')).toBe(`app: ${evidence}`);
  });

  it('is known by a Service, but not by its port for metrics', () => {
    const text = (name: string, target: string): string =>
      `${pod([container('one'), container('two', 'x:1', 'ports: [{ name: web, containerPort: 8080 }]')], 'name: s\nlabels: { run: s }')}---\napiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec:\n  selector: { run: s }\n  ports: [{ name: ${name}, port: 80, targetPort: ${target} }]\n`;
    expect(why(text('http', '8080'), 'two')).toBe('app: a Service sends traffic to its port; it declares ports');
    expect(why(text('http', 'web'), 'two')).toContain('a Service sends traffic');
    expect(why(text('http-metrics', '8080'), 'two')).toBe('app: it declares ports');
    expect(why(text('http', '8080').replace('selector: { run: s }', 'selector: { run: other }'), 'two')).not.toContain(
      'Service',
    );
  });

  it('is the first one of equals', () => {
    expect(why(pod([container('one'), container('two')]), 'one')).toBe('app: it is listed first');
    const equals = [container('istio-proxy'), container('log-agent'), container('metrics-exporter')];
    expect(rolesOf(pod(equals))).toMatchObject({ 'log-agent': 'app', 'metrics-exporter': 'sidecar' });
    const text = pod([container('log-agent'), container('metrics-exporter')]);
    expect(rolesOf(text)).toEqual({ 'log-agent': 'app', 'metrics-exporter': 'sidecar' });
  });

  it('can be a proxy where the pod is a gateway', () => {
    const text = pod(
      [container('istio-proxy', 'istio/proxyv2:1'), container('metrics-exporter')],
      'name: gateway\nannotations: { kubectl.kubernetes.io/default-container: istio-proxy }',
    );
    expect(rolesOf(text)).toEqual({ 'istio-proxy': 'app', 'metrics-exporter': 'sidecar' });
  });
});

describe('a sidecar among several', () => {
  it.each([
    [
      'a known name',
      container('istio-proxy', 'x/y:1'),
      'its name "istio-proxy" is a known name of Istio proxy; its name contains "proxy"',
    ],
    [
      'a known image',
      container('x', 'reg:5000/fluent/fluent-bit:3'),
      'its image "fluent-bit" is a known image of Fluent Bit',
    ],
    ['a part of its name', container('nginx-exporterless'), ''],
    ['a helper word', container('config-watcher'), 'its name contains "watcher"'],
    ['a helper word behind an underscore', container('config_sync'), 'its name contains "sync"'],
  ])('is known by %s', (_, second, evidence) => {
    const name = /name: (\S+)/.exec(second)?.[1] ?? '';
    const expected = evidence === '' ? 'app: nothing identifies it as a sidecar' : `sidecar: ${evidence}`;
    expect(why(pod([container('one'), second]), name)).toBe(expected);
  });

  it('is known by the annotation of its injector', () => {
    const text = pod(
      [container('one'), container('vault-agent', 'x/vault:1')],
      'name: x\nannotations: { vault.hashicorp.com/agent-inject-status: injected }',
    );
    expect(why(text, 'vault-agent')).toContain(
      'the annotation `vault.hashicorp.com/agent-inject-status` shows that it was injected',
    );
  });

  it('is known by only reading what the app writes', () => {
    const mounting = (name: string, more: string): string =>
      container(name, 'x:1', `${more}\nvolumeMounts: [{ name: v, mountPath: /v }]`);
    const text = (command: string): string =>
      `${pod([mounting('one', ''), mounting('two', command)])}  volumes: [{ name: v, emptyDir: {} }]\n`;
    expect(why(text('command: [tail, -F, /v/x]'), 'two')).toBe(
      'sidecar: it only reads the volume "v" that "one" writes (`tail -F /v/x` only reads)',
    );
    expect(why(text('command: [serve, /v]'), 'two')).toMatch(/^app/);
  });

  it('is not a namesake of its workload', () => {
    expect(why(pod([container('one'), container('log-collector')], 'name: log-collector'), 'log-collector')).toMatch(
      /^app/,
    );
  });

  it('is not the first one, where another process of its image is no helper: its program is the workload', () => {
    const own = container('shop-agent', 'x/shop-agent:1');
    const page = container('shop-page', 'x/shop-agent:1');
    expect(rolesOf(pod([own, page, container('shop-space')]))).toMatchObject({ 'shop-agent': 'app' });
    expect(rolesOf(pod([page, own, container('shop-space')]))).toMatchObject({ 'shop-agent': 'sidecar' });
    const helper = container('shop-proxy', 'x/shop-agent:1');
    expect(rolesOf(pod([own, helper, container('shop-space')]))).toMatchObject({ 'shop-agent': 'sidecar' });
  });

  it('is not one that nothing marks as a helper: a pod can have several apps', () => {
    expect(rolesOf(pod([container('nginx', 'nginx:1'), container('php', 'php:8-fpm')]))).toEqual({
      nginx: 'app',
      php: 'app',
    });
    expect(rolesOf(pod([container('contour'), container('other'), container('third')]))).toEqual({
      contour: 'app',
      other: 'app',
      third: 'app',
    });
  });
});
