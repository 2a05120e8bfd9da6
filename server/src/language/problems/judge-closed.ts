import type { ManifestFile } from '../../manifest/file';
import type { Analyzer } from '../../rules/engine';
import { withFindingsOfFile } from '../../rules/once-a-file';
import type { AnalysisOptions } from '../../rules/options';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import type { OpenAnalysis } from '../open-analysis';

interface ToJudge {
  readonly uri: string;
  readonly file: ManifestFile;
  readonly options: AnalysisOptions;
}

/** The findings in a file that is not open, as the editor would have them if it were. Nothing of them is kept. */
export function judgeClosed({ uri, file, options }: ToJudge, analyzer: Analyzer, index: WorkspaceIndex): OpenAnalysis {
  const documents = withFindingsOfFile(
    file.documents.map((placed) => ({ ...placed, analysis: analyzer.judge(placed.document, options), notes: {} })),
  );
  return { uri, version: 0, file, documents, options, placeOf: (document) => index.placeOf(document) };
}
