import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { storedText } from './text';

/** The names of the volumes that the claim templates of a StatefulSet make. They replace volumes of the pod with the same names. */
export function claimTemplateNames({ resource }: Pod): ReadonlySet<string | undefined> {
  if (resource.kind !== 'StatefulSet') return NONE;
  const templates = resource.value.at('spec', 'volumeClaimTemplates').items;
  return new Set(templates.map((template) => storedText(template.at('metadata', 'name'))));
}

/** The volumes of a pod spec that the API server checks. */
export function checkedVolumes(pod: Pod): readonly YamlValue[] {
  const volumes = pod.spec.get('volumes').items;
  const replaced = claimTemplateNames(pod);
  return replaced.size === 0 ? volumes : volumes.filter((volume) => !replaced.has(storedText(volume.get('name'))));
}

const NONE: ReadonlySet<never> = new Set();
