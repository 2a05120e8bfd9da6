import type { ManifestFile } from '../manifest/file';
import { type ReportedFile, reportFile } from '../report/report';
import type { Analyzer } from '../rules/engine';
import type { AnalysisOptions } from '../rules/options';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { InputFile } from './input-file';

/** A file whose facts have been read. */
export interface FileToJudge {
  readonly input: InputFile;
  readonly file: ManifestFile;
  /** Why it, or parts of it, can't be judged: sentences. */
  readonly reasons: readonly string[];
  readonly options: AnalysisOptions;
}

/** What it takes to judge files. */
export interface Judge {
  readonly analyzer: Analyzer;
  readonly index: WorkspaceIndex;
  /** Called before a file is judged or changed. */
  onFile(name: string): void;
}

/** The verdicts on files, in their order. Each is made when it is asked for, and the file leaves the list then. */
export async function* verdictsOn(
  files: FileToJudge[],
  { analyzer, index, onFile }: Judge,
): AsyncGenerator<ReportedFile> {
  // The last item of a list is taken without moving the others.
  files.reverse();
  for (let next = files.pop(); next; next = files.pop()) {
    const { input, file, options } = next;
    onFile(input.name);
    const documents = file.documents.map((place) => ({
      ...place,
      analysis: analyzer.analyse(place.document, options),
    }));
    yield reportFile({ name: input.name, file, documents, options }, index);
    index.release(file);
  }
}
