import type { TextEdit } from 'vscode-languageserver';
import { ManifestFile } from '../manifest/file';
import { LineIndex } from '../manifest/line-index';
import type { Analyzer } from '../rules/engine';
import { fixFile } from '../rules/safe-fixes';
import type { OpenAnalysis } from './open-documents';

/** The edits that apply every safe fix of a file, one for each YAML document that changes. */
export function fixAllEdits({ file, options }: OpenAnalysis, analyzer: Analyzer): TextEdit[] {
  const after = fixFile(file, analyzer, options);
  return after === file.text ? [] : differences(file, ManifestFile.read(after, file));
}

/** Fixes never add or remove a document, so each is compared with what became of it, from both ends. */
function differences(before: ManifestFile, after: ManifestFile): TextEdit[] {
  const lines = new LineIndex(before.text);
  return before.documents.flatMap(({ document, offset }, at) => {
    const old = document.text;
    const text = after.documents[at]?.document.text ?? old;
    if (old === text) return [];
    let start = 0;
    while (start < old.length && old[start] === text[start]) start++;
    let end = 0;
    while (end < old.length - start && end < text.length - start && old.at(-1 - end) === text.at(-1 - end)) end++;
    const range = { start: lines.positionAt(offset + start), end: lines.positionAt(offset + old.length - end) };
    return [{ range, newText: text.slice(start, text.length - end) }];
  });
}
