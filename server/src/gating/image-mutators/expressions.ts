import type { Resource } from '../../manifest/resource';
import type { ContainerList } from '../../pod/template';
import { outOfScope } from '../engines/kyverno/scope';
import { matcherOf } from '../engines/validating-admission-policy/matching';
import type { ImageMutator, ImageTarget } from '../image-mutator';

/** Where an expression makes a container: `Object.spec.initContainers{ name: "proxy", … }`. */
const CONTAINER = /Object\.spec[\w.]*?\.(initContainers|containers|ephemeralContainers)(?:\.item)?\s*\{/g;
const NAME = /\bname\s*:\s*(["'])([^"']+)\1/;
/** A field of an object, or the end of a JSON pointer. */
const IMAGE = /\bimage\s*:|\/image\b/;

/**
 * A policy with CEL expressions that set images: a MutatingAdmissionPolicy, or a MutatingPolicy of Kyverno's.
 * @param bindings those of the policy, of which one has to reach; none are needed where they aren't given
 */
export function imageMutatorOfExpressions(policy: Resource, bindings?: readonly Resource[]): ImageMutator | undefined {
  const spec = policy.value.get('spec');
  if (spec.at('evaluation', 'admission', 'enabled').boolean === false) return undefined;
  const expressions = spec
    .get('mutations')
    .items.flatMap((mutation) =>
      ['applyConfiguration', 'jsonPatch'].flatMap((type) => mutation.at(type, 'expression').label ?? []),
    );
  const variables = spec.get('variables').items.flatMap((variable) => variable.get('expression').label ?? []);
  const targets = [...expressions, ...(expressions.length > 0 ? variables : [])].flatMap(targetsOf);
  if (targets.length === 0) return undefined;
  const own = matcherOf(spec.get('matchConstraints'));
  const bound = bindings?.map((binding) => matcherOf(binding.value.at('spec', 'matchResources')));
  return {
    name: `${policy.kind}/${policy.name ?? '?'}`,
    targets,
    mayReach: (pod) =>
      (bindings !== undefined || outOfScope(policy, pod)?.answer !== 'no') &&
      pod.objects.some((object) =>
        [[own], ...(bound ? [bound] : [])].every((matchers) =>
          matchers.some((one) => one.isAbout(object) && one.selects?.(object, pod).answer !== 'no'),
        ),
      ),
  };
}

/** A container with its name is changed if it is there, and added if it isn't; of anything else, the name isn't known. */
function targetsOf(expression: string): ImageTarget[] {
  const named: ImageTarget[] = [];
  let rest = '';
  let read = 0;
  for (const { index, 0: start, 1: list } of expression.matchAll(CONTAINER)) {
    const open = index + start.length;
    const end = endOf(expression, open);
    const fields = expression.slice(open, end - 1);
    // In braces within are other things with names.
    const name = NAME.exec(fields.replace(/\{[\s\S]*\}/, ''))?.[2];
    if (index < read || name === undefined) continue;
    if (IMAGE.test(fields)) named.push({ list: list as ContainerList, isCalled: (container) => container === name });
    rest += expression.slice(read, index);
    read = end;
  }
  return IMAGE.test(rest + expression.slice(read)) ? [{}] : named;
}

/** Behind the brace that closes one before a place. */
function endOf(expression: string, from: number): number {
  let depth = 1;
  for (let at = from; at < expression.length; at++) {
    if (expression[at] === '{') depth++;
    if (expression[at] === '}' && --depth === 0) return at + 1;
  }
  return expression.length;
}
