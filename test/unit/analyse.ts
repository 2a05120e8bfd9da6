import { ManifestFile } from '../../server/src/manifest/file';
import { type AnalysisOptions, Analyzer, type PlacedAnalysis, type RuleFinding } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import { NEWEST_KUBERNETES_MINOR } from '../../server/src/rules/kubernetes-version';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';

export interface Analysed {
  readonly documents: readonly PlacedAnalysis[];
  readonly findings: readonly RuleFinding[];
  readonly file: ManifestFile;
  readonly analyzer: Analyzer;
}

/** Everything that the rules say about a text that is a whole workspace. */
export function analyse(text: string, options: Partial<AnalysisOptions> = {}): Analysed {
  const index = new WorkspaceIndex();
  const analyzer = new Analyzer(RULES, index, { severities: new Map(), kubernetesMinor: NEWEST_KUBERNETES_MINOR, ...options });
  const file = ManifestFile.read(text);
  index.update('file:///manifest.yaml', file);
  const documents = file.documents.map((placed) => ({ ...placed, analysis: analyzer.analyse(placed.document) }));
  return { documents, findings: documents.flatMap(({ analysis }) => analysis.findings), file, analyzer };
}

/** "line severity rule" of each finding, lines from 1. */
export function listFindings(text: string, options: Partial<AnalysisOptions> = {}): string[] {
  return analyse(text, options).documents.flatMap(({ analysis, document, line }) =>
    analysis.findings.map(
      ({ rule, severity, span }) => `${line + document.lines.lineAt(span.start) + 1} ${severity} ${rule.id}`,
    ),
  );
}

/** "role" of each container by its name. */
export function rolesOf(text: string): Record<string, string> {
  const pods = analyse(text).documents.flatMap(({ analysis }) => analysis.pods);
  return Object.fromEntries(pods.flatMap(({ containers }) => containers.map(({ label, role }) => [label, role])));
}
