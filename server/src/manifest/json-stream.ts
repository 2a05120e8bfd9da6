import { isJson } from './json-text';

/**
 * The ends of the JSON objects at the start of a file, 0-based UTF-16 offsets, as long as something follows that is not JSON's
 * own: kubectl reads one JSON object after the other, and what follows the last one as YAML (k8s.io/apimachinery,
 * `YAMLOrJSONDecoder`).
 */
export function endsOfJson(text: string): number[] {
  const ends: number[] = [];
  for (;;) {
    const start = ends.at(-1) ?? 0;
    const end = endOfObject(text, start);
    if (end === undefined || !isJson(text.slice(start, end)) || !/^\s*[^\s#]/m.test(text.slice(end))) return ends;
    ends.push(end);
  }
}

/** Whether a text can have such objects. */
export function beginsWithBrace(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** The offset behind the brace that closes an object. */
function endOfObject(text: string, from: number): number | undefined {
  const token = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  token.lastIndex = from;
  if (!beginsWithBrace(text.slice(from, from + MOST_BLANKS))) return undefined;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '{') depth++;
    else if (found[0] === '}' && --depth === 0) return token.lastIndex;
  }
  return undefined;
}

/** Blanks before an object are few. */
const MOST_BLANKS = 1000;
