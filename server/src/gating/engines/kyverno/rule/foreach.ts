import type { Cause } from '../../../../cause/cause';
import { Unknowable, Unknown } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import type { YamlValue } from '../../../../manifest/value';
import type { ImageList } from '../../../../pod/template';
import type { ImageDecision } from '../../../gate';
import type { PolicySet } from '../../../policy-set';
import { ADMITTED, attempt, blame, type RuleCheck, type Scope, UNMENTIONED, worse } from '../decision/decisions';
import type { RuleSubject } from '../decision/subject';
import { MOST_LOOPS, SO_MANY_LOOPS, type StepBudget, spend } from '../expression/budget';
import { type Conditions, compileConditions } from '../expression/conditions';
import { type Data, isList, isRecord } from '../expression/data';
import { known } from '../expression/extent';
import { policyJson, policyText } from '../expression/policy-json';
import { compileContext, type KyvernoContext } from '../expression/rule-context';
import { type Expression, templateExpression } from '../expression/template';
import type { Variables } from '../expression/variables';
import { compilePattern } from '../pattern/pattern';
import type { Pattern, PatternOutcome } from '../pattern/pattern-run';
import { lookedAtBy } from '../usage/looked-lists';
import type { Message } from './message';
import { MIXED, NOT_MEANT, runPattern, UNTOLD } from './validate';

/** One compiled entry of `foreach` ("Validate Rules", foreach). */
interface Loop {
  readonly list: Expression;
  readonly context: KyvernoContext;
  readonly preconditions: Conditions;
  readonly deny: Conditions | undefined;
  readonly patterns: readonly Pattern[];
  readonly inner: readonly Loop[];
  readonly isScoped: boolean | undefined;
  readonly isComplete: boolean;
}

/** One evaluation of all loops. */
interface Pass {
  readonly subject: RuleSubject;
  readonly budget: StepBudget;
}

/** An element of an enclosing loop. */
interface Around {
  readonly images: readonly number[];
  /** What patterns apply to; `undefined` for the whole object. */
  readonly scoped: Data | undefined;
}

/** The result for an element, and the images of the element; none if they are unknown. */
interface Finding {
  readonly outcome: PatternOutcome;
  readonly images: readonly number[];
  readonly cause?: Cause;
  /** The variables at the place of the denial. */
  readonly variables?: Variables;
}

const NO_CONTAINERS: ReadonlyMap<Json, number> = new Map();
const PASSED_BY: ImageDecision = { verdict: 'skips', cause: { kind: 'foreach-passes-by' } };
const LEFT_OUT: Cause = { kind: 'preconditions-leave-out' };
const NOT_AN_OBJECT: Cause = { kind: 'element-is-no-object' };
const NO_CHECK: Cause = { kind: 'foreach-without-check' };
const DEEPEST = 5;
/** Nested loops multiply. The limit is far more than a rule needs for a pod with a hundred containers. */
const MOST_ELEMENTS = 10_000;
/** @throws Unknowable if the rule has too many loops */
export function compileForeach(rule: YamlValue, message: Message, policies: PolicySet): RuleCheck {
  const foreach = rule.at('validate', 'foreach');
  const budget = { left: MOST_LOOPS };
  const loops = foreach.items.map((item) => toLoop(item, policies, 0, budget));
  const looksAt = lookedAtBy(rule);
  return (subject, scope) => {
    const cause = message.filledIn(() => scope(subject));
    return decide(loops, subject, scope, { rejected: { verdict: 'rejects', cause, at: foreach }, looksAt, message });
  };
}

/** The contexts of the entries of a `foreach`, also of nested entries. If there are too many entries, only some. */
export function contextsIn(foreach: YamlValue): YamlValue[] {
  const entries = [...foreach.items];
  // The list grows during the iteration.
  for (const entry of entries)
    if (entries.length < MOST_LOOPS) for (const inner of entry.get('foreach').items) entries.push(inner);
  return entries.map((entry) => entry.get('context'));
}

/** The message of a denial, and the lists that the rule checks. */
interface Terms {
  readonly rejected: ImageDecision;
  readonly looksAt: (list: ImageList) => boolean;
  readonly message: Message;
}

function toLoop(item: YamlValue, policies: PolicySet, depth: number, budget: StepBudget): Loop {
  spend(budget);
  const [pattern, anyPattern, deny, inner] = ['pattern', 'anyPattern', 'deny', 'foreach'].map((key) => item.get(key));
  const jsons = pattern?.exists ? [policyJson(pattern)] : (anyPattern?.items.map(policyJson) ?? []);
  return {
    list: templateExpression(policyText(item.get('list')) ?? ''),
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
  subject: RuleSubject,
  scope: Scope,
  { rejected, looksAt, message }: Terms,
): ImageDecision[] {
  const findings = attempt(() => runAll(loops, subject, scope));
  const { images } = subject.pod;
  if (findings instanceof Unknowable) {
    return images.map(() => ({ ...rejected, verdict: 'unknown', cause: findings.cause }));
  }
  const untold = findings.filter((finding) => finding.images.length === 0);
  // If the image of an element is unknown, the images that are denied on their own cause the denial.
  const blamed = untold.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skip')
    ? blame(subject, looksAt, rejected, (alone) => isRefused(loops, alone, scope))
    : undefined;
  const decisions = images.map(
    ({ list }, index) => blamed?.[index] ?? (untold.length > 0 && looksAt(list) ? ADMITTED : PASSED_BY),
  );
  const isOwn: boolean[] = [];
  for (const finding of findings) {
    for (const index of finding.images) {
      const { variables } = finding;
      const refused = variables ? { ...rejected, cause: message.filledIn(() => variables) } : rejected;
      const own = toDecision(finding, refused, looksAt(images[index]?.list ?? 'containers'));
      const before = decisions[index] ?? PASSED_BY;
      decisions[index] = isOwn[index] || before !== PASSED_BY ? worse(own, before) : own;
      isOwn[index] = true;
    }
  }
  return decisions;
}

/** @throws Unknowable if the evaluation takes too long */
function runAll(loops: readonly Loop[], subject: RuleSubject, scope: Scope): Finding[] {
  const pass: Pass = { subject, budget: { left: MOST_ELEMENTS } };
  return loops.flatMap((loop) => run(loop, pass, scope(subject), 0, { images: [], scoped: undefined }));
}

function isRefused(loops: readonly Loop[], subject: RuleSubject, scope: Scope): boolean {
  const findings = runAll(loops, subject, scope);
  if (findings.some(({ outcome }) => outcome === 'fail')) return true;
  const doubt = findings.find(({ outcome }) => outcome === 'unknown' || outcome === 'mixed');
  if (doubt) throw new Unknowable(doubt.cause ?? UNTOLD);
  return false;
}

/** @param isLookedAt whether the rule checks images of the list, and not only other fields of the container */
function toDecision({ outcome, cause = UNTOLD }: Finding, rejected: ImageDecision, isLookedAt: boolean): ImageDecision {
  switch (outcome) {
    case 'pass':
      return isLookedAt ? ADMITTED : UNMENTIONED;
    case 'fail':
      return rejected;
    case 'skip':
      return { ...rejected, verdict: 'skips', cause };
    default:
      return { ...rejected, verdict: 'unknown', cause };
  }
}

function run(loop: Loop, pass: Pass, variables: Variables, nesting: number, around: Around): Finding[] {
  const list = loop.list.raw(variables);
  const elements: readonly Data[] = isList(list) ? list : [list];
  return variables.forElements(elements, nesting).flatMap((own, index) => {
    spend(pass.budget);
    const element = elements[index] ?? null;
    if (element === null) return [];
    const meant = pass.subject.imagesOf(element);
    const images = meant.length > 0 ? meant : around.images;
    const here = attempt(() => {
      const scoped = scopeOf(loop, element, around.scoped);
      return ofElement(loop, pass, loop.context.addTo(own), nesting, { images, scoped });
    });
    return here instanceof Unknowable ? [{ outcome: 'unknown', images, cause: here.cause }] : here;
  });
}

function ofElement(
  loop: Loop,
  pass: Pass,
  variables: Variables,
  nesting: number,
  { images, scoped }: Around,
): Finding[] {
  if (!loop.preconditions(variables)) return [{ outcome: 'skip', images, cause: LEFT_OUT }];
  if (loop.deny) return [loop.deny(variables) ? { outcome: 'fail', images, variables } : { outcome: 'pass', images }];
  if (loop.patterns.length > 0)
    return [
      { ...ofPatterns(loop, scoped === undefined ? pass.subject.data : known(scoped), variables), images, variables },
    ];
  if (loop.inner.length > 0)
    return loop.inner.flatMap((inner) => run(inner, pass, variables, nesting + 1, { images, scoped }));
  throw new Unknowable(loop.isComplete ? NO_CHECK : SO_MANY_LOOPS);
}

/**
 * What the patterns of a loop and of those in it apply to: the element if it is an object, unless `elementScope` is false. Otherwise,
 * it stays what it is around the loop, as in Kyverno 1.19, for which an empty element is none.
 * @throws Unknowable as Kyverno fails then; what follows from it depends on its settings
 */
function scopeOf({ isScoped }: Loop, element: Data, around: Data | undefined): Data | undefined {
  if (isScoped === false) return around;
  if (isRecord(element)) return Object.keys(element).length > 0 ? element : undefined;
  if (element instanceof Unknown) return element;
  if (isScoped) throw new Unknowable(NOT_AN_OBJECT);
  return around;
}

function ofPatterns(loop: Loop, value: Json, variables: Variables): Omit<Finding, 'images'> {
  const results = loop.patterns.map((pattern) => runPattern(pattern, value, NO_CONTAINERS, variables));
  const best = (['pass', 'unknown', 'mixed', 'fail', 'skip'] as const)
    .map((outcome) => results.find((result) => result.outcome === outcome))
    .find((result) => result !== undefined);
  if (!best) return { outcome: 'pass' };
  const cause = best.doubt ?? (best.outcome === 'skip' ? NOT_MEANT : best.outcome === 'mixed' ? MIXED : undefined);
  return { outcome: best.outcome, ...(cause && { cause }) };
}
