/** Replaces the text between two 0-based UTF-16 offsets of a document. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Applies edits that do not overlap. Edits at the same place keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let index = 0;
  for (const { start, end, newText } of sortEdits(edits)) {
    result += text.slice(index, start) + newText;
    index = end;
  }
  return result + text.slice(index);
}

export function sortEdits<T extends TextEdit>(edits: readonly T[]): T[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}
