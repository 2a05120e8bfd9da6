import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import { type Change, combine, inSequence } from './change';
import { isEmpty, pathOf, textValueAt } from './layout';
import { removeEntry } from './remove-entry';
import { type NewValue, setValue } from './set-value';

/** A part of a change, made in the text that the parts before it leave. */
type Step = (document: ManifestDocument) => Change | undefined;

/** A value and what it becomes. */
export type Write = readonly [value: YamlValue, data: NewValue];

/** Each step reads the whole document again. */
const MOST_STEPS = 200;

/** Writes a value where it is in the text by then. */
function setting(...[value, data]: Write): Step {
  const path = pathOf(value);
  return (document) => setValue(document, textValueAt(document, path), data);
}

/** Removes an entry of a map where it is in the text by then. */
export function removing(value: YamlValue): Step {
  const path = pathOf(value);
  return (document) => removeEntry(document, textValueAt(document, path));
}

/** Writes values that belong together: all of them, or none. */
export function setValues(document: ManifestDocument, writes: readonly Write[]): Change | undefined {
  const [only] = writes;
  if (only && writes.length === 1) return setValue(document, ...only);
  if (writes.every(isReplacement)) return together(writes.map((write) => setValue(document, ...write)));
  if (writes.length > MOST_STEPS) return undefined;
  return inSequence(
    document,
    writes.map((write) => setting(...write)),
  );
}

/** Whether a scalar takes the place of one that is written, which moves no other value. */
function isReplacement([value, data]: Write): boolean {
  return typeof data !== 'object' && value.node?.kind === 'scalar' && !isEmpty(value.node);
}

/** All changes as one; `undefined` if one of them cannot be made. */
function together(changes: readonly (Change | undefined)[]): Change | undefined {
  const made = changes.filter((change) => change !== undefined);
  const [first, ...rest] = made;
  return first && made.length === changes.length ? combine(first, ...rest) : undefined;
}
