import { RE2JS, RE2Set } from 're2js';

/** The cache is cleared at this size, because patterns can be generated. A policy has only a few. */
const MOST_PATTERNS = 1000;
/** Memory for the states of a pattern's automaton, in bytes. If it is full, matching continues without new states. */
const MOST_MEMORY = 1 << 20;

const patterns = new Map<string, RE2JS>();
const automata = new Map<string, RE2Set>();

/** RE2, as in Kubernetes: the time is linear in the text for every pattern. */
export function regex(pattern: string): RE2JS {
  return remembered(patterns, pattern, () => RE2JS.compile(pattern));
}

/**
 * Whether a pattern matches a part of a text. A set with one pattern uses a deterministic automaton, which takes less than half
 * the time of the pattern itself.
 */
export function matches(text: string, pattern: string): boolean {
  return remembered(automata, pattern, automaton).match(text).length > 0;
}

function automaton(pattern: string): RE2Set {
  const set = new RE2Set(RE2Set.UNANCHORED, 0, MOST_MEMORY);
  set.add(pattern);
  set.compile();
  return set;
}

function remembered<T>(known: Map<string, T>, pattern: string, make: (pattern: string) => T): T {
  let made = known.get(pattern);
  if (made === undefined) {
    if (known.size >= MOST_PATTERNS) known.clear();
    made = make(pattern);
    known.set(pattern, made);
  }
  return made;
}
