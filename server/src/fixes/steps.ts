import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import { type Change, inSequence } from './change';
import { pathOf, textValueAt } from './layout';
import { removeEntry } from './remove-entry';
import { type NewValue, setValue } from './set-value';

/** A part of a change, made in the text that the parts before it leave. */
type Step = (document: ManifestDocument) => Change | undefined;

/** A value and what it becomes. */
export type Write = readonly [value: YamlValue, data: NewValue];

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
  return inSequence(
    document,
    writes.map((write) => setting(...write)),
  );
}
