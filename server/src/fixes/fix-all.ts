import type { Change } from './change';
import { partition, proveAll } from './proof';
import { applyEdits, sortEdits, type TextEdit } from './text-edit';

/** A change that is safe without a question to the user, and the start of its document in the file (0-based UTF-16 offset). */
export interface SafeChange {
  readonly offset: number;
  readonly change: Change;
}

/** The most passes. Fixes that make others possible need fewer; more passes mean that two fixes undo each other. */
const MAX_PASSES = 10;

/**
 * Applies safe changes until none is left. Changes that overlap others in one pass are made again in the next pass.
 * @param safeChanges analyses a text and returns the changes that are safe in it
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

/** The edits of the changes that can be made together, in offsets of the file. */
function compatibleEdits(changes: readonly SafeChange[]): TextEdit[] {
  const proven = proveAll(changes.map(({ change }) => change));
  const inFile = changes.map(({ offset }, index) => ({
    edits: (proven[index] ?? []).map((edit) => ({ ...edit, start: edit.start + offset, end: edit.end + offset })),
  }));
  return sortEdits(partition(inFile).apart.flatMap(({ edits }) => edits));
}
