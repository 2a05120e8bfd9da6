import type { SyntaxCause, SyntaxReason } from '../manifest/problem';

/** Why a document is not read, behind "Line N …". */
export function syntaxWords(cause: SyntaxCause): string {
  return cause.kind === 'syntax'
    ? `is not valid YAML: ${MISTAKES[cause.reason]}`
    : `is refused by kubectl: ${REFUSALS[cause.kind]}`;
}

const MISTAKES: Readonly<Record<SyntaxReason, string>> = {
  character: 'it has a control character',
  token: 'no value can begin with this character; put the value in quotes',
  tab: 'a tab is used as indentation; use spaces',
  colon: 'a colon must follow this key',
  item: 'a list item cannot begin here',
  key: 'a key cannot begin here',
  value: 'a value with a key cannot begin here; put text that has a colon in quotes',
  'item-column': 'the indentation of this line matches no list around it',
  'key-column': 'the indentation of this line matches no map around it',
  'list-end': 'a comma or a closing bracket is missing before this place',
  'map-end': 'a comma or a closing brace is missing before this place',
  node: 'a value is missing here',
  anchor: 'the name of an anchor or alias has only letters, digits, `-` and `_`',
  tag: 'this tag is not well-formed, or its handle is not declared',
  directive: 'this directive is unknown, or has no `---` behind it; the version of YAML must be 1.1',
  block: 'only indentation and chomping indicators can follow `|` or `>`',
  separator: 'only a comment can follow `---`; begin the document on the next line',
  quote: 'the closing quote is missing',
  marker: 'a document marker is inside quotes',
  escape: 'this escape sequence is unknown; in text in double quotes, write a backslash twice',
};

const REFUSALS: Readonly<Record<Exclude<SyntaxCause['kind'], 'syntax'>, string>> = {
  alias: 'no anchor with the name of this alias is before it',
  circle: 'this alias is inside the value that it names',
  key: 'a key must be text, a number or a boolean',
  merge: 'the value of a merge key must be a map or a list of maps',
  number: 'JSON has no infinite numbers, and none that are "not a number"',
  tag: 'the value does not have the type that its tag names',
};
