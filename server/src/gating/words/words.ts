import type { Cause, DependentCause } from '../../cause/cause';
import { ELSEWHERE_WORDS } from './elsewhere';
import { EXPRESSION_WORDS } from './expression';
import { IMAGE_WORDS } from './image';
import { SCOPE_WORDS } from './scope';
import type { Words } from './table';

const DEPENDENT_WORDS: Words<DependentCause> = {
  'preconditions-unknown': ({ because }) => `the result depends on its preconditions: ${wordsOf(because)}`,
};

const WORDS: Words<Cause> = {
  ...SCOPE_WORDS,
  ...ELSEWHERE_WORDS,
  ...EXPRESSION_WORDS,
  ...IMAGE_WORDS,
  ...DEPENDENT_WORDS,
};

/** Causes are shared by many decisions, and so is what is said of them. */
const said = new WeakMap<Cause, string>();

/** What people read of a cause: a clause without a full stop, or what a policy itself says. */
export function wordsOf(cause: Cause): string {
  let words = said.get(cause);
  if (words === undefined) {
    words = make(cause, WORDS[cause.kind]);
    said.set(cause, words);
  }
  return words;
}

/** @param entry that of the cause's own kind */
function make(cause: Cause, entry: (typeof WORDS)[Cause['kind']]): string {
  return typeof entry === 'string' ? entry : (entry as (one: Cause) => string)(cause);
}
