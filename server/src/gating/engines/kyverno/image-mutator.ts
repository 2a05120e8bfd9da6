import { Unknowable } from '../../../cause/unknown';
import { readData } from '../../../manifest/read-document';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { CONTAINER_LISTS, isContainerList } from '../../../pod/template';
import { POD_SPECS } from '../../../pod/workload-kinds';
import { compileWildcard } from '../../../text/wildcard';
import { additionOf } from '../../mutators/container-adder';
import type { ImageMutator, ImageTarget } from '../../mutators/image-mutator';
import { attempt } from './decision/decisions';
import { injectionsOfRule } from './injections';
import { compileMatch } from './match/match';
import { outOfScope } from './match/scope';

/** The rules of a Kyverno policy that set images during admission ("Mutate Rules"). */
export function imageMutatorOfRules(policy: Resource): ImageMutator | undefined {
  const spec = policy.value.get('spec');
  if (spec.get('admission').boolean === false) return undefined;
  const rules = spec.get('rules').items.flatMap((rule) => {
    const mutate = rule.get('mutate');
    // A rule with targets changes existing objects, not the admitted object.
    const targets = mutate.isMap && !mutate.get('targets').exists ? targetsOf(mutate) : [];
    const adds = mutate.get('targets').exists
      ? []
      : injectionsOfRule(rule).map(({ container }) => additionOf(container));
    if (targets.length + adds.length === 0) return [];
    return [{ targets, adds, match: attempt(() => compileMatch(rule)) }];
  });
  if (rules.length === 0) return undefined;
  return {
    name: `${policy.kind}/${policy.name ?? '?'}`,
    targets: rules.flatMap(({ targets }) => targets),
    adds: rules.flatMap(({ adds }) => adds),
    mayReach: (pod) =>
      outOfScope(policy, pod)?.answer !== 'no' &&
      rules.some(
        ({ match }) =>
          // An unreadable rule may apply to every pod.
          match instanceof Unknowable || pod.objects.some((object) => match.matches(object, pod).answer !== 'no'),
      ),
  };
}

function targetsOf(mutate: YamlValue): ImageTarget[] {
  return [
    ...ofMerge(mutate.get('patchStrategicMerge')),
    ...ofJsonPatch(mutate.get('patchesJson6902').label ?? ''),
    ...mutate.get('foreach').items.flatMap(targetsOf),
  ];
}

/** The images that a merge patch sets. An image under a conditional anchor is only compared. */
function ofMerge(patch: YamlValue): ImageTarget[] {
  return POD_SPECS.flatMap((path) => {
    const spec = path.reduce(withoutAnchor, patch);
    return CONTAINER_LISTS.flatMap((list) =>
      withoutAnchor(spec, list)
        .items.filter((item) => item.get('image').exists)
        .map((item) => ({ list, ...called(withoutAnchor(item, 'name').label) })),
    );
  });
}

/**
 * The value with the key `name`, or with an anchor on it: `(name)`, `+(name)`, `=(name)` and `<(name)` ("Validate
 * Rules", Anchors).
 */
function withoutAnchor(value: YamlValue, name: string): YamlValue {
  const key = [...value.keys].find((candidate) => candidate.replace(/^[+=^<X]?\((.*)\)$/, '$1') === name);
  return value.get(key ?? name);
}

/** A name with a variable can be any name. */
function called(name: string | undefined): ImageTarget {
  return name === undefined || name.includes('{{') ? {} : { isCalled: compileWildcard(name) };
}

/** A container, or its image, in a JSON pointer. A label can have the name of a list. */
const POINTER = /^(?!.*\/metadata\/).*\/(\w*[cC]ontainers)(?:\/([^/]+)(?:\/image)?)?$/;

/**
 * The images that a JSON patch sets (RFC 6902), or all images of a list that it replaces. An item that it adds at the
 * end is new.
 */
function ofJsonPatch(text: string): ImageTarget[] {
  if (text === '') return [];
  return readData(text).root.items.flatMap((operation) => {
    const [, list, place] = POINTER.exec(operation.get('path').label ?? '') ?? [];
    const isSet = ['add', 'replace', 'copy', 'move'].includes(operation.get('op').label ?? '');
    if (list === undefined || !isContainerList(list) || !isSet || place === '-') return [];
    const index = place !== undefined && /^\d+$/.test(place) ? { index: Number(place) } : {};
    return [{ list, ...index }];
  });
}
