import type { Resource } from '../../manifest/resource';
import type { ContainerList } from '../../pod/template';
import { ConstraintMatch } from '../engines/gatekeeper/matching';
import { compileWildcard } from '../engines/kyverno/wildcard';
import type { ImageMutator, ImageTarget } from '../image-mutator';

/** A container, or its image, by the name that it is found by (Mutation, "location"). */
const LOCATION =
  /^spec\.(?:.*\.)?(initContainers|containers|ephemeralContainers)\s*\[\s*name\s*:\s*([^\]]*?)\s*\](?:\.image)?$/;

/** A mutator of Gatekeeper's: AssignImage always sets images, Assign where its location is one or a whole container. */
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
  if (list === undefined || quoted === undefined) return undefined;
  const name = quoted.replace(/^(["'])(.*)\1$/, '$2');
  return { list: list as ContainerList, isCalled: compileWildcard(name) };
}
