import { applyEdits, type Change, exactEdits, sortEdits, type TextEdit } from './change';

/** A change that may be made without asking, and where its document starts in the file (0-based UTF-16 offset). */
export interface SafeChange {
  readonly offset: number;
  readonly change: Change;
}

/** Fixes that make room for others settle within this many passes; more would mean that two of them fight. */
const MAX_PASSES = 10;

/**
 * Applies safe changes until none is left. Those that would overlap in one pass wait for the next, when they are worked
 * out anew.
 * @param safeChanges analyses a text and gives the changes that may be made in it
 */
export function fixAll(text: string, safeChanges: (text: string) => readonly SafeChange[]): string {
  let current = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const edits = compatibleEdits(safeChanges(current));
    if (edits.length === 0) return current;
    current = applyEdits(current, edits);
  }
  return current;
}

/** The edits of as many changes as can be made at once, in offsets of the file. */
function compatibleEdits(changes: readonly SafeChange[]): TextEdit[] {
  const accepted: TextEdit[] = [];
  for (const { offset, change } of changes) {
    const edits = (exactEdits(change) ?? []).map((edit) => ({
      ...edit,
      start: edit.start + offset,
      end: edit.end + offset,
    }));
    if (!edits.some((edit) => accepted.some((other) => overlaps(edit, other)))) accepted.push(...edits);
  }
  return sortEdits(accepted);
}

/** Two insertions at one place count as overlapping: their order would decide what they mean. */
function overlaps(a: TextEdit, b: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
