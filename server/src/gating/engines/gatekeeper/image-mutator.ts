import type { Resource } from '../../../manifest/resource';
import { isContainerList } from '../../../pod/template';
import { compileWildcard } from '../../../text/wildcard';
import type { ImageMutator, ImageTarget } from '../../mutators/image-mutator';
import { ConstraintMatch } from './matching';

/** A container, or its image, with the name that selects it (Mutation, "location"). */
const LOCATION = /^spec\.(?:.*\.)?(\w+)\s{0,10}\[\s{0,10}name\s{0,10}:([^\]]{0,300})\](?:\.image)?$/;

/**
 * A mutator of Gatekeeper. AssignImage always sets images; Assign does if its location is an image or a whole
 * container.
 */
export function imageMutatorOfGatekeeper({ kind, name, value }: Resource): ImageMutator | undefined {
  const spec = value.get('spec');
  const target = targetOf(spec.get('location').label ?? '');
  if (!target && kind !== 'AssignImage') return undefined;
  const kinds = spec.get('applyTo').items.map((entry) => ({
    groups: entry.get('groups').strings,
    versions: entry.get('versions').strings,
    kinds: entry.get('kinds').strings,
  }));
  const match = new ConstraintMatch(spec.get('match'), []);
  return {
    name: `${kind}/${name ?? '?'}`,
    targets: [target ?? {}],
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
