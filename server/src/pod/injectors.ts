import type { YamlValue } from '../manifest/value';

/** What a label or annotation says about injection; `undefined` where it says nothing. */
type Switch = (value: string) => boolean | undefined;

/** A label or annotation that switches injection on or off, on a pod's template or on its namespace. */
export interface InjectionKey {
  readonly kind: 'label' | 'annotation';
  readonly key: string;
  readonly on: 'pod' | 'namespace' | 'both';
  readonly means: Switch;
  /** It is only heard where the namespace has injection on. */
  readonly needsNamespace?: true;
}

/** A webhook that adds containers to pods. */
export interface Injector {
  readonly name: string;
  /** The container that stays in the pod. */
  readonly adds: string;
  /** The first that speaks decides. */
  readonly keys: readonly InjectionKey[];
  /** The user of a mesh's proxy: traffic of this user is not intercepted. */
  readonly proxyUser?: number;
  /** Whether the container doesn't hold up a Job here: it is native by the pod's own word, or only runs at the start. */
  lets?(annotation: (key: string) => string | undefined): boolean;
  /** In which case it doesn't hold up a Job, in words. */
  readonly unless?: string;
}

const flag: Switch = (value) =>
  /^(?:true|enabled|yes|1)$/i.test(value) ? true : /^(?:false|disabled|no|0)$/i.test(value) ? false : undefined;
const anyValue: Switch = (value) => (/^false$/i.test(value) ? false : value !== '');

/** As their documentation names the keys. The webhook of Istio selects by labels; it hears the annotation where it is called. */
export const INJECTORS: readonly Injector[] = [
  {
    name: 'Istio',
    adds: 'istio-proxy',
    proxyUser: 1337,
    keys: [
      { kind: 'label', key: 'sidecar.istio.io/inject', on: 'pod', means: flag },
      { kind: 'annotation', key: 'sidecar.istio.io/inject', on: 'pod', means: flag, needsNamespace: true },
      { kind: 'label', key: 'istio.io/rev', on: 'pod', means: anyValue },
      { kind: 'label', key: 'istio-injection', on: 'namespace', means: flag },
      { kind: 'label', key: 'istio.io/rev', on: 'namespace', means: anyValue },
    ],
    lets: (annotation) => annotation('sidecar.istio.io/nativeSidecar') === 'true',
    unless: 'unless it is native, which is the default from Istio 1.27 on',
  },
  {
    name: 'Linkerd',
    adds: 'linkerd-proxy',
    proxyUser: 2102,
    keys: [
      {
        kind: 'annotation',
        key: 'linkerd.io/inject',
        on: 'both',
        means: (value) => (value === 'ingress' ? true : flag(value)),
      },
    ],
    lets: (annotation) =>
      annotation('config.linkerd.io/proxy-enable-native-sidecar') === 'true' ||
      annotation('config.alpha.linkerd.io/proxy-enable-native-sidecar') === 'true',
  },
  {
    name: 'Vault',
    adds: 'vault-agent',
    keys: [{ kind: 'annotation', key: 'vault.hashicorp.com/agent-inject', on: 'pod', means: flag }],
    lets: (annotation) => annotation('vault.hashicorp.com/agent-pre-populate-only') === 'true',
  },
  {
    name: 'Dapr',
    adds: 'daprd',
    keys: [{ kind: 'annotation', key: 'dapr.io/enabled', on: 'pod', means: flag }],
  },
  {
    name: 'OpenTelemetry',
    adds: 'otc-container',
    keys: [{ kind: 'annotation', key: 'sidecar.opentelemetry.io/inject', on: 'both', means: anyValue }],
    unless: 'unless the operator makes it native, as it does from Kubernetes 1.29 on',
  },
  {
    name: 'Datadog',
    adds: 'datadog-agent-injected',
    keys: [{ kind: 'label', key: 'agent.datadoghq.com/sidecar', on: 'pod', means: anyValue }],
  },
  {
    name: 'Consul',
    adds: 'consul-dataplane',
    proxyUser: 5995,
    keys: [{ kind: 'annotation', key: 'consul.hashicorp.com/connect-inject', on: 'pod', means: flag }],
  },
  {
    name: 'Kuma',
    adds: 'kuma-sidecar',
    proxyUser: 5678,
    keys: [
      { kind: 'label', key: 'kuma.io/sidecar-injection', on: 'both', means: flag },
      { kind: 'annotation', key: 'kuma.io/sidecar-injection', on: 'both', means: flag },
    ],
  },
];

/** The labels or annotations of an object's metadata. */
export function keyIn(metadata: YamlValue, { kind, key }: Pick<InjectionKey, 'kind' | 'key'>): YamlValue {
  return metadata.get(kind === 'label' ? 'labels' : 'annotations').get(key);
}
