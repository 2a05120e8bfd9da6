import { proveAll } from '../fixes/proof';
import { type Coverage, coverageOf, nameOfGate } from '../gating/coverage';
import type { ManifestFile } from '../manifest/file';
import type { Position } from '../manifest/line-index';
import { syntaxProblemIn } from '../manifest/read-document';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Role } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { PlacedAnalysis, RuleFinding } from '../rules/analysis';
import { ruleUrl } from '../rules/links';
import type { AnalysisOptions } from '../rules/options';
import { effectiveLevel, type LeveledVersion, podSecurityOf } from '../rules/permissions/pod-security';
import type { Category } from '../rules/rule';
import type { Severity } from '../rules/severity';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { LeftOut, Skipped } from './left-out';
import { syntaxWords } from './syntax-words';

/** A checked file. */
export interface CheckedFile {
  readonly name: string;
  readonly text: string;
  /** Those in which something can be found. */
  readonly documents: readonly PlacedAnalysis[];
  /** The options for this file. */
  readonly options: AnalysisOptions;
}

/** What is known of a check before the verdicts, and the verdicts file by file: nothing is kept that has been printed. */
export interface Report {
  /** How many files there are. */
  readonly files: number;
  readonly checked: AsyncIterable<ReportedFile>;
  /** Complete once all verdicts were taken: some files are only read for their verdict. */
  readonly skipped: readonly Skipped[];
  readonly leftOut: LeftOut;
}

/** The verdict on a file. */
export interface ReportedFile {
  readonly name: string;
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
  readonly pods: readonly ReportedPod[];
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
  readonly container: string | undefined;
  readonly role: Role | undefined;
  /** The titles of the fixes that are exact. */
  readonly fixes: readonly string[];
  readonly docs: string;
}

interface ReportedPod {
  readonly file: string;
  readonly resource: ResourceReference;
  readonly containers: readonly {
    readonly name: string;
    readonly role: Role;
    readonly evidence: readonly string[];
    readonly image?: string;
  }[];
  /** The strictest Pod Security level of the pod. */
  readonly podSecurity: LeveledVersion;
  /** Whether policies check its images, and which policies. */
  readonly imageGate: { readonly state: Coverage; readonly by: readonly string[] };
}

/** The verdict on a checked file. Positions count from the start of the file. Few formats need the pods. */
export function reportFile(checked: CheckedFile, index: WorkspaceIndex): ReportedFile {
  return new FileVerdict(checked, index);
}

/**
 * A class, as is `FindingVerdict`: an object literal with a getter has a shape of its own, which lives much longer than the
 * object, and all that the getter uses lives as long.
 */
class FileVerdict implements ReportedFile {
  readonly name: string;
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
  readonly #checked: CheckedFile;
  readonly #index: WorkspaceIndex;

  constructor(checked: CheckedFile, index: WorkspaceIndex) {
    this.name = checked.name;
    this.text = checked.text;
    this.#checked = checked;
    this.#index = index;
    this.findings = checked.documents.flatMap((placed) => {
      const titles = new FixTitles(placed.analysis.findings);
      return placed.analysis.findings.map((finding) => new FindingVerdict(checked.name, placed, finding, titles));
    });
  }

  get pods(): readonly ReportedPod[] {
    const { name, documents, options } = this.#checked;
    return documents.flatMap(({ analysis }) => analysis.pods.map((pod) => reportPod(name, pod, options, this.#index)));
  }
}

class FindingVerdict implements ReportedFinding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: ReportedFinding['range'];
  readonly container: string | undefined;
  readonly role: Role | undefined;
  readonly #finding: RuleFinding;
  readonly #titles: FixTitles;

  constructor(file: string, { document, line }: PlacedAnalysis, finding: RuleFinding, titles: FixTitles) {
    const { rule, severity, message, span, container } = finding;
    const at = (offset: number): Position => {
      const position = document.lines.positionAt(offset);
      return { line: position.line + line, character: position.character };
    };
    this.rule = rule.id;
    this.category = rule.category;
    this.severity = severity;
    this.message = message;
    this.file = file;
    this.range = { start: at(span.start), end: at(span.end) };
    this.container = container?.label;
    this.role = container?.role;
    this.#finding = finding;
    this.#titles = titles;
  }

  get resource(): ResourceReference {
    return referenceOf(this.#finding.resource);
  }

  get fixes(): readonly string[] {
    return this.#titles.of(this.#finding);
  }

  get docs(): string {
    return ruleUrl(this.rule);
  }

  /** In the order of the report for scripts. */
  toJSON(): ReportedFinding {
    const { rule, category, severity, message, file, range, resource, container, role, fixes, docs } = this;
    return { rule, category, severity, message, file, range, resource, container, role, fixes, docs };
  }
}

/** The titles of the fixes that are exact. The proof takes more time than the rules, and few formats need the titles. */
class FixTitles {
  readonly #findings: readonly RuleFinding[];
  #titles: Map<RuleFinding, string[]> | undefined;

  constructor(findings: readonly RuleFinding[]) {
    this.#findings = findings;
  }

  of(finding: RuleFinding): readonly string[] {
    this.#titles ??= provenTitles(this.#findings);
    return this.#titles.get(finding) ?? [];
  }
}

/** What was skipped, by file: what was not read at all, and what is not YAML. */
export function skippedIn(
  files: readonly { readonly name: string; readonly reasons: readonly string[] }[],
  skipped: readonly Skipped[],
): Skipped[] {
  const noText = new Set(skipped.map(({ file }) => file));
  return [
    ...skipped,
    // Syntax errors of a file that is not text are not useful.
    ...files
      .filter(({ name }) => !noText.has(name))
      .flatMap(({ name, reasons }) => reasons.map((reason) => ({ file: name, reason }))),
  ].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

function provenTitles(findings: readonly RuleFinding[]): Map<RuleFinding, string[]> {
  const made = findings.flatMap((finding) =>
    (finding.fixes ?? []).flatMap((fix) => {
      const change = fix.change();
      return change ? [{ finding, title: fix.title, change }] : [];
    }),
  );
  const proven = proveAll(made.map(({ change }) => change));
  const titles = new Map<RuleFinding, string[]>();
  for (const [index, { finding, title }] of made.entries()) {
    if (proven[index]) titles.set(finding, [...(titles.get(finding) ?? []), title]);
  }
  return titles;
}

function reportPod(file: string, pod: Pod, options: AnalysisOptions, index: WorkspaceIndex): ReportedPod {
  const decisions = index.decisions.on(pod);
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

/**
 * Why a file, or parts of it, could not be checked: one reason for each document that is not YAML.
 * @param documents those that are asked about
 */
export function reasonsToSkip(file: ManifestFile, documents = file.documents): string[] {
  const problems = documents.flatMap(({ document, line }) => {
    const problem = syntaxProblemIn(document);
    return problem ? [{ ...problem, line: line + document.lines.lineAt(problem.span.start) + 1 }] : [];
  });
  const [first] = problems;
  if (first && file.isTemplate) return [`It is a template and not valid YAML (line ${first.line}). Render it first.`];
  return problems.map(({ line, cause }) => `Line ${line} ${syntaxWords(cause)}`);
}
