import { apiGroup } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { INJECTORS, type InjectionKey, type Injector, keyIn } from './injectors';
import type { Pod } from './pod';

/** What the labels and annotations of a namespace say. */
export interface NamespaceWords {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An injector that a pod or its namespace speaks of. */
export interface Injection {
  readonly injector: Injector;
  readonly isOn: boolean;
  /** The pod's own word; none where only the namespace speaks. */
  readonly at: YamlValue | undefined;
  /** What decided, in words: `the label "sidecar.istio.io/inject"`. */
  readonly by: string;
  /** Whether the namespace has the injector on for its pods. */
  readonly isOnInNamespace: boolean;
}

/** The injectors that will add a container to a pod, or are told not to. Webhooks look at the pod's template. */
export function injectionsOf(pod: Pod, namespace: NamespaceWords | undefined): Injection[] {
  if (pod.isAssembled) return [];
  const isOnHostNetwork = pod.spec.get('hostNetwork').boolean === true;
  return INJECTORS.flatMap((injector): Injection[] => {
    if (injector.needsPodNetwork && isOnHostNetwork) return [];
    const ofNamespace = namespace && decide(injector, namespace);
    const isOnInNamespace = ofNamespace?.isOn ?? false;
    const isForbidden = injector.obeysNamespace === true && ofNamespace?.isOn === false;
    for (const key of injector.keys.filter(({ on }) => on !== 'namespace')) {
      const at = keyIn(pod.metadata, key);
      const isOn = at.label === undefined ? undefined : key.means(at.label);
      if (isOn === undefined || (isOn && (isForbidden || (key.needsNamespace && !isOnInNamespace)))) continue;
      return [{ injector, isOn, at, by: words(key), isOnInNamespace }];
    }
    if (!ofNamespace || !namespace) return [];
    return [
      {
        injector,
        isOn: ofNamespace.isOn,
        at: undefined,
        by: `${words(ofNamespace.key)} of the namespace "${namespace.name}"`,
        isOnInNamespace,
      },
    ];
  });
}

/**
 * The labels and annotations of a workload's own metadata that would ask for a container on the pod's template. Webhooks
 * that look at pods never see them.
 */
export function misplacedRequestsOf({ resource, metadata }: Pod): { injector: Injector; at: YamlValue }[] {
  // The controllers of custom kinds may hand them on.
  if (!['apps', 'batch'].includes(apiGroup(resource))) return [];
  const own = resource.value.get('metadata');
  return INJECTORS.flatMap((injector) =>
    injector.keys
      .filter((key) => key.on !== 'namespace' && !keyIn(metadata, key).exists)
      .map((key) => ({ injector, key, at: keyIn(own, key) }))
      .filter(({ key, at }) => at.label !== undefined && key.means(at.label) === true),
  );
}

/** What a namespace says about an injector, and the key by which. */
export function decide(
  injector: Injector,
  { labels, annotations }: NamespaceWords,
): { isOn: boolean; key: InjectionKey } | undefined {
  for (const key of injector.keys.filter(({ on }) => on !== 'pod')) {
    const value = (key.kind === 'label' ? labels : annotations)[key.key];
    const isOn = value === undefined ? undefined : key.means(value);
    if (isOn !== undefined) return { isOn, key };
  }
  return undefined;
}

/** What the annotations say about whether an added container outlives the app: `undefined` where they say nothing. */
export function staysByAnnotation(
  { metadata }: Pod,
  namespace: NamespaceWords | undefined,
  { stays }: Injector,
): boolean | undefined {
  const says = (stays?.unlessAnnotated ?? []).flatMap(
    (key) => metadata.get('annotations').get(key).label ?? (stays?.inherits && namespace?.annotations[key]) ?? [],
  );
  return says.includes('true') ? false : says.includes('false') ? true : undefined;
}

/** Whether the container that an injector adds is in the manifest already: what the cluster printed. */
export function isInjectedAlready(pod: Pod, { adds }: Injector): boolean {
  return pod.containers.some(({ name }) => name === adds);
}

function words({ kind, key }: InjectionKey): string {
  return `the ${kind} "${key}"`;
}
