import { apiGroup, type Resource } from '../../../manifest/resource';
import { toAdded } from '../../../pod/added-containers';
import type { PolicyInjection } from '../../engine';
import { MUTATORS } from './kinds';

/** A list of containers, or a container in it (Mutation, "location"). */
const LOCATION = /^spec\.(?:template\.spec\.)?(containers|initContainers)(?:\[[^\]]*\])?$/;

/** The containers that an Assign adds to pods. */
export function gatekeeperInjections(resource: Resource): PolicyInjection[] {
  if (apiGroup(resource) !== MUTATORS || resource.kind !== 'Assign') return [];
  const spec = resource.value.get('spec');
  const location = spec.get('location');
  const list = LOCATION.exec(location.string ?? '')?.[1];
  if (!list) return [];
  const kinds = spec.get('applyTo').items.flatMap((item) => item.get('kinds').strings);
  const assigned = spec.at('parameters', 'assign', 'value');
  return [assigned, ...assigned.items]
    .flatMap((item) => toAdded(item, list))
    .map((container) => ({ container, at: location, kinds }));
}
