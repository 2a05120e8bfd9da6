import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import type { PolicySet } from '../../policy-set';
import { textsOf } from '../../policy-text';
import { type Budget, MOST_LOOPS, spend } from './budget';
import { compileCondition } from './conditions';
import { attempt, listsIn } from './decisions';
import { known } from './extent';
import { policyText } from './policy-json';
import { compileContext } from './rule-context';
import { LISTS, READ, type Sample, samplesFor } from './sample';
import { expressionOf, hasVariable, Template } from './template';
import { type Data, isList, Unknowable } from './unknowable';
import type { Variables } from './variables';

type LooksAt = (list: ContainerList) => boolean;

const found = new WeakMap<YamlValue, LooksAt>();

/**
 * The container lists whose images a rule decides about: it is tried on a sample. A list that is only counted, or whose
 * containers are only asked for something else, is none of them, unless it must not be there at all.
 */
export function lookedAtBy(rule: YamlValue): LooksAt {
  let looksAt = found.get(rule);
  if (!looksAt) {
    looksAt = find(rule);
    found.set(rule, looksAt);
  }
  return looksAt;
}

/** What a `deny` asks for: without conditions it denies all that the preconditions let through to it. */
export function denialsOf(rule: YamlValue): YamlValue {
  const deny = rule.at('validate', 'deny');
  return deny.exists && !deny.get('conditions').exists ? rule.get('preconditions') : deny.get('conditions');
}

/** Where nothing comes of it, its words have to do. */
function find(rule: YamlValue): LooksAt {
  const lists = attempt(() => {
    const trials = samplesFor(rule).map((sample) => new Trial(rule, sample));
    return LISTS.filter((list) => trials.some((trial) => trial.looksAt(list)));
  });
  if (lists instanceof Unknowable || lists.length === 0) {
    return listsIn([rule.get('validate'), denialsOf(rule), rule.get('context')]);
  }
  return (list) => lists.includes(list);
}

/** Objects of the workspace are not needed to see what is read. */
const NO_POLICIES: PolicySet = { ofKind: () => [], parameters: () => [] };

/** A rule that is tried on a sample. */
class Trial {
  readonly #rule: YamlValue;
  readonly #sample: Sample;

  constructor(rule: YamlValue, sample: Sample) {
    this.#rule = rule;
    this.#sample = sample;
  }

  /** @throws Unknowable where it is too large to be tried */
  looksAt(list: ContainerList): boolean {
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

  /** Whether the image is read by expressions in a part. */
  #reads(part: YamlValue, variables: Variables, list: ContainerList): boolean {
    return textsOf(part).some(
      ({ text, at }) => hasVariable(text) && this.#isRead(() => known(new Template(text).resolve(variables)), at, list),
    );
  }

  /** What can't be evaluated on a sample counts by its words. */
  #isRead(evaluate: () => Data, at: YamlValue, list: ContainerList): boolean {
    const value = attempt(evaluate);
    if (!(value instanceof Unknowable)) return false;
    return value.message === READ || isMentioned([at, this.#rule.get('context')], list);
  }

  #loopReads(loop: YamlValue, variables: Variables, nesting: number, list: ContainerList, budget: Budget): boolean {
    spend(budget);
    const over = loop.get('list');
    const elements = attempt(() => expressionOf(policyText(over) ?? '').raw(variables));
    if (elements instanceof Unknowable) return elements.message === READ || isMentioned([over], list);
    const patterns = patternsOf(loop);
    const context = compileContext(loop.get('context'), NO_POLICIES);
    const all = isList(elements) ? elements : [elements];
    return variables.forElements(all, nesting).some((own, at) => {
      const inside = context.addTo(own);
      return (
        [loop.get('preconditions'), loop.get('deny'), ...patterns].some((part) => this.#reads(part, inside, list)) ||
        (patterns.some(asksForImage) && isOfSample(all[at] ?? null)) ||
        patterns.some((pattern) => isInPattern(pattern, list)) ||
        loop.get('foreach').items.some((inner) => this.#loopReads(inner, inside, nesting + 1, list, budget))
      );
    });
  }

  /** Whether a condition is met as soon as there is something in a list. */
  #forbids(list: ContainerList): boolean {
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

const LIST_KEY = /^(?:[=^<+X]?\()?(initContainers|containers|ephemeralContainers)\)?$/;
const IMAGE_KEY = /^(?:[=^<+X]?\()?image\)?$/;

/** Whether a pattern asks for the images of a list, or for what stands there to be nothing. */
function isInPattern(pattern: YamlValue, list: ContainerList): boolean {
  return textsOf(pattern).some(
    ({ key, at }) =>
      LIST_KEY.exec(key)?.[1] === list && (key.startsWith('X') || !(at.isList || at.isMap) || asksForImage(at)),
  );
}

function asksForImage(pattern: YamlValue): boolean {
  return textsOf(pattern).some(({ key }) => IMAGE_KEY.test(key));
}

/** Whether an element of a loop is what the sample is about. */
function isOfSample(element: Data): boolean {
  const whole = attempt(() => known(element));
  return whole instanceof Unknowable && whole.message === READ;
}

function isMentioned(parts: readonly YamlValue[], list: ContainerList): boolean {
  const isAbout = parts.some((part) => textsOf(part).some(({ text }) => /\b(?:images|\w*[cC]ontainers)\b/.test(text)));
  return isAbout && listsIn(parts)(list);
}
