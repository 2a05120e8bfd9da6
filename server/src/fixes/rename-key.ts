import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change } from './change';
import { deleteValueAt, setValueAt, valueAt } from './data';
import { pathOf } from './layout';

/** Gives an entry of a map another key, a plain word. `undefined` if the map has that key already, or the text is shared. */
export function renameKey(document: ManifestDocument, value: YamlValue, key: string): Change | undefined {
  const { keySpan, parent } = value;
  if (!keySpan || !parent || parent.has(key) || value.isShared || value.isRepeated) return undefined;
  const written = document.text.slice(keySpan.start, keySpan.end);
  const newText =
    written === value.name ? key : written === JSON.stringify(value.name) ? JSON.stringify(key) : undefined;
  if (newText === undefined) return undefined;
  const path = pathOf(value);
  return {
    document,
    edits: [{ ...keySpan, newText }],
    apply: (root) => {
      const data = valueAt(root, path);
      deleteValueAt(root, path);
      if (data !== undefined) setValueAt(root, [...path.slice(0, -1), key], data);
    },
  };
}
