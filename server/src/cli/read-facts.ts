import { ManifestFile, type PlacedDocument } from '../manifest/file';
import { reasonsToSkip } from '../report/report';
import type { AnalysisOptions } from '../rules/options';
import { canWait, type WorkloadReading } from '../workspace/fact-reader';
import type { InputFile } from './input-file';
import type { FileToJudge, Judge } from './verdicts';

/** Reads what a file says of other files, and sorts out the documents in which nothing can be found. */
export function readFacts(
  input: InputFile,
  options: AnalysisOptions,
  { analyzer, index }: Pick<Judge, 'analyzer' | 'index'>,
  workloads: WorkloadReading,
): FileToJudge {
  const file = ManifestFile.read(input.text);
  index.update(input.name, file, workloads);
  const documents: PlacedDocument[] = [];
  const [unread, read]: [PlacedDocument[], PlacedDocument[]] = [[], []];
  for (const placed of file.documents) {
    const waits = workloads === 'later' && canWait(file, placed.document);
    (waits ? unread : read).push(placed);
    if (waits || !analyzer.hasNothingFor(placed.document, options)) documents.push(placed);
  }
  const reasons = reasonsToSkip(file, read);
  // All trees together would take much more memory than all texts.
  index.release(file);
  return { input, file, options, documents, unread, reasons };
}
