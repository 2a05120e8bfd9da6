import { Unknowable } from '../../../../cause/unknown';
import type { YamlValue } from '../../../../manifest/value';
import { IMAGE_LISTS, type ImageList } from '../../../../pod/template';
import type { PolicySet } from '../../../policy-set';
import { policyTextsIn } from '../../../weaknesses/policy-text';
import { attempt, listsIn } from '../decision/decisions';
import { MOST_LOOPS, type StepBudget, spend } from '../expression/budget';
import { compileCondition } from '../expression/conditions';
import { type Data, isList } from '../expression/data';
import { known } from '../expression/extent';
import { policyText } from '../expression/policy-json';
import { compileContext } from '../expression/rule-context';
import { hasVariable, Template, templateExpression } from '../expression/template';
import type { Variables } from '../expression/variables';
import { isImageRead, type Sample, samplesFor } from './sample';

type LooksAt = (list: ImageList) => boolean;

const found = new WeakMap<YamlValue, LooksAt>();

/**
 * The lists of containers and volumes whose images a rule checks, found with a trial on a sample. A list does not count if the rule
 * only counts its items or only checks other fields of its containers, unless the rule forbids the list.
 */
export function lookedAtBy(rule: YamlValue): LooksAt {
  let looksAt = found.get(rule);
  if (!looksAt) {
    looksAt = find(rule);
    found.set(rule, looksAt);
  }
  return looksAt;
}

/** The conditions of a `deny`. Without conditions it denies every object that meets the preconditions. */
export function denialsOf(rule: YamlValue): YamlValue {
  const deny = rule.at('validate', 'deny');
  return deny.exists && !deny.get('conditions').exists ? rule.get('preconditions') : deny.get('conditions');
}

/** If the trial finds no list, the text of the rule decides. */
function find(rule: YamlValue): LooksAt {
  const lists = attempt(() => {
    const trials = samplesFor(rule).map((sample) => new Trial(rule, sample));
    return IMAGE_LISTS.filter((list) => trials.some((trial) => trial.looksAt(list)));
  });
  if (lists instanceof Unknowable || lists.length === 0) {
    return listsIn([rule.get('validate'), denialsOf(rule), rule.get('context')]);
  }
  return (list) => lists.includes(list);
}

/** A trial needs no objects of the workspace. */
const NO_POLICIES: PolicySet = { ofKind: () => [], parameters: () => [] };

/** A trial of a rule on a sample. */
class Trial {
  readonly #rule: YamlValue;
  readonly #sample: Sample;

  constructor(rule: YamlValue, sample: Sample) {
    this.#rule = rule;
    this.#sample = sample;
  }

  /** @throws Unknowable if the rule is too large for a trial */
  looksAt(list: ImageList): boolean {
    const validate = this.#rule.get('validate');
    const patterns = patternsOf(validate);
    const variables = this.#withContext(this.#sample.reading(list));
    const budget = { left: MOST_LOOPS };
    return (
      patterns.some((pattern) => isInPattern(pattern, list)) ||
      [denialsOf(this.#rule), ...patterns].some((part) => this.#reads(part, variables, list)) ||
      validate.get('foreach').items.some((loop) => this.#loopReads(loop, variables, 0, list, budget)) ||
      this.#forbids(list)
    );
  }

  #withContext(variables: Variables): Variables {
    return compileContext(this.#rule.get('context'), NO_POLICIES).addTo(variables);
  }

  /** Whether expressions in a part read the image. */
  #reads(part: YamlValue, variables: Variables, list: ImageList): boolean {
    return policyTextsIn(part).some(
      ({ text, at }) => hasVariable(text) && this.#isRead(() => known(new Template(text).resolve(variables)), at, list),
    );
  }

  /** If an expression cannot be evaluated on a sample, its text decides. */
  #isRead(evaluate: () => Data, at: YamlValue, list: ImageList): boolean {
    const value = attempt(evaluate);
    if (!(value instanceof Unknowable)) return false;
    return isImageRead(value) || isMentioned([at, this.#rule.get('context')], list);
  }

  #loopReads(loop: YamlValue, variables: Variables, nesting: number, list: ImageList, budget: StepBudget): boolean {
    spend(budget);
    const over = loop.get('list');
    const elements = attempt(() => templateExpression(policyText(over) ?? '').raw(variables));
    if (elements instanceof Unknowable) return isImageRead(elements) || isMentioned([over], list);
    const patterns = patternsOf(loop);
    const context = compileContext(loop.get('context'), NO_POLICIES);
    const all = isList(elements) ? elements : [elements];
    return variables.forElements(all, nesting).some((own, index) => {
      const inside = context.addTo(own);
      return (
        [loop.get('preconditions'), loop.get('deny'), ...patterns].some((part) => this.#reads(part, inside, list)) ||
        (patterns.some((pattern) => asksForImage(pattern) || (list === 'volumes' && asksForReference(pattern))) &&
          isOfSample(all[index] ?? null)) ||
        patterns.some((pattern) => isInPattern(pattern, list)) ||
        loop.get('foreach').items.some((inner) => this.#loopReads(inner, inside, nesting + 1, list, budget))
      );
    });
  }

  /** Whether a condition is met as soon as a list has an item. */
  #forbids(list: ImageList): boolean {
    if (list === 'containers') return false;
    const [there, missing] = [list, undefined].map((also) => this.#withContext(this.#sample.having(also)));
    const conditions = denialsOf(this.#rule);
    const entries = [...conditions.items, conditions].flatMap((entry) => [
      entry,
      ...entry.get('any').items,
      ...entry.get('all').items,
    ]);
    return entries
      .filter((entry) => entry.get('key').exists)
      .map(compileCondition)
      .some(
        (isMet) => there && missing && attempt(() => isMet(there)) === true && attempt(() => isMet(missing)) !== true,
      );
  }
}

function patternsOf(checks: YamlValue): readonly YamlValue[] {
  return [checks.get('pattern'), ...checks.get('anyPattern').items].filter(({ exists }) => exists);
}

const LIST_KEY = /^(?:[=^<+X]?\()?(\w+)\)?$/;
const IMAGE_KEY = /^(?:[=^<+X]?\()?image\)?$/;

/** Whether a pattern checks the images of a list, or forbids its items. */
function isInPattern(pattern: YamlValue, list: ImageList): boolean {
  return policyTextsIn(pattern).some(
    ({ key, at }) =>
      LIST_KEY.exec(key)?.[1] === list && (key.startsWith('X') || !(at.isList || at.isMap) || asksForImage(at)),
  );
}

function asksForImage(pattern: YamlValue): boolean {
  return policyTextsIn(pattern).some(({ key }) => IMAGE_KEY.test(key));
}

/** Whether a pattern checks the `reference` of the image of a volume. */
function asksForReference(pattern: YamlValue): boolean {
  return policyTextsIn(pattern).some(({ key }) => LIST_KEY.exec(key)?.[1] === 'reference');
}

/** Whether an element of a loop is the probed image of the sample. */
function isOfSample(element: Data): boolean {
  const whole = attempt(() => known(element));
  return whole instanceof Unknowable && isImageRead(whole);
}

function isMentioned(parts: readonly YamlValue[], list: ImageList): boolean {
  const isAbout = parts.some((part) =>
    policyTextsIn(part).some(({ text }) => /\b(?:images|\w*[cC]ontainers)\b/.test(text)),
  );
  return isAbout && listsIn(parts)(list);
}
