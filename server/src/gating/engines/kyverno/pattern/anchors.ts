import type { Cause } from '../../../../cause/cause';
import { sharedBy } from '../../../../cause/shared';
import { Unknowable } from '../../../../cause/unknown';
import { isArray, isObject, type Json, type JsonObject } from '../../../../manifest/json';
import { own } from '../../../../text/own';
import type { Pattern, PatternOutcome, PatternRun } from './pattern-run';

/** The result of one entry of a pattern map for an object. */
export type Handler = (object: JsonObject, run: PatternRun) => PatternOutcome;

interface Anchor {
  /** Whether the rest of the map only applies if this anchor matches. */
  readonly isCondition: boolean;
  readonly handler: Handler;
}

const ANCHOR = /^([=^<+X]?)\((.+)\)$/;

/** The handler of a key with an anchor ("Validate Rules", Anchors); `undefined` for a key without one. */
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

const foreignAnchor = sharedBy((anchor: string): Cause => ({ kind: 'foreign-anchor', anchor }));

function unsupported(written: string): never {
  throw new Unknowable(foreignAnchor(written));
}

/** Conditional and global anchors: if the condition does not match, the map (or the rule) does not apply. */
function condition(key: string, check: Pattern, mayBeMissing: boolean): Handler {
  return (object, run) => {
    const value = own(object, key);
    if (value === undefined) return mayBeMissing ? 'pass' : 'skip';
    return run.quietly(value, check) === 'pass' ? 'pass' : 'skip';
  };
}

/** Equality anchor: an existing value must match the pattern. */
function equality(key: string, check: Pattern): Handler {
  return (object, run) => {
    const value = own(object, key);
    if (value === undefined) return 'pass';
    const outcome = check(value, run);
    return outcome === 'fail' && !isArray(value) && !isObject(value) ? run.stray() : outcome;
  };
}

/** Existence anchor: at least one item of the list must match the pattern. */
function existence(key: string, pattern: Json, compile: (pattern: Json) => Pattern): Handler {
  const checks = isArray(pattern) ? pattern.map((item) => compile(item)) : undefined;
  return (object, run) => {
    const value = own(object, key);
    if (value === undefined) return 'pass';
    if (!checks || !isArray(value)) return run.stray();
    const isMet = checks.every((check) => value.some((item) => run.quietly(item, check) === 'pass'));
    if (!isMet) return run.stray();
    for (const image of imagesIn(value, run)) run.record(image, 'pass');
    return 'pass';
  };
}

/** Negation anchor: the key must not exist. If it is a list of containers, its containers cause the failure. */
function negation(key: string): Handler {
  return (object, run) => {
    const value = own(object, key);
    if (value === undefined) return 'pass';
    const images = isArray(value) ? imagesIn(value, run) : [];
    for (const image of images) run.record(image, 'fail');
    return images.length > 0 ? 'fail' : run.stray();
  };
}

function imagesIn(list: readonly Json[], run: PatternRun): number[] {
  return list.flatMap((item) => run.imageOf(item) ?? []);
}
