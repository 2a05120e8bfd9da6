import { nameOfResource } from '../baseline/identity';
import { type Coverage, coverageOf, nameOfGate } from '../gating/coverage';
import type { ManifestFile } from '../manifest/file';
import { syntaxProblemIn } from '../manifest/read-document';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Role } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { PlacedAnalysis } from '../rules/analysis';
import type { AnalysisOptions } from '../rules/options';
import { effectiveLevel, type LeveledVersion, podSecurityOf } from '../rules/permissions/pod-security';
import { syntaxWords } from '../rules/syntax-words';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { findingsOf, type ReportedFinding, type ReportedSilence } from './finding';
import type { LeftOut, Skipped } from './left-out';

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
  /** What a baseline accepted or another commit has, too; complete once all verdicts were taken. `undefined` without either. */
  readonly accepted: Accepted | undefined;
}

/** How many findings were there before, by a baseline or another commit, and how many of those that were there are gone. */
export interface Accepted {
  readonly by: 'baseline' | 'diff';
  readonly known: number;
  readonly gone: number;
}

/** The verdict on a file. */
export interface ReportedFile {
  readonly name: string;
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
  /** The accepted findings. */
  readonly silenced: readonly ReportedSilence[];
  readonly pods: readonly ReportedPod[];
  /** Its resources, and their containers as `resource\ncontainer`. */
  readonly present: ReadonlySet<string>;
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

/** A class: all that the getter of an object literal uses lives as long as its shape. */
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
    this.findings = checked.documents.flatMap((placed) => findingsOf(checked.name, placed, placed.analysis.findings));
  }

  get silenced(): readonly ReportedSilence[] {
    const { name, documents } = this.#checked;
    return documents.flatMap((placed) => {
      const { silenced } = placed.analysis;
      const reported = findingsOf(
        name,
        placed,
        silenced.map(({ finding }) => finding),
      );
      return silenced.flatMap(({ by, reason }, index) => {
        const finding = reported[index];
        return finding ? [{ finding, by, reason }] : [];
      });
    });
  }

  get present(): ReadonlySet<string> {
    return new Set(
      this.#checked.documents.flatMap(({ document, analysis: { pods } }) => [
        ...document.resources.map(nameOfResource),
        ...pods.flatMap(({ resource, containers }) =>
          containers.map(({ label }) => `${nameOfResource(resource)}\n${label}`),
        ),
      ]),
    );
  }

  get pods(): readonly ReportedPod[] {
    const { name, documents, options } = this.#checked;
    return documents.flatMap(({ analysis }) => analysis.pods.map((pod) => reportPod(name, pod, options, this.#index)));
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
