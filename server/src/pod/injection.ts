import { apiGroup } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { own } from '../text/own';
import { BOOLEAN, INJECTORS, type InjectionKey, type Injector, keyIn } from './injectors';
import type { Pod } from './pod';

/** The labels and annotations of a namespace. */
export interface NamespaceWords {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An injector that a pod or its namespace turns on or off. */
export interface Injection {
  readonly injector: Injector;
  readonly isOn: boolean;
  /** The label or annotation of the pod; `undefined` if only the namespace decides. */
  readonly at: YamlValue | undefined;
  /** The deciding label or annotation in words: `the label "sidecar.istio.io/inject"`. */
  readonly by: string;
  /** Whether the namespace turns the injector on for its pods. */
  readonly isOnInNamespace: boolean;
}

/** The injectors that a pod or its namespace turns on or off. Webhooks read the metadata of the pod template. */
export function podInjections(pod: Pod, namespace: NamespaceWords | undefined): Injection[] {
  if (pod.isAssembled || (!namespace && !hasKeys(pod.metadata))) return [];
  const isOnHostNetwork = pod.spec.get('hostNetwork').boolean === true;
  return INJECTORS.flatMap((one): Injection[] => {
    const injector = asAnnotated(one, pod);
    if (injector.needsPodNetwork && isOnHostNetwork) return [];
    const ofNamespace = namespace && decideInjection(injector, namespace);
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

/** The injector as the annotations of a pod make it: with one container that ends before the app starts, or as it is. */
function asAnnotated(injector: Injector, { metadata }: Pod): Injector {
  const { atStart, stays, ...rest } = injector;
  if (!atStart || BOOLEAN(metadata.get('annotations').get(atStart.annotation).label ?? '') !== true) return injector;
  return { ...rest, adds: atStart.adds };
}

/**
 * The labels and annotations in the metadata of a workload that would turn injection on in the metadata of its pod template.
 * Webhooks that are called for pods do not see them.
 */
export function misplacedRequestsOf({ resource, metadata }: Pod): { injector: Injector; at: YamlValue }[] {
  // The controllers of custom resources may copy them to the pods.
  if (!['apps', 'batch'].includes(apiGroup(resource))) return [];
  const own = resource.value.get('metadata');
  if (!hasKeys(own)) return [];
  return INJECTORS.flatMap((injector) =>
    injector.keys
      .filter((key) => key.on !== 'namespace' && !keyIn(metadata, key).isSet)
      .map((key) => ({ injector, key, at: keyIn(own, key) }))
      .filter(({ key, at }) => at.label !== undefined && key.means(at.label) === true),
  );
}

/** Whether a namespace turns an injector on or off, and the key that decides. */
export function decideInjection(
  injector: Injector,
  { labels, annotations }: NamespaceWords,
): { isOn: boolean; key: InjectionKey } | undefined {
  for (const key of injector.keys.filter(({ on }) => on !== 'pod')) {
    const value = own(key.kind === 'label' ? labels : annotations, key.key);
    const isOn = value === undefined ? undefined : key.means(value);
    if (isOn !== undefined) return { isOn, key };
  }
  return undefined;
}

/** Whether an added container keeps running after the app ends, according to annotations; `undefined` without one. */
export function staysByAnnotation(
  { metadata }: Pod,
  namespace: NamespaceWords | undefined,
  { stays }: Injector,
): boolean | undefined {
  const says = (stays?.unlessAnnotated ?? []).flatMap(
    (key) => metadata.get('annotations').get(key).label ?? (stays?.inherits && own(namespace?.annotations, key)) ?? [],
  );
  return says.includes('true') ? false : says.includes('false') ? true : undefined;
}

/** Whether the manifest already has the container of an injector, because it was printed from a cluster. */
export function isInjectedAlready(pod: Pod, { adds }: Injector): boolean {
  return pod.containers.some(({ name }) => name === adds);
}

const KEYS: ReadonlySet<string> = new Set(INJECTORS.flatMap(({ keys }) => keys.map(({ key }) => key)));

/** Whether metadata has a label or annotation that an injector reads; most has none. */
function hasKeys(metadata: YamlValue): boolean {
  return (
    metadata.get('annotations').entries.some(({ key }) => KEYS.has(key)) ||
    metadata.get('labels').entries.some(({ key }) => KEYS.has(key))
  );
}

function words({ kind, key }: InjectionKey): string {
  return `the ${kind} "${key}"`;
}
