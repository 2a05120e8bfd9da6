import { RE2JS } from 're2js';
import type { Cause } from '../../../../../cause/cause';
import { sharedBy } from '../../../../../cause/shared';
import { Unknowable } from '../../../../../cause/unknown';
import type { Json } from '../../../../../manifest/json';
import { matchesWildcard } from '../../../../../text/wildcard';
import { within } from '../extent';
import { isNumber, isText, type JmesFunction } from './types';

const TEXTS_TOO_LONG: Cause = { kind: 'too-costly', what: 'texts' };
/** Image names and their patterns are far shorter. */
const MOST_COMPARED = 10_000_000;

/** The Kyverno functions that policies on images use ("JMESPath", Filters). A result that is not certain is unknown. */
export const kyvernoFunctions: Readonly<Record<string, JmesFunction>> = {
  add: (args) => arithmetic(args, (a, b) => a + b),
  subtract: (args) => arithmetic(args, (a, b) => a - b),
  compare: ([a, b]) => (isText(a) && isText(b) ? (a < b ? -1 : a > b ? 1 : 0) : undefined),
  equal_fold: ([a, b]) => (isText(a) && isText(b) ? a.toLowerCase() === b.toLowerCase() : undefined),
  replace: ([text, from, to, most]) =>
    isText(text) && isText(from) && isText(to) && isNumber(most) ? replaceSome(text, from, to, most) : undefined,
  replace_all: ([text, from, to]) =>
    isText(text) && isText(from) && isText(to) ? replaceSome(text, from, to, -1) : undefined,
  split: ([text, by]) => (isText(text) && isText(by) ? text.split(by) : undefined),
  to_lower: ([text]) => (isText(text) ? text.toLowerCase() : undefined),
  to_upper: ([text]) => (isText(text) ? text.toUpperCase() : undefined),
  trim: ([text, characters]) => (isText(text) && isText(characters) ? trim(text, characters) : undefined),
  trim_prefix: ([text, prefix]) =>
    isText(text) && isText(prefix) ? (text.startsWith(prefix) ? text.slice(prefix.length) : text) : undefined,
  truncate: ([text, length]) =>
    isText(text) && isNumber(length) && length >= 0 ? [...text].slice(0, length).join('') : undefined,
  pattern_match: ([pattern, text]) =>
    isText(pattern) && (isText(text) || isNumber(text)) ? matchesPattern(pattern, String(text)) : undefined,
  regex_match: ([pattern, text]) =>
    isText(pattern) && (isText(text) || isNumber(text)) ? regex(pattern).test(String(text)) : undefined,
  regex_replace_all_literal: ([pattern, text, to]) =>
    isText(pattern) && isText(text) && isText(to) ? replaceMatches(pattern, text, to) : undefined,
  parse_json: ([text]) => (isText(text) ? parseJson(text) : undefined),
};

function arithmetic(args: readonly unknown[], compute: (a: number, b: number) => number): number | undefined {
  const [a, b] = args;
  // Kyverno adds quantities and durations with their units. Texts of images have no units.
  return isNumber(a) && isNumber(b) ? compute(a, b) : undefined;
}

function matchesPattern(pattern: string, text: string): boolean {
  // With many wildcards, each place of the pattern can be compared with each place of the text.
  if (pattern.length * text.length > MOST_COMPARED) throw new Unknowable(TEXTS_TOO_LONG);
  return matchesWildcard(pattern, text);
}

function replaceSome(text: string, from: string, to: string, most: number): string {
  let left = most < 0 ? Number.POSITIVE_INFINITY : most;
  let size = text.length;
  return text.replaceAll(from, () => {
    if (left-- <= 0) return from;
    size = within(size - from.length + to.length);
    return to;
  });
}

function trim(text: string, characters: string): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text.charAt(start))) start++;
  while (end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

const noExpression = sharedBy((pattern: string): Cause => ({ kind: 'no-regular-expression', pattern }));
const regexes = new Map<string, RE2JS>();
/** A policy has a handful. Texts from pods must not stay in memory forever. */
const MOST_REGEXES = 500;

/** Regular expressions of Kyverno are RE2: matching time is linear in the text for every pattern. */
function regex(pattern: string): RE2JS {
  const found = regexes.get(pattern);
  if (found) return found;
  if (regexes.size >= MOST_REGEXES) regexes.clear();
  try {
    const compiled = RE2JS.compile(pattern);
    regexes.set(pattern, compiled);
    return compiled;
  } catch {
    throw new Unknowable(noExpression(pattern));
  }
}

function replaceMatches(pattern: string, text: string, to: string): string {
  let size = 0;
  return regex(pattern)
    .matcher(text)
    .replaceAll(() => {
      size = within(size + to.length);
      return to;
    });
}

function parseJson(text: string): Json | undefined {
  try {
    // The result of `JSON.parse` is JSON.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
