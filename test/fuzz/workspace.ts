import { ManifestFile } from '../../server/src/manifest/file';
import type { DocumentAnalysis } from '../../server/src/rules/analysis';
import { Analyzer } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import { type AnalysisOptions, DEFAULT_OPTIONS } from '../../server/src/rules/options';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';
import type { Steps } from './target';

/** Every rule, also those that are off or have nothing to compare with by default. */
export const EVERY_RULE: AnalysisOptions = {
  ...DEFAULT_OPTIONS,
  severities: new Map(RULES.filter(({ severity }) => severity === 'off').map(({ id }) => [id, 'information' as const])),
  allowedRegistries: ['registry.example.com'],
};

/** A workspace of some files, with the verdict on each. */
export interface Workspace {
  readonly index: WorkspaceIndex;
  readonly analyzer: Analyzer;
  /** By file. */
  readonly analyses: ReadonlyMap<string, readonly DocumentAnalysis[]>;
}

/** Reads and judges files as the command line and the server do; what a rule throws is thrown on. */
export function judge(files: ReadonlyMap<string, ManifestFile>, steps: Steps, options = EVERY_RULE): Workspace {
  const index = new WorkspaceIndex();
  const analyzer = new Analyzer(RULES, index, options);
  for (const [uri, file] of files) steps.run('index', () => index.update(uri, file));
  const analyses = new Map(
    [...files].map(([uri, file]) => [
      uri,
      file.documents.map(({ document }) => steps.run('analyse', () => analyzer.analyse(document))),
    ]),
  );
  return { index, analyzer, analyses };
}

/** Reads the texts of files. */
export function readAll(texts: Iterable<readonly [string, string]>, steps: Steps): Map<string, ManifestFile> {
  return new Map([...texts].map(([uri, text]) => [uri, steps.run('read', () => ManifestFile.read(text))]));
}
