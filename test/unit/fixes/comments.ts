import { Lexer } from 'yaml';
import { withLineBreaks } from '../../../server/src/manifest/line-breaks';

/** The comments of a YAML text, sorted, without their places, as another parser sees them. */
export function commentsOf(text: string): string[] {
  return [...new Lexer().lex(withLineBreaks(text))].filter((token) => token.startsWith('#')).sort();
}
