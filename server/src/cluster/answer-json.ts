import { AnswerError } from './answer-error';

/** No Kubernetes object has as many levels. Code that walks an answer recursively must not overflow its stack. */
const MOST_LEVELS = 500;

/**
 * Parses an answer in JSON.
 * @throws AnswerError if it is not JSON, or has too many levels of nesting
 */
export function parseAnswer(text: string): unknown {
  if (levelsOf(text) > MOST_LEVELS) throw new AnswerError('too-deep', MOST_LEVELS);
  try {
    return JSON.parse(text);
  } catch {
    // The message of the parser quotes the answer, so it is not used.
    throw new AnswerError('not-json');
  }
}

/** The levels of nesting of a text in JSON; the text may be invalid otherwise. */
function levelsOf(text: string): number {
  let [levels, most] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index);
        break;
      case BRACKET:
      case BRACE:
        levels++;
        if (levels > most) most = levels;
        break;
      case BRACKET + 2:
      case BRACE + 2:
        levels--;
    }
  }
  return most;
}

const [QUOTE, BACKSLASH, BRACKET, BRACE] = [0x22, 0x5c, 0x5b, 0x7b];

/** The offset of the quotation mark that ends a string: the first one without an odd number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
