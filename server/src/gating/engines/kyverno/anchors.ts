import { isArray, isObject, type Json, type JsonObject } from '../../../manifest/json';
import type { Pattern } from './pattern';
import type { Outcome, PatternRun } from './pattern-run';
import { Unknowable } from './unknowable';

/** What one entry of a pattern's map makes of an object. */
export type Handler = (object: JsonObject, run: PatternRun) => Outcome;

interface Anchor {
  /** Whether the rest of the map only counts if this is met. */
  readonly isCondition: boolean;
  readonly handler: Handler;
}

const ANCHOR = /^([=^<+X]?)\((.+)\)$/;

/** The meaning of a key in brackets ("Validate Rules", Anchors); `undefined` for one without. */
export function anchorOf(written: string, pattern: Json, compile: (pattern: Json) => Pattern): Anchor | undefined {
  const match = ANCHOR.exec(written.trim());
  if (!match) return undefined;
  const [, type = '', key = ''] = match;
  switch (type) {
    case '':
    case '<':
      return { isCondition: true, handler: condition(key, compile(pattern), type === '<') };
    case '=':
      return { isCondition: false, handler: equality(key, compile(pattern)) };
    case '^':
      return { isCondition: false, handler: existence(key, pattern, compile) };
    case 'X':
      return { isCondition: false, handler: negation(key) };
    default:
      return { isCondition: false, handler: () => unsupported(written) };
  }
}

export function hasAnchors(pattern: Json): boolean {
  if (isArray(pattern)) return pattern.some(hasAnchors);
  return isObject(pattern) && Object.entries(pattern).some(([key, value]) => ANCHOR.test(key) || hasAnchors(value));
}

function unsupported(written: string): never {
  throw new Unknowable(`the anchor \`${written}\` has no meaning in a rule that validates`);
}

/** Conditional and global anchors: where they aren't met, the map (or the rule) doesn't count. */
function condition(key: string, check: Pattern, mayBeMissing: boolean): Handler {
  return (object, run) => {
    const value = object[key];
    if (value === undefined) return mayBeMissing ? 'pass' : 'skip';
    return run.quietly(value, check) === 'pass' ? 'pass' : 'skip';
  };
}

/** Equality anchor: if there is a value, it has to be as the pattern says. */
function equality(key: string, check: Pattern): Handler {
  return (object, run) => {
    const value = object[key];
    if (value === undefined) return 'pass';
    const outcome = check(value, run);
    return outcome === 'fail' && !isArray(value) && !isObject(value) ? run.stray() : outcome;
  };
}

/** Existence anchor: at least one item of the list has to be as the pattern says. */
function existence(key: string, pattern: Json, compile: (pattern: Json) => Pattern): Handler {
  const checks = isArray(pattern) ? pattern.map((item) => compile(item)) : undefined;
  return (object, run) => {
    const value = object[key];
    if (value === undefined) return 'pass';
    if (!checks || !isArray(value)) return run.stray();
    const isMet = checks.every((check) => value.some((item) => run.quietly(item, check) === 'pass'));
    if (!isMet) return run.stray();
    for (const image of imagesIn(value, run)) run.record(image, 'pass');
    return 'pass';
  };
}

/** Negation anchor: the key must not be there; if it is a list of containers, they are what is in the way. */
function negation(key: string): Handler {
  return (object, run) => {
    const value = object[key];
    if (value === undefined) return 'pass';
    const images = isArray(value) ? imagesIn(value, run) : [];
    for (const image of images) run.record(image, 'fail');
    return images.length > 0 ? 'fail' : run.stray();
  };
}

function imagesIn(list: readonly Json[], run: PatternRun): number[] {
  return list.flatMap((item) => run.imageOf(item) ?? []);
}
