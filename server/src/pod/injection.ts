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
  return INJECTORS.flatMap((injector): Injection[] => {
    const ofNamespace = namespace && decide(injector, namespace);
    const isOnInNamespace = ofNamespace?.isOn ?? false;
    for (const key of injector.keys.filter(({ on }) => on !== 'namespace')) {
      const at = keyIn(pod.metadata, key);
      const isOn = at.label === undefined ? undefined : key.means(at.label);
      if (isOn === undefined || (isOn && key.needsNamespace && !isOnInNamespace)) continue;
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

/** A text annotation of a pod's template. */
export function annotationOf({ metadata }: Pod, key: string): string | undefined {
  return metadata.get('annotations').get(key).label;
}

/** Whether the container that an injector adds is in the manifest already: what the cluster printed. */
export function isInjectedAlready(pod: Pod, { adds }: Injector): boolean {
  return pod.containers.some(({ name }) => name === adds);
}

function words({ kind, key }: InjectionKey): string {
  return `the ${kind} "${key}"`;
}
