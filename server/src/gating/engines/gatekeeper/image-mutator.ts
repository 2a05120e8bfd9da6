import type { Resource } from '../../../manifest/resource';
import { isContainerList } from '../../../pod/template';
import { compileWildcard } from '../../../text/wildcard';
import { additionOf } from '../../mutators/container-adder';
import type { ImageMutator, ImageTarget } from '../../mutators/image-mutator';
import { gatekeeperInjections } from './injections';
import { ConstraintMatch } from './matching';

/** A container, or its image, with the name that selects it (Mutation, "location"). */
const LOCATION = /^spec\.(?:.*\.)?(\w+)\s{0,10}\[\s{0,10}name\s{0,10}:([^\]]{0,300})\](?:\.image)?$/;

/**
 * A mutator of Gatekeeper. AssignImage always sets images; Assign does if its location is an image or a whole
 * container.
 */
export function imageMutatorOfGatekeeper(policy: Resource): ImageMutator | undefined {
  const { kind, name, value } = policy;
  const adds = gatekeeperInjections(policy).map(({ container }) => additionOf(container));
  const spec = value.get('spec');
  const target = targetOf(spec.get('location').label ?? '');
  if (!target && kind !== 'AssignImage' && adds.length === 0) return undefined;
  const kinds = spec.get('applyTo').items.map((entry) => ({
    groups: entry.get('groups').strings,
    versions: entry.get('versions').strings,
    kinds: entry.get('kinds').strings,
  }));
  const match = new ConstraintMatch(spec.get('match'), []);
  return {
    name: `${kind}/${name ?? '?'}`,
    targets: target || kind === 'AssignImage' ? [target ?? {}] : [],
    adds,
    mayReach: (pod) =>
      pod.objects.some(
        (object) =>
          kinds.some(
            (one) =>
              one.groups.includes(object.group) &&
              one.versions.includes(object.version) &&
              one.kinds.includes(object.kind),
          ) && match.isAbout(object, pod).answer !== 'no',
      ),
  };
}

function targetOf(location: string): ImageTarget | undefined {
  const [, list, quoted] = LOCATION.exec(location) ?? [];
  if (list === undefined || !isContainerList(list) || quoted === undefined) return undefined;
  const name = quoted.trim().replace(/^(["'])(.*)\1$/, '$2');
  return { list, isCalled: compileWildcard(name) };
}
