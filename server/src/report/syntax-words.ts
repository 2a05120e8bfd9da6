import type { SyntaxCause } from '../manifest/problem';
import { oneLine } from '../text/saying';

/** In code points: the parser quotes text of the file. */
const LONGEST_REASON = 200;

/** Why a document is not read, behind "Line N …". */
export function syntaxWords(cause: SyntaxCause): string {
  if (cause.kind === 'syntax') return `is not valid YAML: ${oneLine(cause.reason, LONGEST_REASON)}`;
  return `is refused by kubectl: ${REFUSALS[cause.kind]}`;
}

const REFUSALS: Readonly<Record<Exclude<SyntaxCause['kind'], 'syntax'>, string>> = {
  alias: 'no anchor with the name of this alias is before it',
  circle: 'this alias is inside the value that it names',
  key: 'a key must be text, a number or a boolean',
  merge: 'the value of a merge key must be a map or a list of maps',
  number: 'JSON has no infinite numbers and no NaN',
  tag: 'the value does not have the type that its tag names',
};
