import { createContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { hostileTexts } from './hostile-texts';
import { type OurPattern, ourPatterns } from './our-patterns';

/** A short one first: for an exponential pattern, it is long enough. */
const LENGTHS = [64, 40_000];
/** In milliseconds. A linear pattern takes less than one; what grows with the square takes half a second and more. */
const MOST = 100;

const room = { text: '', pattern: /x/ };
createContext(room);
const search = new Script('text.replace(pattern, "")');

/** How long a pattern takes for a text, in milliseconds; infinity, where it has to be stopped. */
function timeFor({ source, flags }: OurPattern, text: string): number {
  room.text = text;
  room.pattern = new RegExp(source, flags);
  const start = performance.now();
  try {
    search.runInContext(room, { timeout: 2_000 });
  } catch (error) {
    // It is an error of another realm.
    if (Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return Number.POSITIVE_INFINITY;
    throw error;
  }
  return performance.now() - start;
}

/** The first text that a pattern takes too long for, three times in a row: the machine may be busy. */
function chokesOn(pattern: OurPattern): string | undefined {
  for (const length of LENGTHS) {
    for (const text of hostileTexts(pattern.source, pattern.flags, length)) {
      const isSlow = [1, 2, 3].every(() => timeFor(pattern, text) > MOST);
      if (isSlow) return text.length > 60 ? `${text.slice(0, 50)}… (${text.length})` : text;
    }
  }
  return undefined;
}

describe('a text that is made to keep a pattern busy', () => {
  const patterns = [...new Map(ourPatterns().map((pattern) => [`/${pattern.source}/${pattern.flags}`, pattern]))];

  it('is made for all patterns of the code', () => {
    expect(patterns.length).toBeGreaterThan(300);
  });

  it.each([
    { at: 'nested', source: '^(?:a+)+$', flags: '' },
    { at: 'nested with an end of its own', source: '^a:(?:#[^\\n]*\\r?\\n)*b', flags: 'm' },
    { at: 'twice the same', source: '(\\S+) "([^"]*)" not found', flags: '' },
    { at: 'from every beginning', source: 'at (\\S+) for ([^\\n]*) due to', flags: '' },
    { at: 'up to an end', source: '\\/+$', flags: '' },
  ])('is found where a pattern is weak: $at', (pattern) => {
    expect(chokesOn(pattern)).toBeDefined();
  });

  it('is read at once by every pattern of ours', { timeout: 300_000 }, () => {
    const weak = patterns.flatMap(([written, pattern]) => {
      const text = chokesOn(pattern);
      return text === undefined ? [] : [`${pattern.at}: ${written} chokes on ${JSON.stringify(text)}`];
    });
    expect(weak).toEqual([]);
  });
});
