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
  /** The container that it adds. */
  readonly adds: string;
  /** Another one that it adds, together with all of its publisher's. */
  readonly alsoAdds?: string;
  /** The first that speaks decides. */
  readonly keys: readonly InjectionKey[];
  /** A pod can't ask for what its namespace has switched off. */
  readonly obeysNamespace?: true;
  /** It adds nothing unless asked, so that its "off" takes nothing away. */
  readonly isOptIn?: true;
  /** Its own configuration can ask for pods of which neither they nor their namespace say anything. */
  readonly isConfigured?: true;
  /** It leaves pods on the network of the node alone. */
  readonly needsPodNetwork?: true;
  /** The user of a mesh's proxy: traffic of this user is not intercepted. */
  readonly proxyUser?: number;
  /** Whether its container holds up a Job; none where that never does. */
  readonly stays?: Stays;
}

/** When an added container outlives the app. */
interface Stays {
  /** The annotations by which it doesn't: the container is native then, or only runs at the start. */
  readonly unlessAnnotated?: readonly string[];
  /** They are heard on the namespace, too. */
  readonly inherits?: true;
  /** In which other case it doesn't, in words. */
  readonly unless?: string;
  /** The minor version of Kubernetes from which on that case is the default. */
  readonly nativeFrom?: number;
}

const either =
  (on: RegExp, off: RegExp): Switch =>
  (value) =>
    on.test(value) ? true : off.test(value) ? false : undefined;

/** What Go's strconv.ParseBool takes. */
const BOOLEAN = either(/^(?:1|t|true)$/i, /^(?:0|f|false)$/i);
const ENABLED = either(/^(?:enabled|true)$/, /^(?:disabled|false)$/);
/** Anything else is a no. */
const YES = either(/^(?:1|t|y|yes|true|on)$/i, /./);
/** The name of something, or "true". */
const NAMED = either(/^(?!false$)./i, /^false$/i);
const REVISION: Switch = (value) => (value === '' ? undefined : true);

/** As the documentation and the code of the injectors have them. */
export const INJECTORS: readonly Injector[] = [
  {
    name: 'Istio',
    adds: 'istio-proxy',
    proxyUser: 1337,
    needsPodNetwork: true,
    obeysNamespace: true,
    // The webhook selects pods and namespaces by labels; it hears the annotation where it is called.
    keys: [
      { kind: 'label', key: 'sidecar.istio.io/inject', on: 'pod', means: YES },
      { kind: 'annotation', key: 'sidecar.istio.io/inject', on: 'pod', means: YES, needsNamespace: true },
      { kind: 'label', key: 'istio.io/rev', on: 'pod', means: REVISION },
      { kind: 'label', key: 'istio-injection', on: 'namespace', means: (value) => value === 'enabled' },
      { kind: 'label', key: 'istio.io/rev', on: 'namespace', means: REVISION },
    ],
    stays: {
      unlessAnnotated: ['sidecar.istio.io/nativeSidecar'],
      unless: 'unless it is native, which is the default from Istio 1.27 and Kubernetes 1.33 on',
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
      unless: 'unless it is native, which only newer versions of Linkerd do by default',
    },
  },
  {
    name: 'Vault',
    adds: 'vault-agent',
    isOptIn: true,
    keys: [{ kind: 'annotation', key: 'vault.hashicorp.com/agent-inject', on: 'pod', means: BOOLEAN }],
    stays: { unlessAnnotated: ['vault.hashicorp.com/agent-pre-populate-only'] },
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
      unless: 'unless it is native, which is the default from version 0.132 of the operator and Kubernetes 1.29 on',
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
        // By itself, "true" only lets the others be heard.
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
    stays: { unless: 'unless Kuma runs with experimental.sidecarContainers' },
  },
];

/** The labels or annotations of an object's metadata. */
export function keyIn(metadata: YamlValue, { kind, key }: Pick<InjectionKey, 'kind' | 'key'>): YamlValue {
  return metadata.get(kind === 'label' ? 'labels' : 'annotations').get(key);
}
