import { imageBasename } from './image-name';

/** A sidecar that many clusters run, recognised by the name of its container or of its image. */
export interface KnownSidecar {
  readonly name: string;
  /** Names of its containers. */
  readonly containers: readonly RegExp[];
  /** Last path parts of its images. */
  readonly images: readonly RegExp[];
  /** What it does with the volumes that it shares with the app. */
  readonly volumes?: 'reads' | 'writes';
  /** It serves or watches for as long as it runs; nothing ends it when the app is done. */
  readonly runsForever: boolean;
  /** It holds keys and passwords for the app: a TLS terminator or an agent for secrets. */
  readonly needsSecrets?: true;
  /** Its injector decides where it goes in the pod. */
  readonly isInjected?: true;
}

const sidecar = (
  name: string,
  containers: RegExp[],
  images: RegExp[],
  more: Partial<Pick<KnownSidecar, 'volumes' | 'runsForever' | 'isInjected' | 'needsSecrets'>> = {},
): KnownSidecar => ({ name, containers, images, runsForever: true, ...more });

/** Names and images as their projects' own charts, injectors and documentation have them. */
export const KNOWN_SIDECARS: readonly KnownSidecar[] = [
  sidecar('Istio proxy', [/^istio-proxy$/], [/^proxyv2$/], { isInjected: true, needsSecrets: true }),
  sidecar('Linkerd proxy', [/^linkerd-proxy$/], [/^proxy$/], { isInjected: true }),
  sidecar('Kuma sidecar', [/^kuma-sidecar$/], [/^kuma-dp$/], { isInjected: true }),
  sidecar('Consul dataplane', [/^consul-dataplane$/], [/^consul-dataplane$/], { isInjected: true }),
  sidecar('Vault Agent', [/^vault-agent(-init)?$/], [/^vault(-enterprise)?$/], {
    volumes: 'writes',
    isInjected: true,
    needsSecrets: true,
  }),
  sidecar('Dapr', [/^daprd$/], [/^daprd$/], { isInjected: true }),
  sidecar('OpenTelemetry Collector', [/^otc-container$/, /^otel-collector$/], [/^opentelemetry-collector.*$/]),
  sidecar('Datadog Agent', [/^datadog-agent-injected$/], [], { isInjected: true }),
  sidecar('Cloud SQL Auth Proxy', [/^cloud-?sql-proxy$/], [/^(cloud-sql-proxy|gce-proxy)$/], { needsSecrets: true }),
  sidecar('AlloyDB Auth Proxy', [/^alloydb-auth-proxy$/], [/^alloydb-auth-proxy$/]),
  sidecar('kube-rbac-proxy', [/^kube-rbac-proxy.*$/], [/^kube-rbac-proxy$/], { needsSecrets: true }),
  sidecar('OAuth2 Proxy', [/^oauth2?-proxy$/], [/^oauth2?-proxy$/], { needsSecrets: true }),
  sidecar('Envoy', [/^envoy(-sidecar)?$/], [/^envoy$/], { needsSecrets: true }),
  sidecar('CSI provisioner', [/^csi-provisioner$/], [/^csi-provisioner$/]),
  sidecar('CSI attacher', [/^csi-attacher$/], [/^csi-attacher$/]),
  sidecar('CSI resizer', [/^csi-resizer$/], [/^csi-resizer$/]),
  sidecar('CSI snapshotter', [/^csi-snapshotter$/], [/^csi-snapshotter$/]),
  sidecar(
    'CSI health monitor',
    [/^csi-external-health-monitor-controller$/],
    [/^csi-external-health-monitor-controller$/],
  ),
  sidecar('CSI node driver registrar', [/^(csi-)?node-driver-registrar$/], [/^csi-node-driver-registrar$/]),
  sidecar('CSI liveness probe', [/^liveness-probe$/], [/^livenessprobe$/]),
  sidecar('configmap-reload', [/^.*configmap-reload.*$/], [/^configmap-reload$/], { volumes: 'reads' }),
  sidecar('Prometheus config reloader', [/^.*config-reloader$/], [/^prometheus-config-reloader$/], {
    volumes: 'writes',
  }),
  sidecar('k8s-sidecar', [/^.*-sc-(dashboard|datasources|alerts).*$/], [/^k8s-sidecar$/], { volumes: 'writes' }),
  sidecar('git-sync', [/^git-?sync$/], [/^git-sync$/], { volumes: 'writes' }),
  sidecar('Fluent Bit', [/^fluent-?bit$/], [/^fluent-bit$/, /^aws-for-fluent-bit$/], { volumes: 'reads' }),
  sidecar('Fluentd', [/^fluentd$/], [/^fluentd(-kubernetes-daemonset)?$/], { volumes: 'reads' }),
  sidecar('Filebeat', [/^filebeat$/], [/^filebeat(-oss)?$/], { volumes: 'reads' }),
  sidecar('Promtail', [/^promtail$/], [/^promtail$/], { volumes: 'reads' }),
  sidecar('Grafana Alloy', [/^(grafana-)?alloy$/], [/^alloy$/], { volumes: 'reads' }),
  sidecar('Vector', [/^vector(-agent)?$/], [/^vector$/], { volumes: 'reads' }),
  sidecar('Logstash', [/^logstash$/], [/^logstash(-oss)?$/], { volumes: 'reads' }),
  sidecar('Splunk forwarder', [/^splunk-(uf|forwarder)$/], [/^universalforwarder$/], { volumes: 'reads' }),
  sidecar('Jaeger agent', [/^jaeger-agent$/], [/^jaeger-agent$/]),
  sidecar('Cloud Storage FUSE', [/^gke-gcsfuse-sidecar$/], [/^gcs-fuse-csi-driver-sidecar-mounter$/], {
    isInjected: true,
  }),
  sidecar('Tailscale', [/^tailscale$/, /^ts-sidecar$/], [/^tailscale$/]),
  sidecar('nginx Prometheus exporter', [/^nginx-(prometheus-)?exporter$/], [/^nginx-prometheus-exporter$/]),
  sidecar('Redis exporter', [/^redis-exporter$/], [/^redis_exporter$/]),
  sidecar('PostgreSQL exporter', [/^postgres(ql)?-exporter$/], [/^postgres[-_]exporter$/]),
  sidecar('MySQL exporter', [/^mysqld?-exporter$/], [/^mysqld[-_]exporter$/]),
  sidecar('StatsD exporter', [/^statsd(-exporter)?$/], [/^statsd-exporter$/]),
];

export interface KnownSidecarMatch {
  readonly sidecar: KnownSidecar;
  readonly byName: boolean;
  readonly byImage: boolean;
}

/** The well-known sidecar that a container looks like. A name alone is a claim that anybody can make. */
export function findKnownSidecar(name: string | undefined, image: string | undefined): KnownSidecarMatch | undefined {
  const basename = image === undefined ? '' : imageBasename(image);
  let best: KnownSidecarMatch | undefined;
  for (const sidecar of KNOWN_SIDECARS) {
    const byName = name !== undefined && sidecar.containers.some((pattern) => pattern.test(name));
    const byImage = basename !== '' && sidecar.images.some((pattern) => pattern.test(basename));
    if (byName && byImage) return { sidecar, byName, byImage };
    if (byName || byImage) best ??= { sidecar, byName, byImage };
  }
  return best;
}
