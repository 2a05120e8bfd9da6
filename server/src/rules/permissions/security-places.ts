import { apiGroup } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { workloadKind } from '../../pod/workload-kinds';
import { containerSubject, podSubject } from '../subject';
import type { Home } from './security-fields';

/** A map of a manifest in which people write security fields, rightly or not. */
export interface SecurityPlace {
  readonly map: YamlValue;
  /** Whose it is, in a sentence. */
  readonly subject: string;
  readonly container?: Container;
  /** The fields that belong here. */
  readonly fits: readonly Home[];
  /** Where the others can be moved to. */
  readonly homes: Partial<Readonly<Record<Home, { readonly map: YamlValue; readonly words: string }>>>;
}

export function* securityPlaces(pod: Pod): Generator<SecurityPlace> {
  const subject = podSubject(pod);
  const spec = { map: pod.spec, words: 'the spec of the pod' };
  const context = { map: pod.spec.get('securityContext'), words: 'the security context of the pod' };
  const ofContext = { 'both contexts': context, 'pod context': context };
  yield { map: pod.spec, subject, fits: ['spec', 'spec or container'], homes: ofContext };
  yield { map: context.map, subject, fits: ['both contexts', 'pod context'], homes: { spec } };
  for (const map of mapsAround(pod)) yield { map, subject, fits: [], homes: { ...ofContext, spec } };
  for (const container of pod.containers) {
    const own = { map: container.value.get('securityContext'), words: 'the security context of the container' };
    const of = { subject: containerSubject(container), container };
    const ofOwn = { 'both contexts': own, 'container context': own };
    yield { ...of, map: container.value, fits: ['spec or container'], homes: { ...ofOwn, spec } };
    const fits: readonly Home[] = ['both contexts', 'container context'];
    yield { ...of, map: own.map, fits, homes: { 'pod context': context, spec } };
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
