import { exactEdits } from '../fixes/change';
import { type Coverage, coverageOf, nameOfGate } from '../gating/coverage';
import { syntaxProblemsIn } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import type { Position } from '../manifest/line-index';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Role } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { AnalysisOptions, PlacedAnalysis, RuleFinding } from '../rules/engine';
import { ruleUrl } from '../rules/links';
import { effectiveLevel, type LeveledVersion, podSecurityOf } from '../rules/permissions/pod-security';
import type { Category } from '../rules/rule';
import type { Severity } from '../rules/severity';
import type { WorkspaceIndex } from '../workspace/workspace-index';

/** A file that was checked; without `file` where its text couldn't be read at all. */
export interface CheckedFile {
  readonly name: string;
  readonly file: ManifestFile | undefined;
  readonly documents: readonly PlacedAnalysis[];
  /** What held for it. */
  readonly options: AnalysisOptions;
}

/** The verdict in the shape that scripts hold on to: `version` grows when it changes. */
export interface Report {
  readonly version: 1;
  readonly files: number;
  readonly findings: readonly ReportedFinding[];
  readonly pods: readonly ReportedPod[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

export interface ReportedFinding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  /** 0-based, in UTF-16 units, as in the Language Server Protocol. */
  readonly range: { readonly start: Position; readonly end: Position };
  readonly resource: ResourceReference;
  readonly container?: string;
  readonly role?: Role;
  /** The titles of the fixes that can be made exactly. */
  readonly fixes: readonly string[];
  readonly docs: string;
}

export interface ReportedPod {
  readonly file: string;
  readonly resource: ResourceReference;
  readonly containers: readonly {
    readonly name: string;
    readonly role: Role;
    readonly evidence: readonly string[];
    readonly image?: string;
  }[];
  /** The strictest level that the pod is held to. */
  readonly podSecurity: LeveledVersion;
  /** Whether policies look at its images, and which ones. */
  readonly imageGate: { readonly state: Coverage; readonly by: readonly string[] };
}

/** The report on checked files. Positions count from the start of each file. */
export function toReport(files: readonly CheckedFile[], index: WorkspaceIndex): Report {
  return {
    version: 1,
    files: files.length,
    findings: files.flatMap(({ name, documents }) =>
      documents.flatMap((placed) => placed.analysis.findings.map((finding) => reportFinding(name, placed, finding))),
    ),
    pods: files.flatMap(({ name, documents, options }) =>
      documents.flatMap(({ analysis }) => analysis.pods.map((pod) => reportPod(name, pod, options, index))),
    ),
    skipped: files.flatMap((file) => reasonsToSkip(file).map((reason) => ({ file: file.name, reason }))),
  };
}

function reportFinding(file: string, { document, line }: PlacedAnalysis, finding: RuleFinding): ReportedFinding {
  const at = (offset: number): Position => {
    const position = document.lines.positionAt(offset);
    return { line: position.line + line, character: position.character };
  };
  const { rule, severity, message, span, resource, container, fixes = [] } = finding;
  return {
    rule: rule.id,
    category: rule.category,
    severity,
    message,
    file,
    range: { start: at(span.start), end: at(span.end) },
    resource: referenceOf(resource),
    ...(container && { container: container.label, role: container.role }),
    // Trying fixes out costs more than finding what they fix, and few formats show them.
    get fixes() {
      return fixes.filter((fix) => isExact(fix.change())).map(({ title }) => title);
    },
    docs: ruleUrl(rule.id),
  };
}

function isExact(change: Parameters<typeof exactEdits>[0] | undefined): boolean {
  return change !== undefined && exactEdits(change) !== undefined;
}

function reportPod(file: string, pod: Pod, options: AnalysisOptions, index: WorkspaceIndex): ReportedPod {
  const decisions = index.decisionsOn(pod);
  const by = decisions.filter(({ decision }) => decision.applies !== 'no').map(nameOfGate);
  return {
    file,
    resource: referenceOf(pod.resource),
    containers: pod.containers.map(({ label, role, evidence, image }) => ({
      name: label,
      role,
      evidence,
      ...(image !== undefined && { image }),
    })),
    podSecurity: effectiveLevel(podSecurityOf(pod, index, options.podSecurity)),
    imageGate: { state: coverageOf(decisions), by: [...new Set(by)] },
  };
}

/** Why a file, or parts of it, could not be judged: each document that isn't YAML. */
function reasonsToSkip({ file, documents }: CheckedFile): string[] {
  if (!file) return ['It is not UTF-8 text.'];
  const problems = documents.flatMap(({ document, line }) => {
    const [problem] = syntaxProblemsIn(document);
    if (!problem) return [];
    const [message = ''] = problem.message.split('\n', 1);
    return [{ message, at: line + document.lines.lineAt(problem.span.start) + 1 }];
  });
  const [first] = problems;
  if (first && file.isTemplate)
    return [`It is a template that is not YAML before it is rendered (line ${first.at}); render it first.`];
  return problems.map(({ at, message }) => `Line ${at} is not valid YAML: ${message}`);
}
