import type { ManifestFile, PlacedDocument } from '../manifest/file';
import { type ReportedFile, reasonsToSkip, reportFile } from '../report/report';
import type { Analyzer } from '../rules/engine';
import { withFindingsOfFile } from '../rules/once-a-file';
import type { AnalysisOptions } from '../rules/options';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { InputFile } from './input-file';

/** A file whose facts have been read. */
export interface FileToJudge {
  readonly input: InputFile;
  readonly file: ManifestFile;
  readonly options: AnalysisOptions;
  /** The documents in which something can be found, whatever other files say. */
  readonly documents: readonly PlacedDocument[];
  /** Those that have not been parsed yet. */
  readonly unread: readonly PlacedDocument[];
  /** Why it, or parts of it, can't be judged, without those that have not been parsed: sentences. */
  readonly reasons: readonly string[];
}

/** What it takes to judge files. */
export interface Judge {
  readonly analyzer: Analyzer;
  readonly index: WorkspaceIndex;
  /** Called before a file is judged or changed. */
  onFile(name: string): void;
  /** Called with the reasons why a file, or parts of it, could not be judged. */
  onSkipped(name: string, reasons: readonly string[]): void;
}

/** The verdicts on files, in their order. Each is made when it is asked for, and the file leaves the list then. */
export async function* verdictsOn(files: FileToJudge[], judge: Judge): AsyncGenerator<ReportedFile> {
  // The last item of a list is taken without moving the others.
  files.reverse();
  for (let next = files.pop(); next; next = files.pop()) {
    yield verdictOn(next, judge);
    judge.index.release(next.file);
  }
}

function verdictOn(next: FileToJudge, { analyzer, index, onFile, onSkipped }: Judge): ReportedFile {
  const { input, file, options, unread, reasons } = next;
  onFile(input.name);
  // A kustomization can make a patch of any document.
  const judged = index.builds.isEmpty ? next.documents : file.documents;
  const documents = withFindingsOfFile(
    judged.map((place) => ({ ...place, analysis: analyzer.judge(place.document, options) })),
  );
  if (unread.length > 0) {
    const more = reasonsToSkip(file, unread);
    // Reasons are in the order of the documents.
    onSkipped(input.name, reasons.length > 0 && more.length > 0 ? reasonsToSkip(file) : [...reasons, ...more]);
  }
  return reportFile({ name: input.name, text: file.text, documents, options }, index);
}
