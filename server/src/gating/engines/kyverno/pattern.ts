import { isArray, isObject, type Json, type JsonObject } from '../../../manifest/json';
import { anchorOf, type Handler, hasAnchors } from './anchors';
import { type Comparison, compileComparison } from './comparison';
import { combine, type Outcome, type PatternRun } from './pattern-run';
import { hasVariable, Template } from './template';
import { Unknowable } from './unknowable';
import { hasWildcard, matchesWildcard } from './wildcard';

/** A pattern that has been read: what it makes of a value, containers being told to the run one by one. */
export type Pattern = (value: Json | undefined, run: PatternRun) => Outcome;

/** Aliases can put a pattern inside itself; none that is meant is nearly as deep. */
const DEEPEST = 40;

/** Reads a pattern of a `validate` rule ("Validate Rules", Patterns); what it doesn't understand is unknown when it is met. */
export function compilePattern(pattern: Json, depth = 0): Pattern {
  if (depth > DEEPEST) return unsupported('a pattern that is nested so deeply');
  if (isArray(pattern)) return compileList(pattern, depth);
  if (isObject(pattern)) return compileMap(pattern, depth);
  if (typeof pattern === 'string' && hasVariable(pattern)) return compileTemplate(pattern, depth);
  return leaf(compileComparison(pattern));
}

function unsupported(construct: string): Pattern {
  return () => {
    throw new Unknowable(`${construct} is not evaluated here`);
  };
}

/** A leaf compared with a list has to hold for all of its items. */
function leaf(comparison: Comparison): Pattern {
  return (value) => {
    const holds = isArray(value) ? value.every((item) => comparison(item)) : comparison(value);
    return holds ? 'pass' : 'fail';
  };
}

function compileTemplate(text: string, depth: number): Pattern {
  if (/\{\{\s*@/.test(text)) return unsupported('`{{@}}`, the value at the same place,');
  const template = new Template(text);
  return (value, run) => compilePattern(template.resolve(run.variables), depth + 1)(value, run);
}

/** Conditions come first, then what has conditions further down, as Kyverno evaluates them: they decide about the rest. */
function compileMap(pattern: JsonObject, depth: number): Pattern {
  const conditions: Handler[] = [];
  const withAnchors: Handler[] = [];
  const plain: Handler[] = [];
  for (const [key, below] of Object.entries(pattern)) {
    const anchor = anchorOf(key, below, (value) => compilePattern(value, depth + 1));
    if (anchor) (anchor.isCondition ? conditions : withAnchors).push(anchor.handler);
    else (hasAnchors(below) ? withAnchors : plain).push(plainKey(key, below, depth));
  }
  return (value, run) => {
    if (!isObject(value)) return run.stray();
    for (const condition of conditions) if (condition(value, run) === 'skip') return 'skip';
    let outcome: Outcome = 'pass';
    for (const handler of withAnchors) outcome = combine(outcome, handler(value, run));
    if (outcome === 'skip') return outcome;
    for (const handler of plain) outcome = combine(outcome, handler(value, run));
    return outcome;
  };
}

function plainKey(key: string, pattern: Json, depth: number): Handler {
  const isAnything = pattern === '*';
  const check = compilePattern(pattern, depth + 1);
  const isLeaf = !isArray(pattern) && !isObject(pattern);
  return (object, run) => {
    const value = entryOf(object, key);
    const outcome = isAnything ? (value === undefined || value === null ? 'fail' : 'pass') : check(value, run);
    return outcome === 'fail' && isLeaf ? run.stray() : outcome;
  };
}

/** Keys with wildcards are those of labels and annotations ("Validate Rules", Wildcards). */
function entryOf(object: JsonObject, key: string): Json | undefined {
  if (Object.hasOwn(object, key)) return object[key];
  if (!hasWildcard(key)) return undefined;
  const found = Object.keys(object).find((candidate) => matchesWildcard(key, candidate));
  return found === undefined ? undefined : object[found];
}

/** A list of one map is a pattern for every item; other lists are compared item by item. */
function compileList(pattern: readonly Json[], depth: number): Pattern {
  const [first] = pattern;
  if (first === undefined) return (_, run) => run.stray();
  if (isObject(first)) return compileItems(compilePattern(first, depth + 1));
  if (!isArray(first)) {
    const check = compilePattern(first, depth + 1);
    return (value, run) => (isArray(value) && check(value, run) === 'pass' ? 'pass' : run.stray());
  }
  const checks = pattern.map((item) => compilePattern(item, depth + 1));
  return (value, run) => {
    if (!isArray(value) || value.length < checks.length) return run.stray();
    return checks.reduce<Outcome>((so, check, at) => combine(so, check(value[at], run)), 'pass');
  };
}

function compileItems(check: Pattern): Pattern {
  return (value, run) => {
    if (!isArray(value)) return run.stray();
    let outcome: Outcome | undefined;
    let isSkipped = false;
    for (const item of value) {
      const image = run.imageOf(item);
      const own = image === undefined ? check(item, run) : run.container(item, image, check);
      // An item that isn't meant is passed over, unless there is no other.
      if (own === 'skip') isSkipped = true;
      else outcome = combine(outcome ?? 'pass', own);
    }
    return outcome ?? (isSkipped ? 'skip' : 'pass');
  };
}
