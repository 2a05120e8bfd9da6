import { Lexer } from 'yaml';

/** The comments of a YAML text, sorted, without their place. */
export function commentsOf(text: string): string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith('#')).sort();
}
