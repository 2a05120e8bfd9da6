import type { ManifestDocument } from '../manifest/document';
import { type Change, combine, exactEdits } from './change';
import { sortEdits, type TextEdit } from './text-edit';

/** How many texts are parsed to prove the changes of a document: the time for each grows with the size of the document. */
const MOST_PROOFS = 100;

/**
 * Proves many changes together: if all changes that do not touch each other give the data that they mean, each of them is
 * exact. Otherwise, they are proven in parts.
 * @returns the edits of each change, in the order of the changes; `undefined` for a change that is not exact, or that is
 *   beyond the limit
 */
export function proveAll(changes: readonly Change[]): (readonly TextEdit[] | undefined)[] {
  const proven = new Map<Change, readonly TextEdit[]>();
  const byDocument = new Map<ManifestDocument, Change[]>();
  for (const change of changes) {
    const known = byDocument.get(change.document);
    if (known) known.push(change);
    else byDocument.set(change.document, [change]);
  }
  for (const ofOne of byDocument.values()) {
    let left = MOST_PROOFS;
    const prove = (group: readonly Change[]): void => {
      const [first, ...others] = group;
      if (!first || --left < 0) return;
      if (exactEdits(combine(first, ...others))) for (const change of group) proven.set(change, change.edits);
      else if (others.length > 0) {
        const middle = group.length >> 1;
        prove(group.slice(0, middle));
        prove(group.slice(middle));
      }
    };
    for (let rest: readonly Change[] = ofOne; rest.length > 0 && left > 0; ) {
      const { apart, touching } = partition(rest);
      prove(apart);
      rest = touching;
    }
  }
  return changes.map((change) => proven.get(change));
}

/** Separates the changes that can be made together, in the order of the text, from those that touch one of them. */
export function partition<T extends { readonly edits: readonly TextEdit[] }>(
  changes: readonly T[],
): { apart: T[]; touching: T[] } {
  const all = changes.flatMap((change) => change.edits.map((edit) => ({ ...edit, change })));
  const touching = new Set<T>();
  let last: (typeof all)[number] | undefined;
  for (const edit of sortEdits(all)) {
    if (touching.has(edit.change)) continue;
    // Two insertions at one place touch each other: their order would change the result.
    if (last && last.change !== edit.change && edit.start <= last.end) touching.add(edit.change);
    else last = edit;
  }
  return { apart: changes.filter((change) => !touching.has(change)), touching: [...touching] };
}
