import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { type Answer, all, any } from '../../../admission/answers';
import { matcherOf } from '../../../admission/match-resources';
import { usedExpression } from '../../../cel/policy-look';
import type { Resource } from '../../../manifest/resource';
import { isContainerList } from '../../../pod/template';
import type { ImageMutator, ImageTarget } from '../../mutators/image-mutator';
import { CelConditions } from '../validating-admission-policy/cel-conditions';
import { additionsOf } from './additions';

/** The start of a container in an expression: `Object.spec.initContainers{ name: "proxy", … }`. */
const CONTAINER = /Object\.spec[\w.]{0,200}?\.(\w+)(?:\.item)?\s*\{/g;
const NAME = /\bname\s*:\s*(["'])([^"']+)\1/;
/** A field of an object, or the end of a JSON pointer. */
const IMAGE = /\bimage\s*:|\/image\b/;

/**
 * A policy with CEL expressions that set images: a MutatingAdmissionPolicy, or a policy of the same form.
 * @param bindings those of the policy, one of which must match; a policy without this argument needs none
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
  const adds = spec.get('mutations').items.flatMap(additionsOf);
  const conditions = new CelConditions(spec.get('matchConditions').items.map(usedExpression));
  const targets = [...expressions, ...(expressions.length > 0 ? variables : [])].flatMap(targetsOf);
  if (targets.length === 0 && adds.length === 0) return undefined;
  const own = matcherOf(spec.get('matchConstraints'));
  const bound = bindings?.map((binding) => matcherOf(binding.value.at('spec', 'matchResources')));
  const reaches = (object: AdmissionObject, pod: AdmissionPod): Answer => {
    const matched = [[own], ...(bound ? [bound] : [])].map((matchers) =>
      any(matchers.map((one) => (one.isAbout(object) ? (one.selects?.(object, pod).answer ?? 'yes') : 'no'))),
    );
    const answer = all(matched);
    return answer === 'no' ? 'no' : all([answer, conditions.hold(object, pod)]);
  };
  return {
    name: `${policy.kind}/${policy.name ?? '?'}`,
    targets,
    mayReach: (pod) => pod.objects.some((object) => reaches(object, pod) !== 'no'),
    adds,
    reaches,
  };
}

/**
 * An expression with the name of a container changes that container, or adds it if it is missing. In other expressions
 * the name is unknown.
 */
function targetsOf(expression: string): ImageTarget[] {
  const named: ImageTarget[] = [];
  let rest = '';
  let read = 0;
  for (const { index, 0: start, 1: list = '' } of expression.matchAll(CONTAINER)) {
    const open = index + start.length;
    const end = endOf(expression, open);
    const fields = expression.slice(open, end - 1);
    // The fields of the container itself are outside of inner braces.
    const name = NAME.exec(withoutBraces(fields))?.[2];
    if (!isContainerList(list) || index < read || name === undefined) continue;
    if (IMAGE.test(fields)) named.push({ list, isCalled: (container) => container === name });
    rest += expression.slice(read, index);
    read = end;
  }
  return IMAGE.test(rest + expression.slice(read)) ? [{}] : named;
}

/** The text without the part from the first opening brace to the last closing brace. */
function withoutBraces(text: string): string {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  return start === -1 || end < start ? text : text.slice(0, start) + text.slice(end + 1);
}

/** The place behind the brace that closes the group; `from` is a place inside of the group. */
function endOf(expression: string, from: number): number {
  let depth = 1;
  for (let index = from; index < expression.length; index++) {
    if (expression[index] === '{') depth++;
    if (expression[index] === '}' && --depth === 0) return index + 1;
  }
  return expression.length;
}
