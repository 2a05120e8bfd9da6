import { fixAll, type SafeChange } from '../fixes/fix-all';
import { ManifestFile } from '../manifest/file';
import type { Analyzer } from './engine';
import type { AnalysisOptions } from './options';

/** The text of a file with every preferred fix applied, including those that become possible through others. */
export function fixFile(file: ManifestFile, analyzer: Analyzer, options: AnalysisOptions): string {
  let last = file;
  const [original] = file.documents;
  return fixAll(file.text, (text) => {
    last = ManifestFile.read(text, last);
    // Kustomizations change the edited documents as they change the file.
    if (original) for (const { document } of last.documents) analyzer.putBeside(original.document, document);
    return safeChanges(last, analyzer, options);
  });
}

function safeChanges(file: ManifestFile, analyzer: Analyzer, options: AnalysisOptions): SafeChange[] {
  return file.documents.flatMap(({ document, offset }) =>
    analyzer.analyse(document, options).findings.flatMap(({ fixes = [] }) =>
      fixes.flatMap((fix) => {
        const change = fix.isPreferred ? fix.change() : undefined;
        return change ? [{ offset, change }] : [];
      }),
    ),
  );
}
