import { RE2JSSyntaxException } from 're2js';
import { matches, regex } from '../regex';
import { Failure } from '../values';
import { type DeclaredFunction, globals, members } from './overload';

/** Regular expressions, of CEL and of Kubernetes ("Regex library"). */
export const REGEXES: readonly DeclaredFunction[] = [
  ...globals({ 'matches(string, string): bool': isMatch }),
  ...members({
    'matches(string, string): bool': isMatch,
    'find(string, string): string': (text: string, pattern: string) => findAll(text, pattern, 1n)[0] ?? '',
    'findAll(string, string): list<string>': (text: string, pattern: string) => findAll(text, pattern, -1n),
    'findAll(string, string, int): list<string>': findAll,
  }),
];

/** Whether a pattern is one that RE2 takes. */
export function isPattern(pattern: string): boolean {
  try {
    regex(pattern);
    return true;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return false;
    throw error;
  }
}

function isMatch(text: string, pattern: string): boolean {
  return compiled(pattern, () => matches(text, pattern));
}

function findAll(text: string, pattern: string, most: bigint): string[] {
  return compiled(pattern, () => {
    const matcher = regex(pattern).matcher(text);
    const found: string[] = [];
    while (BigInt(found.length) !== most && matcher.find()) found.push(matcher.group() ?? '');
    return found;
  });
}

function compiled<T>(pattern: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw new Failure(`error parsing regexp: "${pattern}"`);
    throw error;
  }
}
