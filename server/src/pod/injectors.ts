import type { YamlValue } from '../manifest/value';

/** Whether the value of a label or annotation turns injection on or off; `undefined` if it does neither. */
type Switch = (value: string) => boolean | undefined;

/** A label or annotation that turns injection on or off, on a pod template or on its namespace. */
export interface InjectionKey {
  readonly kind: 'label' | 'annotation';
  readonly key: string;
  readonly on: 'pod' | 'namespace' | 'both';
  readonly means: Switch;
  /** It only has an effect if the namespace turns injection on. */
  readonly needsNamespace?: true;
}

/** A webhook that adds containers to pods. */
export interface Injector {
  readonly name: string;
  /** The container that it adds. */
  readonly adds: string;
  /** The annotation with which it adds only another container, which ends before the app starts. */
  readonly atStart?: { readonly annotation: string; readonly adds: string };
  /** Another container that all injectors of this publisher add. */
  readonly alsoAdds?: string;
  /** The first key with an effect decides. */
  readonly keys: readonly InjectionKey[];
  /** A pod can't turn on what its namespace turns off. */
  readonly obeysNamespace?: true;
  /** It only adds a container on request, so turning it off changes nothing. */
  readonly isOptIn?: true;
  /** Its own configuration can turn it on for pods without any label or annotation. */
  readonly isConfigured?: true;
  /** It skips pods with `hostNetwork`. */
  readonly needsPodNetwork?: true;
  /** The user ID of the mesh proxy: the traffic of this user is not redirected. */
  readonly proxyUser?: number;
  /** When its container keeps a Job from completing; `undefined` if it never does. */
  readonly stays?: Stays;
}

/** When an added container keeps running after the app ends. */
interface Stays {
  /** The annotations with which it doesn't, because the container is native, or only runs at the start. */
  readonly unlessAnnotated?: readonly string[];
  /** The annotations also have an effect on the namespace. */
  readonly inherits?: true;
  /** The other case in which it doesn't, in words. */
  readonly unless?: string;
  /** The minor version of Kubernetes since which this case is the default. */
  readonly nativeFrom?: number;
}

const either =
  (on: RegExp, off: RegExp): Switch =>
  (value) =>
    on.test(value) ? true : off.test(value) ? false : undefined;

/** The values of Go's strconv.ParseBool. */
export const BOOLEAN: Switch = either(/^(?:1|[tT]|true|True|TRUE)$/, /^(?:0|[fF]|false|False|FALSE)$/);
/** All other values leave the decision to the namespace. */
const EXACT = either(/^true$/, /^false$/);
const ENABLED = either(/^(?:enabled|true)$/, /^(?:disabled|false)$/);
/** All other values mean off. */
const YES = either(/^(?:1|t|y|yes|true|on)$/i, /./);
/** A name, or "true". */
const NAMED = either(/^(?!false$)./i, /^false$/i);
const REVISION: Switch = (value) => (value === '' ? undefined : true);

/** According to the documentation and the code of the injectors. */
export const INJECTORS: readonly Injector[] = [
  {
    name: 'Istio',
    adds: 'istio-proxy',
    proxyUser: 1337,
    needsPodNetwork: true,
    obeysNamespace: true,
    // The webhook selects pods and namespaces by labels, and reads the annotation only when it is called.
    keys: [
      { kind: 'label', key: 'sidecar.istio.io/inject', on: 'pod', means: EXACT },
      { kind: 'annotation', key: 'sidecar.istio.io/inject', on: 'pod', means: EXACT, needsNamespace: true },
      { kind: 'label', key: 'istio.io/rev', on: 'pod', means: REVISION },
      { kind: 'label', key: 'istio-injection', on: 'namespace', means: (value) => value === 'enabled' },
      { kind: 'label', key: 'istio.io/rev', on: 'namespace', means: REVISION },
    ],
    stays: {
      unlessAnnotated: ['sidecar.istio.io/nativeSidecar'],
      unless: 'unless it is a native sidecar (the default since Istio 1.27 and Kubernetes 1.33)',
      nativeFrom: 33,
    },
  },
  {
    name: 'Linkerd',
    adds: 'linkerd-proxy',
    proxyUser: 2102,
    needsPodNetwork: true,
    keys: [
      {
        kind: 'annotation',
        key: 'linkerd.io/inject',
        on: 'both',
        means: either(/^(?:enabled|ingress)$/, /^disabled$/),
      },
    ],
    stays: {
      unlessAnnotated: ['', 'beta.', 'alpha.'].map((stage) => `config.${stage}linkerd.io/proxy-enable-native-sidecar`),
      inherits: true,
      unless: 'unless it is a native sidecar (the default only in newer versions of Linkerd)',
    },
  },
  {
    name: 'Vault',
    adds: 'vault-agent',
    isOptIn: true,
    keys: [{ kind: 'annotation', key: 'vault.hashicorp.com/agent-inject', on: 'pod', means: BOOLEAN }],
    atStart: { annotation: 'vault.hashicorp.com/agent-pre-populate-only', adds: 'vault-agent-init' },
    stays: {},
  },
  {
    name: 'Dapr',
    adds: 'daprd',
    isOptIn: true,
    keys: [{ kind: 'annotation', key: 'dapr.io/enabled', on: 'pod', means: YES }],
    stays: {},
  },
  {
    name: 'OpenTelemetry',
    adds: 'otc-container',
    isOptIn: true,
    keys: [{ kind: 'annotation', key: 'sidecar.opentelemetry.io/inject', on: 'both', means: NAMED }],
    stays: {
      unless: 'unless it is a native sidecar (the default since version 0.132 of the operator and Kubernetes 1.29)',
      nativeFrom: 29,
    },
  },
  ...['java', 'nodejs', 'python', 'dotnet'].map(
    (language): Injector => ({
      name: 'OpenTelemetry',
      adds: `opentelemetry-auto-instrumentation-${language}`,
      isOptIn: true,
      keys: [
        { kind: 'annotation', key: `instrumentation.opentelemetry.io/inject-${language}`, on: 'both', means: NAMED },
      ],
    }),
  ),
  {
    name: 'Datadog',
    adds: 'datadog-agent-injected',
    isOptIn: true,
    keys: [{ kind: 'label', key: 'agent.datadoghq.com/sidecar', on: 'pod', means: NAMED }],
    stays: {},
  },
  ...['java', 'js', 'python', 'dotnet', 'ruby', 'php'].map(
    (language): Injector => ({
      name: 'Datadog',
      adds: `datadog-lib-${language}-init`,
      alsoAdds: 'datadog-init-apm-inject',
      isConfigured: true,
      keys: [
        // The value "true" alone adds nothing. It only enables the other keys.
        {
          kind: 'label',
          key: 'admission.datadoghq.com/enabled',
          on: 'pod',
          means: (value) => (value === 'false' ? false : undefined),
        },
        { kind: 'annotation', key: `admission.datadoghq.com/${language}-lib.version`, on: 'pod', means: NAMED },
      ],
    }),
  ),
  {
    name: 'Consul',
    adds: 'consul-dataplane',
    proxyUser: 5995,
    keys: [{ kind: 'annotation', key: 'consul.hashicorp.com/connect-inject', on: 'pod', means: BOOLEAN }],
    stays: { unlessAnnotated: ['consul.hashicorp.com/enable-consul-dataplane-as-sidecar'] },
  },
  {
    name: 'Kuma',
    adds: 'kuma-sidecar',
    proxyUser: 5678,
    keys: [
      { kind: 'label', key: 'kuma.io/sidecar-injection', on: 'both', means: ENABLED },
      { kind: 'annotation', key: 'kuma.io/sidecar-injection', on: 'both', means: ENABLED },
    ],
    stays: { unless: 'unless Kuma is configured with `experimental.sidecarContainers`' },
  },
];

/** The labels or annotations of an object's metadata. */
export function keyIn(metadata: YamlValue, { kind, key }: Pick<InjectionKey, 'kind' | 'key'>): YamlValue {
  return metadata.get(kind === 'label' ? 'labels' : 'annotations').get(key);
}
