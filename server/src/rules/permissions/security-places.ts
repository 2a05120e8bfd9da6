import { apiGroup } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { workloadKind } from '../../pod/workload-kinds';
import { containerSubject, podSubject } from '../subject';
import type { Home } from './security-fields';

/** Where a security field can be moved to. */
interface Target {
  readonly map: YamlValue;
  readonly words: string;
}

/** The fields that belong in each place. None belongs in the maps around the spec of a pod. */
const FITS = {
  spec: ['spec', 'spec or container'],
  'pod context': ['both contexts', 'pod context'],
  around: [],
  container: ['spec or container'],
  'container context': ['both contexts', 'container context'],
} satisfies Readonly<Record<string, readonly Home[]>>;

/** A map of a manifest in which people write security fields, rightly or not. Most have none, so words are made when asked for. */
export class SecurityPlace {
  readonly map: YamlValue;
  readonly container: Container | undefined;
  readonly #kind: keyof typeof FITS;
  readonly #pod: Pod;

  constructor(pod: Pod, kind: keyof typeof FITS, map: YamlValue, container?: Container) {
    this.map = map;
    this.container = container;
    this.#kind = kind;
    this.#pod = pod;
  }

  /** Whose it is, in a sentence. */
  get subject(): string {
    return this.container ? containerSubject(this.container) : podSubject(this.#pod);
  }

  /** Whether all its keys are fields of security. */
  get isContext(): boolean {
    return this.#kind === 'pod context' || this.#kind === 'container context';
  }

  fits(home: Home): boolean {
    const fits: readonly Home[] = FITS[this.#kind];
    return fits.includes(home);
  }

  /** Where a field of another home can be moved to. */
  targetFor(home: Home): Target | undefined {
    const { spec } = this.#pod;
    if (home === 'spec') return this.#kind === 'spec' ? undefined : { map: spec, words: 'the spec of the pod' };
    const ofPod = { map: spec.get('securityContext'), words: 'the security context of the pod' };
    if (!this.container)
      return this.#kind !== 'pod context' && (home === 'both contexts' || home === 'pod context') ? ofPod : undefined;
    if (this.#kind === 'container context') return home === 'pod context' ? ofPod : undefined;
    if (home !== 'both contexts' && home !== 'container context') return undefined;
    return { map: this.container.value.get('securityContext'), words: 'the security context of the container' };
  }
}

export function* securityPlaces(pod: Pod): Generator<SecurityPlace> {
  yield new SecurityPlace(pod, 'spec', pod.spec);
  yield new SecurityPlace(pod, 'pod context', pod.spec.get('securityContext'));
  for (const map of mapsAround(pod)) yield new SecurityPlace(pod, 'around', map);
  for (const container of pod.containers) {
    yield new SecurityPlace(pod, 'container', container.value, container);
    yield new SecurityPlace(pod, 'container context', container.value.get('securityContext'), container);
  }
}

/** The maps of a built-in kind around the spec of its pod, none of which has a security field. Other kinds can have their own. */
function* mapsAround({ spec, resource }: Pod): Generator<YamlValue> {
  const isBuiltIn = resource.kind === 'PodTemplate' || workloadKind(resource.kind)?.group === apiGroup(resource);
  if (!isBuiltIn) return;
  for (let map = spec.parent; map?.isMap; map = map === resource.value ? undefined : map.parent) {
    yield map;
    if (map.has('metadata')) yield map.get('metadata');
  }
}
