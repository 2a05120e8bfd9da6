import { type Identity, identityOf } from '../baseline/identity';
import type { Change } from '../fixes/change';
import { proveAll } from '../fixes/proof';
import type { Position } from '../manifest/line-index';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Span } from '../manifest/value';
import type { Role } from '../pod/container';
import type { PlacedAnalysis, RuleFinding } from '../rules/analysis';
import { ruleUrl } from '../rules/links';
import type { Category } from '../rules/rule';
import type { Severity } from '../rules/severity';

/** 0-based, in UTF-16 units, as in the Language Server Protocol. */
interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A finding as the report for scripts has it. */
interface ScriptFinding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly resource: ResourceReference;
  readonly container: string | undefined;
  readonly role: Role | undefined;
  /** The titles of the fixes that are exact. */
  readonly fixes: readonly string[];
  /** The page of the rule; none while there is no homepage. */
  readonly docs: string | undefined;
}

export interface ReportedFinding extends ScriptFinding {
  /** What it is about, in words that stay the same when lines move. */
  readonly identity: Identity;
  /** The fixes that are exact, with their edits. */
  readonly edits: readonly ReportedFix[];
}

interface ReportedFix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** An accepted finding: in the manifest, in a configuration, or in a baseline. */
export interface ReportedSilence {
  readonly finding: ReportedFinding;
  readonly by: 'comment' | 'configuration' | 'baseline';
  readonly reason: string | undefined;
}

/** The findings of a document as reports have them. */
export function findingsOf(file: string, placed: PlacedAnalysis, findings: readonly RuleFinding[]): ReportedFinding[] {
  const fixes = new ProvenFixes(findings);
  return findings.map((finding) => new FindingVerdict(file, placed, finding, fixes));
}

/** A class: an object literal with a getter has a shape of its own, which lives much longer than the object. */
class FindingVerdict implements ReportedFinding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly container: string | undefined;
  readonly role: Role | undefined;
  readonly #finding: RuleFinding;
  readonly #placed: PlacedAnalysis;
  readonly #fixes: ProvenFixes;

  constructor(file: string, placed: PlacedAnalysis, finding: RuleFinding, fixes: ProvenFixes) {
    const { rule, severity, message, span, container } = finding;
    this.rule = rule.id;
    this.category = rule.category;
    this.severity = severity;
    this.message = message;
    this.file = file;
    this.range = rangeOf(placed, span);
    this.container = container?.label;
    this.role = container?.role;
    this.#finding = finding;
    this.#placed = placed;
    this.#fixes = fixes;
  }

  get resource(): ResourceReference {
    return referenceOf(this.#finding.resource);
  }

  get fixes(): readonly string[] {
    return this.#fixes.of(this.#finding).map(({ title }) => title);
  }

  get edits(): readonly ReportedFix[] {
    return this.#fixes.of(this.#finding).map(({ title, change }) => ({
      title,
      edits: change.edits.map(({ start, end, newText }) => ({ range: rangeOf(this.#placed, { start, end }), newText })),
    }));
  }

  get identity(): Identity {
    return identityOf(this.#finding);
  }

  get docs(): string | undefined {
    return ruleUrl(this.rule);
  }

  /** In the order of the report for scripts. */
  toJSON(): ScriptFinding {
    const { rule, category, severity, message, file, range, resource, container, role, fixes, docs } = this;
    return { rule, category, severity, message, file, range, resource, container, role, fixes, docs };
  }
}

interface ProvenFix {
  readonly title: string;
  readonly change: Change;
}

/** The fixes that are exact. The proof takes more time than the rules, and few formats need them. */
class ProvenFixes {
  readonly #findings: readonly RuleFinding[];
  #fixes: Map<RuleFinding, ProvenFix[]> | undefined;

  constructor(findings: readonly RuleFinding[]) {
    this.#findings = findings;
  }

  of(finding: RuleFinding): readonly ProvenFix[] {
    this.#fixes ??= provenFixes(this.#findings);
    return this.#fixes.get(finding) ?? [];
  }
}

function provenFixes(findings: readonly RuleFinding[]): Map<RuleFinding, ProvenFix[]> {
  const made = findings.flatMap((finding) =>
    (finding.fixes ?? []).flatMap((fix) => {
      const change = fix.change();
      return change ? [{ finding, title: fix.title, change }] : [];
    }),
  );
  const proven = proveAll(made.map(({ change }) => change));
  const fixes = new Map<RuleFinding, ProvenFix[]>();
  for (const [index, { finding, title, change }] of made.entries()) {
    if (proven[index]) fixes.set(finding, [...(fixes.get(finding) ?? []), { title, change }]);
  }
  return fixes;
}

function rangeOf({ document, line }: PlacedAnalysis, { start, end }: Span): Range {
  const at = (offset: number): Position => {
    const position = document.lines.positionAt(offset);
    return { line: position.line + line, character: position.character };
  };
  return { start: at(start), end: at(end) };
}
