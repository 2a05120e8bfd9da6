import { ManifestDocument } from '../../manifest/document';
import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import type { ContainerList } from '../../pod/template';
import { compileMatch } from '../engines/kyverno/match';
import { outOfScope } from '../engines/kyverno/scope';
import { compileWildcard } from '../engines/kyverno/wildcard';
import type { ImageMutator, ImageTarget } from '../image-mutator';

/** The rules of a policy of Kyverno's that set images of what is admitted ("Mutate Rules"). */
export function imageMutatorOfKyverno(policy: Resource): ImageMutator | undefined {
  const spec = policy.value.get('spec');
  if (spec.get('admission').boolean === false) return undefined;
  const rules = spec.get('rules').items.flatMap((rule) => {
    const mutate = rule.get('mutate');
    // What has targets changes objects that are there already, whatever is admitted.
    const targets = mutate.isMap && !mutate.get('targets').exists ? targetsOf(mutate) : [];
    return targets.length === 0 ? [] : [{ targets, match: compileMatch(rule) }];
  });
  if (rules.length === 0) return undefined;
  return {
    name: `${policy.kind}/${policy.name ?? '?'}`,
    targets: rules.flatMap(({ targets }) => targets),
    mayReach: (pod) =>
      outOfScope(policy, pod)?.answer !== 'no' &&
      rules.some(({ match }) => pod.objects.some((object) => match.matches(object, pod).answer !== 'no')),
  };
}

function targetsOf(mutate: YamlValue): ImageTarget[] {
  return [
    ...ofMerge(mutate.get('patchStrategicMerge')),
    ...ofJsonPatch(mutate.get('patchesJson6902').label ?? ''),
    ...mutate.get('foreach').items.flatMap(targetsOf),
  ];
}

const PATHS: readonly (readonly string[])[] = [
  ['spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
];
const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** The images that a patch has in its place: under an anchor that is a condition, an image is only looked at. */
function ofMerge(patch: YamlValue): ImageTarget[] {
  return PATHS.flatMap((path) => {
    const spec = path.reduce(withoutAnchor, patch);
    return LISTS.flatMap((list) =>
      withoutAnchor(spec, list)
        .items.filter((item) => item.get('image').exists)
        .map((item) => ({ list, ...called(withoutAnchor(item, 'name').label) })),
    );
  });
}

/** `(name)`, `+(name)`, `=(name)` and `<(name)` are anchors on `name` ("Validate Rules", Anchors). */
function withoutAnchor(value: YamlValue, name: string): YamlValue {
  const key = [...value.keys].find((candidate) => candidate.replace(/^[+=^<X]?\((.*)\)$/, '$1') === name);
  return value.get(key ?? name);
}

/** A name that a variable fills in can be any. */
function called(name: string | undefined): ImageTarget {
  return name === undefined || name.includes('{{') ? {} : { isCalled: compileWildcard(name) };
}

/** A container, or its image, in a JSON pointer. */
const POINTER = /\/(initContainers|containers|ephemeralContainers)(?:\/([^/]+)(?:\/image)?)?$/;

/** The images that a JSON patch sets (RFC 6902), or all of a list that it replaces. What it adds at the end is new. */
function ofJsonPatch(text: string): ImageTarget[] {
  if (text === '') return [];
  return new ManifestDocument(text, false, true).root.items.flatMap((operation) => {
    const [, list, place] = POINTER.exec(operation.get('path').label ?? '') ?? [];
    const isSet = ['add', 'replace', 'copy', 'move'].includes(operation.get('op').label ?? '');
    if (list === undefined || !isSet || place === '-') return [];
    const index = place !== undefined && /^\d+$/.test(place) ? { index: Number(place) } : {};
    return [{ list: list as ContainerList, ...index }];
  });
}
