import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import { exactEdits } from '../fixes/change';
import { addToAnnotation, disableForDocument, disableForLine } from '../fixes/disable';
import type { TextEdit } from '../fixes/text-edit';
import { explainRuleCommand } from '../protocol';
import type { PlacedAnalysis, RuleFinding } from '../rules/analysis';
import type { Analyzer } from '../rules/engine';
import { imageGateMissing } from '../rules/images/image-gate-missing';
import { mutableTag } from '../rules/images/mutable-tag';
import { IGNORE_ANNOTATION } from '../rules/suppressions';
import { unusedSuppression } from '../rules/unused-suppression';
import { toDiagnostic } from './diagnostics';
import { toEdit, toTextEdits } from './edits';
import { fixAllEdits } from './fix-all';
import type { OpenAnalysis } from './open-analysis';
import { pinActions } from './pin-image';
import { toRange, touches } from './ranges';

/** The kind of "fix all", for the setting `editor.codeActionsOnSave`. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.sidecarGuard`;

/** For how many findings actions are offered at once: with a whole file selected, there can be thousands. */
const MOST_FINDINGS = 25;
/**
 * The time limit for making actions, in milliseconds. Each fix is proved by parsing the document again, which is slow for a
 * long document, and editors ask on every selection.
 */
const PATIENCE_MS = 300;

/** Actions that not every client or server can do. */
export interface Offers {
  /** Whether the client opens the pages of rules. */
  readonly explainsRules: boolean;
  /** Whether the server can ask registries. */
  readonly pinsImages: boolean;
  /** Image gates that can be created beside a file; none if the client can't create files. */
  newGates(uri: string): Promise<readonly CodeAction[]>;
}

/** The actions for the findings in a range: fixes, silencing, explaining, and "fix all". */
export async function codeActions(
  analysis: OpenAnalysis,
  params: CodeActionParams,
  analyzer: Analyzer,
  { explainsRules, pinsImages, newGates }: Offers,
): Promise<CodeAction[]> {
  const { only } = params.context;
  const actions: CodeAction[] = [];
  if (!only || only.some((kind) => includes(kind, CodeActionKind.QuickFix))) {
    if (pinsImages) actions.push(...pins(analysis, params.range));
    const found = findingsIn(analysis, params.range);
    const start = performance.now();
    for (const { placed, finding } of found) {
      if (performance.now() - start > PATIENCE_MS) break;
      if (finding.rule.id === imageGateMissing.id) actions.push(...(await newGates(analysis.uri)));
      for (const action of quickFixes(analysis, placed, finding, explainsRules)) {
        actions.push(action);
        if (performance.now() - start > PATIENCE_MS) break;
      }
    }
  }
  // "Fix all" analyses its own result, which is slow, so it is made only if source actions are requested.
  if (only?.some((kind) => includes(kind, FIX_ALL_KIND))) {
    const edits = fixAllEdits(analysis, analyzer);
    if (edits.length > 0) {
      actions.push({
        title: 'Fix all Sidecar Guard problems that have a safe fix',
        kind: FIX_ALL_KIND,
        edit: toEdit(analysis, edits),
      });
    }
  }
  return actions;
}

/** The first findings that a range touches: editors show their actions in one list. */
function findingsIn(analysis: OpenAnalysis, range: Range): { placed: PlacedAnalysis; finding: RuleFinding }[] {
  const found: { placed: PlacedAnalysis; finding: RuleFinding }[] = [];
  for (const placed of analysis.documents) {
    for (const finding of placed.analysis.findings) {
      if (!touches(toRange(placed, finding.span), range)) continue;
      found.push({ placed, finding });
      if (found.length === MOST_FINDINGS) return found;
    }
  }
  return found;
}

/** Editors list actions in this order, fixes first. Actions that silence a rule come last. */
function pins(analysis: OpenAnalysis, range: Range): CodeAction[] {
  const diagnostics = analysis.documents.flatMap((placed) =>
    placed.analysis.findings
      .filter(({ rule, span }) => rule.id === mutableTag.id && touches(toRange(placed, span), range))
      .map((finding) => toDiagnostic(analysis, placed, finding)),
  );
  return pinActions(analysis, range).map((action) => ({ ...action, ...(diagnostics.length > 0 && { diagnostics }) }));
}

/** Each action is made only when it is taken from the generator. */
function* quickFixes(
  analysis: OpenAnalysis,
  placed: PlacedAnalysis,
  finding: RuleFinding,
  explainsRules: boolean,
): Iterable<CodeAction> {
  const diagnostics: Diagnostic[] = [toDiagnostic(analysis, placed, finding)];
  const kind = CodeActionKind.QuickFix;
  const { id } = finding.rule;
  for (const fix of finding.fixes ?? []) {
    const change = fix.change();
    const edits = change && exactEdits(change);
    if (!edits) continue;
    const edit = toEdit(analysis, toTextEdits(placed, edits));
    yield { title: fix.title, kind, diagnostics, edit, ...(fix.isPreferred && { isPreferred: true }) };
  }
  // An unused suppression is removed, not silenced. A document that cannot be read is repaired first.
  const isSilenced = id !== unusedSuppression.id && placed.document.syntaxErrors.length === 0;
  const ways = isSilenced ? silencing(placed, finding) : [];
  for (const { title, edits } of ways) {
    if (edits) yield { title, kind, diagnostics, edit: toEdit(analysis, toTextEdits(placed, edits)) };
  }
  if (explainsRules) {
    const command = { title: `Explain ${id}`, command: explainRuleCommand, arguments: [id] };
    yield { title: command.title, kind, diagnostics, command };
  }
}

/** The ways to silence a finding, the narrowest first. */
function* silencing(
  { document }: PlacedAnalysis,
  { rule: { id }, at, span, container, resource }: RuleFinding,
): Iterable<{ title: string; edits: readonly TextEdit[] | undefined }> {
  const metadata = resource.value.get('metadata');
  const ignore = (entry: string) => addToAnnotation(document, metadata, IGNORE_ANNOTATION, entry);
  yield { title: `Disable ${id} for this line`, edits: disableForLine(document, at, span, id) };
  if (container?.name !== undefined) {
    yield { title: `Ignore ${id} for the container "${container.name}"`, edits: ignore(`${container.name}:${id}`) };
  }
  yield { title: `Ignore ${id} in this ${resource.kind}`, edits: ignore(id) };
  yield { title: `Disable ${id} for this document`, edits: disableForDocument(document, id) };
}

/** Whether a requested kind includes another kind: kinds are hierarchical, separated by dots. */
function includes(asked: string, kind: string): boolean {
  return kind === asked || kind.startsWith(`${asked}.`) || asked === CodeActionKind.Empty;
}
