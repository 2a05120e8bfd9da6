import { ManifestFile } from '../../server/src/manifest/file';
import type { PlacedAnalysis, RuleFinding } from '../../server/src/rules/analysis';
import { Analyzer } from '../../server/src/rules/engine';
import { RULES } from '../../server/src/rules/index';
import { NEWEST_KUBERNETES_MINOR } from '../../server/src/rules/kubernetes-version';
import { findingsOfFile } from '../../server/src/rules/once-a-file';
import type { AnalysisOptions } from '../../server/src/rules/options';
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
  const analyzer = new Analyzer(RULES, index, {
    severities: new Map(),
    kubernetesMinor: NEWEST_KUBERNETES_MINOR,
    ...options,
  });
  const file = ManifestFile.read(text);
  index.update('file:///manifest.yaml', file);
  const judged = file.documents.map((placed) => ({ ...placed, analysis: analyzer.analyse(placed.document) }));
  const ofFile = findingsOfFile(judged);
  const documents = judged.map((placed, index) => ({ ...placed, analysis: ofFile.get(index) ?? placed.analysis }));
  return { documents, findings: documents.flatMap(({ analysis }) => analysis.findings), file, analyzer };
}

/** A finding as a user sees it. */
export interface Seen {
  readonly rule: string;
  readonly severity: string;
  readonly container: string | undefined;
  /** From 1. */
  readonly line: number;
  /** What is underlined. */
  readonly text: string;
  readonly message: string;
}

/** What a user sees of the findings, all of them or those of one rule. */
export function see(text: string, rule?: string, options: Partial<AnalysisOptions> = {}): Seen[] {
  return analyse(text, options).documents.flatMap(({ analysis, document, line }) =>
    analysis.findings
      .filter((finding) => rule === undefined || finding.rule.id === rule)
      .map(({ rule: { id }, severity, container, span, message }) => ({
        rule: id,
        severity,
        container: container?.label,
        line: line + document.lines.lineAt(span.start) + 1,
        text: document.text.slice(span.start, span.end),
        message,
      })),
  );
}

/** The findings that a reviewer would stop at: errors and warnings, as "rule container". */
export function problems(text: string, options: Partial<AnalysisOptions> = {}): string[] {
  return see(text, undefined, options)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule, container }) => `${rule} ${container ?? '-'}`);
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
