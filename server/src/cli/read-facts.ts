import type { ManifestDocument } from '../manifest/document';
import { ManifestFile } from '../manifest/file';
import { reasonsToSkip } from '../report/report';
import type { AnalysisOptions } from '../rules/options';
import { canWait } from '../workspace/fact-reader';
import type { InputFile } from './input-file';
import type { FileToJudge, Judge } from './verdicts';

/** Whether workloads are parsed at once, or only when they are judged. */
export type WorkloadReading = 'now' | 'later';

/** Reads what a file says of other files, and sorts out the documents in which nothing can be found. */
export function readFacts(
  input: InputFile,
  options: AnalysisOptions,
  { analyzer, index }: Pick<Judge, 'analyzer' | 'index'>,
  workloads: WorkloadReading,
): FileToJudge {
  const file = ManifestFile.read(input.text);
  const waiting = new Set<ManifestDocument>();
  if (workloads === 'later')
    for (const { document } of file.documents) if (canWait(file, document)) waiting.add(document);
  index.update(input.name, file, { unread: waiting });
  const [unread, read] = [
    file.documents.filter(({ document }) => waiting.has(document)),
    file.documents.filter(({ document }) => !waiting.has(document)),
  ];
  const documents = file.documents.filter(
    ({ document }) => waiting.has(document) || !analyzer.hasNothingFor(document, options),
  );
  const reasons = reasonsToSkip(file, read);
  // All trees together would take much more memory than all texts.
  index.release(file);
  return { input, file, options, documents, unread, reasons };
}
