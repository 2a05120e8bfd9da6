import type { TextEdit } from 'vscode-languageserver';
import { ManifestFile } from '../manifest/file';
import { LineIndex } from '../manifest/line-index';
import type { RuleFinding } from '../rules/analysis';
import type { Analyzer } from '../rules/engine';
import { fixFile } from '../rules/safe-fixes';
import type { OpenAnalysis } from './open-analysis';

/** The edits that apply every safe fix of a file, one for each YAML document that changes. */
export function fixAllEdits({ file, options }: OpenAnalysis, analyzer: Analyzer): TextEdit[] {
  const after = fixFile(file, analyzer, options);
  return after === file.text ? [] : differences(file, ManifestFile.read(after, file));
}

/** Whether a finding of a file has a safe fix. Another fix may still take its place. */
export function hasSafeFix({ documents }: OpenAnalysis): boolean {
  return documents.some(({ analysis }) => analysis.findings.some(isSafelyFixable));
}

/** Whether "fix all" makes a fix of a finding. */
export function isSafelyFixable({ fixes = [] }: Pick<RuleFinding, 'fixes'>): boolean {
  return fixes.some(({ isPreferred }) => isPreferred);
}

/** Fixes never add or remove a YAML document, so each document is compared with its new text. */
function differences(before: ManifestFile, after: ManifestFile): TextEdit[] {
  const lines = new LineIndex(before.text);
  return before.documents.flatMap(({ document, offset }, index) => {
    const old = document.text;
    const text = after.documents[index]?.document.text ?? old;
    if (old === text) return [];
    let start = 0;
    while (start < old.length && old[start] === text[start]) start++;
    let end = 0;
    while (end < old.length - start && end < text.length - start && old.at(-1 - end) === text.at(-1 - end)) end++;
    const range = { start: lines.positionAt(offset + start), end: lines.positionAt(offset + old.length - end) };
    return [{ range, newText: text.slice(start, text.length - end) }];
  });
}
