import { isObject, type Json } from '../../../manifest/json';
import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import type { ImageDecision } from '../../gate';
import type { PolicySet } from '../../policy-set';
import { type Budget, MOST_LOOPS, SO_MANY_LOOPS, spend } from './budget';
import { type Conditions, compileConditions } from './conditions';
import { ADMITTED, attempt, blame, type Check, type Scope, UNMENTIONED, worse } from './decisions';
import { known } from './extent';
import { lookedAtBy } from './looked-lists';
import type { Message } from './message';
import { compilePattern, type Pattern } from './pattern';
import type { Outcome } from './pattern-run';
import { policyJson, policyText } from './policy-json';
import { compileContext, type RuleContext } from './rule-context';
import type { Subject } from './subject';
import { type Expression, expressionOf } from './template';
import { type Data, isList, Unknowable } from './unknowable';
import { runPattern } from './validate';
import type { Variables } from './variables';

/** One entry of `foreach`, read ("Validate Rules", foreach). */
interface Loop {
  readonly list: Expression;
  readonly context: RuleContext;
  readonly preconditions: Conditions;
  readonly deny: Conditions | undefined;
  readonly patterns: readonly Pattern[];
  readonly inner: readonly Loop[];
  readonly isScoped: boolean | undefined;
  readonly isComplete: boolean;
}

/** One evaluation of all loops. */
interface Pass {
  readonly subject: Subject;
  readonly budget: Budget;
}

/** What came out for an element, and the images that it stands for; none where that can't be seen. */
interface Finding {
  readonly outcome: Outcome;
  readonly images: readonly number[];
  readonly reason?: string;
  /** What could be named where it was refused. */
  readonly variables?: Variables;
}

const NO_CONTAINERS: ReadonlyMap<Json, number> = new Map();
const PASSED_BY: ImageDecision = { verdict: 'skips', reason: 'its `foreach` does not come to this container' };
const LEFT_OUT = 'its preconditions leave this out';
const DEEPEST = 5;
/** Loops in loops multiply: far more than a rule comes to on a pod with a hundred containers. */
const MOST_ELEMENTS = 10_000;
/** @throws Unknowable where loops in it are too many to be read */
export function compileForeach(rule: YamlValue, policies: PolicySet, message: Message): Check | undefined {
  const foreach = rule.at('validate', 'foreach');
  if (!foreach.exists) return undefined;
  const budget = { left: MOST_LOOPS };
  const loops = foreach.items.map((item) => toLoop(item, policies, 0, budget));
  const looksAt = lookedAtBy(rule);
  return (subject, scope) => {
    const reason = message.filledIn(() => scope(subject));
    return decide(loops, subject, scope, { rejected: { verdict: 'rejects', reason, at: foreach }, looksAt, message });
  };
}

/** The contexts of the entries of a `foreach`, those inside of others too; of one that is too large, some. */
export function contextsIn(foreach: YamlValue): YamlValue[] {
  const entries = [...foreach.items];
  // It grows while it is gone through.
  for (const entry of entries) if (entries.length < MOST_LOOPS) entries.push(...entry.get('foreach').items);
  return entries.map((entry) => entry.get('context'));
}

/** What a refusal says, and the lists that the rule is about. */
interface Terms {
  readonly rejected: ImageDecision;
  readonly looksAt: (list: ContainerList) => boolean;
  readonly message: Message;
}

function toLoop(item: YamlValue, policies: PolicySet, depth: number, budget: Budget): Loop {
  spend(budget);
  const [pattern, anyPattern, deny, inner] = ['pattern', 'anyPattern', 'deny', 'foreach'].map((key) => item.get(key));
  const jsons = pattern?.exists ? [policyJson(pattern)] : (anyPattern?.items.map(policyJson) ?? []);
  return {
    list: expressionOf(policyText(item.get('list')) ?? ''),
    context: compileContext(item.get('context'), policies),
    preconditions: compileConditions(item.get('preconditions')),
    deny: deny?.exists ? compileConditions(deny.get('conditions')) : undefined,
    patterns: jsons.map((json) => compilePattern(json)),
    inner: depth < DEEPEST ? (inner?.items.map((below) => toLoop(below, policies, depth + 1, budget)) ?? []) : [],
    isScoped: item.get('elementScope').boolean,
    isComplete: depth < DEEPEST,
  };
}

function decide(
  loops: readonly Loop[],
  subject: Subject,
  scope: Scope,
  { rejected, looksAt, message }: Terms,
): ImageDecision[] {
  const findings = attempt(() => runAll(loops, subject, scope));
  const { images } = subject.pod;
  if (findings instanceof Unknowable) {
    return images.map(() => ({ ...rejected, verdict: 'unknown', reason: findings.message }));
  }
  const untold = findings.filter((finding) => finding.images.length === 0);
  // An element by which no image can be told is laid to the image with which alone there is one.
  const blamed = untold.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skip')
    ? blame(subject, looksAt, rejected, (alone) => isRefused(loops, alone, scope))
    : undefined;
  const decisions = images.map(
    ({ list }, at) => blamed?.[at] ?? (untold.length > 0 && looksAt(list) ? ADMITTED : PASSED_BY),
  );
  const isOwn: boolean[] = [];
  for (const finding of findings) {
    for (const at of finding.images) {
      const { variables } = finding;
      const refused = variables ? { ...rejected, reason: message.filledIn(() => variables) } : rejected;
      const own = toDecision(finding, refused, looksAt(images[at]?.list ?? 'containers'));
      const before = decisions[at] ?? PASSED_BY;
      decisions[at] = isOwn[at] || before !== PASSED_BY ? worse(own, before) : own;
      isOwn[at] = true;
    }
  }
  return decisions;
}

/** @throws Unknowable where that takes too long */
function runAll(loops: readonly Loop[], subject: Subject, scope: Scope): Finding[] {
  const pass: Pass = { subject, budget: { left: MOST_ELEMENTS } };
  return loops.flatMap((loop) => run(loop, pass, scope(subject), 0, undefined));
}

function isRefused(loops: readonly Loop[], subject: Subject, scope: Scope): boolean {
  const findings = runAll(loops, subject, scope);
  if (findings.some(({ outcome }) => outcome === 'fail')) return true;
  const doubt = findings.find(({ outcome }) => outcome === 'unknown' || outcome === 'mixed');
  if (doubt) throw new Unknowable(doubt.reason ?? '');
  return false;
}

/** @param isLookedAt whether images of its list are asked for at all, or only something else in its container */
function toDecision({ outcome, reason = '' }: Finding, rejected: ImageDecision, isLookedAt: boolean): ImageDecision {
  switch (outcome) {
    case 'pass':
      return isLookedAt ? ADMITTED : UNMENTIONED;
    case 'fail':
      return rejected;
    case 'skip':
      return { ...rejected, verdict: 'skips', reason };
    default:
      return { ...rejected, verdict: 'unknown', reason };
  }
}

/** @param owner the images that an element around stands for */
function run(
  loop: Loop,
  pass: Pass,
  variables: Variables,
  nesting: number,
  owner: readonly number[] | undefined,
): Finding[] {
  const list = loop.list.raw(variables);
  const elements: readonly Data[] = isList(list) ? list : [list];
  return variables.forElements(elements, nesting).flatMap((own, index) => {
    spend(pass.budget);
    const element = elements[index] ?? null;
    if (element === null) return [];
    const meant = pass.subject.imagesOf(element);
    const images = meant.length > 0 ? meant : (owner ?? []);
    const here = attempt(() => ofElement(loop, pass, loop.context.addTo(own), element, nesting, images));
    return here instanceof Unknowable ? [{ outcome: 'unknown', images, reason: here.message }] : here;
  });
}

function ofElement(
  loop: Loop,
  pass: Pass,
  variables: Variables,
  element: Data,
  nesting: number,
  images: readonly number[],
): Finding[] {
  if (!loop.preconditions(variables)) return [{ outcome: 'skip', images, reason: LEFT_OUT }];
  if (loop.deny) return [loop.deny(variables) ? { outcome: 'fail', images, variables } : { outcome: 'pass', images }];
  if (loop.patterns.length > 0)
    return [{ ...ofPatterns(loop, pass.subject, variables, known(element)), images, variables }];
  if (loop.inner.length > 0) return loop.inner.flatMap((inner) => run(inner, pass, variables, nesting + 1, images));
  throw new Unknowable(loop.isComplete ? 'a `foreach` without a check is not evaluated here' : SO_MANY_LOOPS);
}

/** Patterns are about the element, unless `elementScope` says that they are about the whole object. */
function ofPatterns(loop: Loop, subject: Subject, variables: Variables, element: Json): Omit<Finding, 'images'> {
  const isOnElement = loop.isScoped ?? isObject(element);
  const value = isOnElement ? element : subject.data;
  const results = loop.patterns.map((pattern) => runPattern(pattern, value, NO_CONTAINERS, variables));
  const best = (['pass', 'unknown', 'mixed', 'fail', 'skip'] as const)
    .map((outcome) => results.find((result) => result.outcome === outcome))
    .find((result) => result !== undefined);
  if (!best) return { outcome: 'pass' };
  const reason = best.doubt ?? (best.outcome === 'skip' ? 'a condition in its pattern leaves this out' : undefined);
  return { outcome: best.outcome, ...(reason !== undefined && { reason }) };
}
