import type { Cause } from '../../../../cause/cause';
import { Unknown } from '../../../../cause/unknown';
import { isArray, isObject, type Json, type JsonObject } from '../../../../manifest/json';
import { own } from '../../../../text/own';
import { hasWildcard, matchesWildcard } from '../../../../text/wildcard';
import { type Comparison, compileComparison } from '../expression/comparison';
import { hasVariable, Template } from '../expression/template';
import { anchorOf, type Handler, hasAnchors } from './anchors';
import { combineOutcomes, type Pattern, type PatternOutcome } from './pattern-run';

/** An alias can put a pattern inside of itself. Real patterns are far less deep. */
const DEEPEST = 40;

/**
 * Compiles a pattern of a `validate` rule ("Validate Rules", Patterns). An unsupported part gives an unknown result
 * when it is reached.
 */
export function compilePattern(pattern: Json, depth = 0): Pattern {
  if (depth > DEEPEST) return unsupported({ kind: 'too-costly', what: 'pattern' });
  if (isArray(pattern)) return compileList(pattern, depth);
  if (isObject(pattern)) return compileMap(pattern, depth);
  if (typeof pattern === 'string' && hasVariable(pattern)) return compileTemplate(pattern, depth);
  return leaf(compileComparison(pattern));
}

function unsupported(cause: Cause): Pattern {
  return new Unknown(cause).read;
}

/** A leaf must match all items if the value is a list. */
function leaf(comparison: Comparison): Pattern {
  return (value) => {
    const holds = isArray(value) ? value.every((item) => comparison(item)) : comparison(value);
    return holds ? 'pass' : 'fail';
  };
}

function compileTemplate(text: string, depth: number): Pattern {
  if (/\{\{\s*@/.test(text)) return unsupported({ kind: 'not-supported', what: 'value-at-same-place', name: '{{@}}' });
  const template = new Template(text);
  return (value, run) => compilePattern(template.resolve(run.variables), depth + 1)(value, run);
}

/**
 * Conditions come first, then parts with nested conditions, in the order of Kyverno: they decide whether the rest
 * applies.
 */
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
    let outcome: PatternOutcome = 'pass';
    for (const handler of withAnchors) outcome = combineOutcomes(outcome, handler(value, run));
    if (outcome === 'skip') return outcome;
    for (const handler of plain) outcome = combineOutcomes(outcome, handler(value, run));
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

/** Keys with wildcards select labels and annotations ("Validate Rules", Wildcards). */
function entryOf(object: JsonObject, key: string): Json | undefined {
  if (Object.hasOwn(object, key)) return own(object, key);
  if (!hasWildcard(key)) return undefined;
  const found = Object.keys(object).find((candidate) => matchesWildcard(key, candidate));
  return found === undefined ? undefined : own(object, found);
}

/** A list of one map is a pattern for every item. Other lists are compared item by item. */
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
    return checks.reduce<PatternOutcome>((so, check, index) => combineOutcomes(so, check(value[index], run)), 'pass');
  };
}

function compileItems(check: Pattern): Pattern {
  return (value, run) => {
    if (!isArray(value)) return run.stray();
    let outcome: PatternOutcome | undefined;
    let isSkipped = false;
    for (const item of value) {
      const image = run.imageOf(item);
      const own = image === undefined ? check(item, run) : run.container(item, image, check);
      // An item that the conditions skip does not count, unless all items are skipped.
      if (own === 'skip') isSkipped = true;
      else outcome = combineOutcomes(outcome ?? 'pass', own);
    }
    return outcome ?? (isSkipped ? 'skip' : 'pass');
  };
}
