import type { ErrorCode } from 'yaml';

/** What is wrong in a text, by the error code of the parser. The messages of the parser quote the text, which may be any file. */
const REASONS: ReadonlyMap<ErrorCode, string> = new Map<ErrorCode, string>([
  ['ALIAS_PROPS', 'an alias has properties'],
  ['BAD_ALIAS', 'an alias has no anchor before it'],
  ['BAD_COLLECTION_TYPE', 'a tag is not for a list or map'],
  ['BAD_DIRECTIVE', 'a directive is not known'],
  ['BAD_DQ_ESCAPE', 'an escape sequence is not known'],
  ['BAD_INDENT', 'the indentation does not fit'],
  ['BAD_PROP_ORDER', 'an anchor or tag is in the wrong place'],
  ['BAD_SCALAR_START', 'a value starts with a reserved character'],
  ['BLOCK_AS_IMPLICIT_KEY', 'a list or map is where a key is expected'],
  ['BLOCK_IN_FLOW', 'a block is inside brackets or braces'],
  ['DUPLICATE_KEY', 'a key occurs twice'],
  ['KEY_OVER_1024_CHARS', 'a key is longer than 1024 characters'],
  ['MISSING_CHAR', 'a character is missing, such as a quote, a bracket, a colon or a blank'],
  ['MULTILINE_IMPLICIT_KEY', 'a key has several lines'],
  ['MULTIPLE_ANCHORS', 'a value has two anchors'],
  ['MULTIPLE_DOCS', 'there is more than one document'],
  ['MULTIPLE_TAGS', 'a value has two tags'],
  ['NON_STRING_KEY', 'a key is not text'],
  ['TAB_AS_INDENT', 'a tab is used for indentation'],
  ['TAG_RESOLVE_FAILED', 'a tag does not fit its value'],
  ['UNEXPECTED_TOKEN', 'a character or word is unexpected'],
]);

/** A clause for the user. */
export function syntaxReason(code: ErrorCode): string {
  return REASONS.get(code) ?? 'it could not be read';
}
