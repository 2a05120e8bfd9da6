import { describe, expect, it } from 'vitest';
import { findKnownSidecar, isConfirmed } from '../../../server/src/pod/known-sidecars';
import { KNOWN_SIDECARS } from '../../../server/src/pod/known-sidecars.generated';

/** "sidecar: name, image (origin)" of what a container is known as. */
function known(name: string | undefined, image: string | undefined): string | undefined {
  const match = findKnownSidecar(name, image);
  if (!match) return undefined;
  const by = [match.byName ? ['name'] : [], match.byImage ? [`image (${match.origin})`] : []].flat();
  return `${match.sidecar.name}: ${by.join(', ')}`;
}

describe('a well-known sidecar', () => {
  it.each([
    ['istio-proxy', 'docker.io/istio/proxyv2:1.29.0', 'Istio proxy: name, image (publisher)'],
    ['istio-proxy', 'istio/proxyv2', 'Istio proxy: name, image (publisher)'],
    ['istio-init', 'istio/proxyv2', 'Istio init: name, image (publisher)'],
    ['x', 'istio/proxyv2', 'Istio proxy: image (publisher)'],
    ['istio-proxy', 'mirror.example.com/istio/proxyv2:1', 'Istio proxy: name, image (mirror)'],
    ['istio-proxy', 'mirror.example.com:5000/docker.io/istio/proxyv2:1', 'Istio proxy: name, image (mirror)'],
    ['istio-proxy', 'docker.io/evil/proxyv2', 'Istio proxy: name, image (namesake)'],
    ['istio-proxy', 'localhost:5000/proxyv2', 'Istio proxy: name, image (namesake)'],
    ['istio-proxy', 'gke.gcr.io/asm/proxyv2:1.28.5-asm.9', 'Istio proxy: name, image (publisher)'],
    [
      'istio-init',
      'registry.redhat.io/openshift-service-mesh/istio-proxyv2-rhel9:1.24',
      'Istio init: name, image (publisher)',
    ],
    [
      'gke-gcsfuse-sidecar',
      'us-central1-artifactregistry.gcr.io/gke-release/gke-release/gcs-fuse-csi-driver-sidecar-mounter:v1',
      'Cloud Storage FUSE: name, image (mirror)',
    ],
    ['istio-proxy', undefined, 'Istio proxy: name'],
    ['istio-proxy', 'auto', 'Istio proxy: name'],
    ['linkerd-proxy', 'cr.l5d.io/linkerd/proxy:edge', 'Linkerd proxy: name, image (publisher)'],
    ['linkerd-network-validator', 'cr.l5d.io/linkerd/proxy', 'Linkerd network validator: name, image (publisher)'],
    ['vault-agent', 'hashicorp/vault:1.20', 'Vault Agent: name, image (publisher)'],
    ['vault-agent', 'vault', 'Vault Agent: name, image (publisher)'],
    ['vault-agent', 'quay.io/openbao/openbao:2', 'OpenBao Agent: name, image (publisher)'],
    ['envoy', 'public.ecr.aws/appmesh/aws-appmesh-envoy:v1', 'AWS App Mesh Envoy: name, image (publisher)'],
    ['envoy', 'envoyproxy/envoy:v1.35', 'Envoy: name, image (publisher)'],
    ['fluent-bit', 'amazon/aws-for-fluent-bit:3', 'AWS for Fluent Bit: name, image (publisher)'],
    ['kube-rbac-proxy-main', 'x/y', 'kube-rbac-proxy: name'],
    ['prometheus-server-configmap-reload', 'x/y', 'configmap-reload: name'],
    ['log', 'registry.example.com/mirror/fluent-bit:3', 'Fluent Bit: image (namesake)'],
    ['alloy', 'registry.example.com/grafana/alloy', 'Grafana Alloy: name, image (mirror)'],
    ['dind', 'docker:28-dind', 'Docker daemon: name, image (publisher)'],
  ])('%s with %s', (name, image, expected) => {
    expect(known(name, image)).toBe(expected);
  });

  it('is what its image is, not what its name says', () => {
    expect(known('istio-proxy', 'fluent/fluent-bit:3')).toBe('Fluent Bit: image (publisher)');
    expect(known('vector', 'docker.io/grafana/promtail')).toBe('Promtail: image (publisher)');
  });

  it('is confirmed only by its name together with an image of its publisher or a mirror', () => {
    const confirmed = (name: string, image: string): boolean => isConfirmed(findKnownSidecar(name, image));
    expect(confirmed('istio-proxy', 'istio/proxyv2')).toBe(true);
    expect(confirmed('istio-proxy', 'mirror.example.com/istio/proxyv2')).toBe(true);
    expect(confirmed('istio-proxy', 'docker.io/evil/proxyv2')).toBe(false);
    expect(confirmed('istio-proxy', 'evil')).toBe(false);
    expect(confirmed('web', 'istio/proxyv2')).toBe(false);
    expect(confirmed('web', 'web')).toBe(false);
  });
});

describe('nothing is known of', () => {
  it.each([
    ['web', 'nginx:1'],
    ['web', 'docker.io/library/proxy'],
    ['web', 'proxy'],
    ['web', 'registry.example.com/team/envoy:1'],
    ['web', 'ghcr.io/team/agent'],
    ['web', 'vector'],
    ['web', 'team/alloy'],
    // The image of a server, too.
    ['web', 'hashicorp/vault:1.20'],
    ['web', 'gcr.io/datadoghq/agent:7'],
    ['build', 'docker:28'],
    ['istio-proxy-v2', 'x'],
    ['constructor', '__proto__'],
    ['', ''],
    [undefined, undefined],
    ['web', '///'],
    ['web', '@sha256:'],
  ])('%s with %s', (name, image) => {
    expect(known(name, image)).toBeUndefined();
  });
});

describe('the table', () => {
  it('has each sidecar once, and says who makes it, what it is for and where to read more', () => {
    expect(KNOWN_SIDECARS.length).toBeGreaterThanOrEqual(65);
    expect(new Set(KNOWN_SIDECARS.map(({ name }) => name)).size).toBe(KNOWN_SIDECARS.length);
    for (const { publisher, purpose, source } of KNOWN_SIDECARS) {
      expect(publisher).not.toBe('');
      expect(purpose).toMatch(/^[a-z].*[^.]$/);
      expect(source).toMatch(/^https:\/\/[^/]+\//);
    }
  });

  it.each(KNOWN_SIDECARS.map((sidecar) => [sidecar.name, sidecar] as const))(
    'finds %s by what it says',
    (_, sidecar) => {
      expect(sidecar.images.length).toBeGreaterThan(0);
      for (const image of sidecar.images) {
        // With its registry, without tag and digest.
        expect(image).toMatch(/^[a-z0-9.-]+\.[a-z]+\/[a-z0-9._/-]+$/);
        for (const name of sidecar.containers) {
          const match = findKnownSidecar(name.replaceAll('*', 'x'), `${image}:1`);
          expect([match?.sidecar.name, match?.origin]).toEqual([sidecar.name, 'publisher']);
        }
      }
    },
  );
});
