import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { Analyzer } from '../../../server/src/rules/engine';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { impersonatesInjectedSidecar } from '../../../server/src/rules/sidecar/impersonates-injected-sidecar';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import { see } from '../analyse';
import { IMAGE, podOf } from '../manifests';

const TAG = `1@sha256:${'b'.repeat(64)}`;

describe('impersonates-injected-sidecar', () => {
  const pod = (name: string, image: string, list = 'initContainers'): string =>
    podOf(`${list}:
- name: ${name}
  image: ${image}
${list === 'containers' ? '' : 'containers:\n'}- name: web
  image: ${IMAGE}
`);
  const found = (text: string, allowedRegistries: string[] = []): string[] =>
    see(text, 'impersonates-injected-sidecar', { allowedRegistries }).map(
      ({ severity, container, text: words }) => `${severity} ${container} ${words}`,
    );

  it.each([
    ['istio-proxy', 'docker.io/evil/proxyv2'],
    ['istio-proxy', 'registry.example.com/proxyv2'],
    ['istio-proxy', 'docker.io/istio.evil/proxyv2'],
    ['istio-proxy', 'docker.io.evil.example/proxyv2'],
    ['istio-proxy', 'alpine'],
    ['istio-init', 'docker.io/library/alpine'],
    ['linkerd-proxy', 'proxy'],
    ['linkerd-proxy', 'istio/proxyv2'],
    ['vault-agent', 'docker.io/evil/vault'],
    ['vault-agent-init', 'busybox'],
    ['daprd', 'evil.example/daprd'],
    ['datadog-agent-injected', 'evil/agent'],
    ['consul-dataplane-web', 'evil/consul-dataplane'],
  ])('%s from %s', (name, image) => {
    const written = `${image}:${TAG}`;
    for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
      expect(found(pod(name, written, list))).toEqual([`warning ${name} ${written}`]);
    }
  });

  it.each([
    ["the publisher's image", 'istio-proxy', `docker.io/istio/proxyv2:${TAG}`],
    ['its short form', 'istio-proxy', `istio/proxyv2:${TAG}`],
    ["a vendor's", 'istio-proxy', `registry.redhat.io/openshift-service-mesh/proxyv2-rhel9:${TAG}`],
    ["a mirror with the publisher's path", 'istio-proxy', `mirror.example.com/istio/proxyv2:${TAG}`],
    [
      'a mirror that keeps the registry, too',
      'linkerd-proxy',
      `mirror.example.com:5000/cr.l5d.io/linkerd/proxy:${TAG}`,
    ],
    ['another publisher of the same name', 'vault-agent', `quay.io/openbao/openbao:${TAG}`],
    ['an image for an injector to fill in', 'istio-proxy', 'auto'],
    ['a placeholder', 'istio-proxy', '$(PROXY_IMAGE)'],
    ['a template', 'istio-proxy', '"{{ .Values.image }}"'],
    ['a sidecar that no injector adds', 'fluent-bit', `docker.io/example/shipper:${TAG}`],
    ['a name that others have, too', 'envoy', `docker.io/example/envoy:${TAG}`],
    ['another name', 'istio-proxy-test', `docker.io/example/proxyv2:${TAG}`],
  ])('says nothing of %s', (_, name, image) => {
    expect(found(pod(name, image))).toEqual([]);
  });

  it('says nothing of what stands in an allowed registry', () => {
    const text = pod('istio-proxy', `registry.example.com/mesh/proxyv2:${TAG}`);
    expect(found(text, ['registry.example.org'])).toHaveLength(1);
    expect(found(text, ['registry.example.com'])).toEqual([]);
  });

  it.each([
    ["the publisher's", 'proxyv2', 'docker.io/istio/proxyv2', 0],
    ["another's", 'istio/proxyv2', 'docker.io/evil/proxyv2', 1],
  ])('judges what a kustomization replaces the image by: %s', (_, written, newName, count) => {
    const index = new WorkspaceIndex();
    const manifest = ManifestFile.read(pod('istio-proxy', `${written}:1`));
    const kustomization = ManifestFile.read(
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [pod.yaml]\nimages: [{ name: ${written}, newName: ${newName} }]\n`,
    );
    index.update('file:///w/pod.yaml', manifest);
    index.update('file:///w/kustomization.yaml', kustomization);
    const analyzer = new Analyzer([impersonatesInjectedSidecar], index, DEFAULT_OPTIONS);
    const findings = manifest.documents.flatMap(({ document }) => analyzer.analyse(document).findings);
    expect(findings).toHaveLength(count);
  });

  it('names both publishers where two have the name', () => {
    const [finding] = see(pod('vault-agent', `evil/vault:${TAG}`), 'impersonates-injected-sidecar');
    expect(finding?.message).toContain(
      'has the name of Vault Agent, but its image `docker.io/evil/vault` is not from HashiCorp or OpenBao',
    );
  });
});

describe('more-privileged-than-app, of a well-known sidecar', () => {
  const found = (name: string, image: string, context: string, hostPath?: string): string[] =>
    see(
      podOf(`containers:
- name: web
  image: ${IMAGE}
  securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false }
- name: ${name}
  image: ${image}:${TAG}
  securityContext: ${context}
${
  hostPath === undefined
    ? ''
    : `  volumeMounts: [{ name: node, mountPath: /node }]\nvolumes: [{ name: node, hostPath: { path: ${hostPath} } }]\n`
}`),
      'more-privileged-than-app',
    ).map(({ text }) => text);

  it.each([
    ['a capability', 'tailscale', 'tailscale/tailscale', '{ capabilities: { add: [NET_ADMIN] } }', 'NET_ADMIN'],
    [
      'its other spelling',
      'tailscale',
      'tailscale/tailscale',
      '{ capabilities: { add: [CAP_NET_RAW] } }',
      'CAP_NET_RAW',
    ],
    ['root', 'tailscale', 'tailscale/tailscale', '{ runAsUser: 0 }', '0'],
  ])('leaves alone %s that it needs, but not by its name or its image alone', (_, name, image, context, text) => {
    expect(found(name, image, context)).toEqual([]);
    expect(found(name, `mirror.example.com/${image}`, context)).toEqual([]);
    expect(found(name, 'example/vpn', context)).toEqual([text]);
    expect(found(name, `docker.io/evil/${image.split('/')[1]}`, context)).toEqual([text]);
    expect(found('vpn-agent', image, context)).toEqual([text]);
  });

  it('leaves alone the paths of the node that it needs, with what is below them', () => {
    const shipper = (path: string, image = 'fluent/fluent-bit'): string[] => found('fluent-bit', image, '{}', path);
    expect(shipper('/var/log')).toEqual([]);
    expect(shipper('/var/log/')).toEqual([]);
    expect(shipper('/var/log/pods')).toEqual([]);
    expect(shipper('/var/log', 'evil/fluent-bit')).toEqual(['/node']);
    for (const path of ['/', '/var', '/var/logs', '/var/log/../../etc', '/etc'])
      expect(shipper(path)).toEqual(['/node']);
  });

  it('reports what it does not need', () => {
    expect(found('tailscale', 'tailscale/tailscale', '{ privileged: true }')).toEqual(['true']);
    expect(found('tailscale', 'tailscale/tailscale', '{ capabilities: { add: [NET_ADMIN, SYS_ADMIN] } }')).toEqual([
      'SYS_ADMIN',
    ]);
    expect(found('fluent-bit', 'fluent/fluent-bit', '{ runAsUser: 0 }')).toEqual(['0']);
    expect(found('dind', 'docker', '{ privileged: true, runAsUser: 0 }')).toEqual(['true']);
  });
});
