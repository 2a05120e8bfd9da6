import { endOfJsonString, isJson } from './json-text';

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
    if (end === undefined || !isJson(text.slice(start, end)) || !hasMore(text, end)) return ends;
    ends.push(end);
  }
}

/** Whether a text can have such objects. */
export function beginsWithBrace(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** Whether something else than comments follows. */
function hasMore(text: string, from: number): boolean {
  const gap = /\s*(?:#.*\s*)*/y;
  gap.lastIndex = from;
  gap.test(text);
  return gap.lastIndex < text.length;
}

/** The offset behind the brace that closes an object. */
function endOfObject(text: string, from: number): number | undefined {
  if (!beginsWithBrace(text.slice(from, from + MOST_BLANKS))) return undefined;
  const mark = /["{}]/g;
  mark.lastIndex = from;
  let depth = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0] === '{') depth++;
    else if (found[0] === '}' && --depth === 0) return mark.lastIndex;
    else if (found[0] === '"') {
      const end = endOfJsonString(text, found.index);
      if (end === undefined) return undefined;
      mark.lastIndex = end;
    }
  }
  return undefined;
}

/** Blanks before an object are few. */
const MOST_BLANKS = 1000;
