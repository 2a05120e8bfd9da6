import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import { exactEdits } from '../fixes/change';
import { addToAnnotation, disableForDocument, disableForLine } from '../fixes/disable';
import { explainRuleCommand } from '../protocol';
import type { Analyzer, PlacedAnalysis, RuleFinding } from '../rules/engine';
import { imageGateMissing } from '../rules/images/image-gate-missing';
import { mutableTag } from '../rules/images/mutable-tag';
import { IGNORE_ANNOTATION } from '../rules/suppressions';
import { unusedSuppression } from '../rules/unused-suppression';
import { toDiagnostic } from './diagnostics';
import { toEdit, toTextEdits } from './edits';
import { fixAllEdits } from './fix-all';
import type { OpenAnalysis } from './open-documents';
import { pinActions } from './pin-image';
import { toRange, touches } from './ranges';

/** The kind of "fix all", as users name it in `editor.codeActionsOnSave`. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.sidecarGuard`;

/** What is offered where the client or the server can do it. */
export interface Offers {
  /** The client opens the pages of rules. */
  readonly explainsRules: boolean;
  /** The server can ask registries. */
  readonly pinsImages: boolean;
  /** Gates to be created beside a file; none where the client can't create files. */
  newGates(uri: string): Promise<readonly CodeAction[]>;
}

/** What can be done about the findings in a range: their fixes, silencing them, explaining them, and "fix all". */
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
    for (const placed of analysis.documents) {
      for (const finding of placed.analysis.findings) {
        if (touches(toRange(placed, finding.span), params.range)) {
          if (finding.rule.id === imageGateMissing.id) actions.push(...(await newGates(analysis.uri)));
          actions.push(...quickFixes(analysis, placed, finding, explainsRules));
        }
      }
    }
  }
  // "Fix all" analyses its own result, so it is worked out only for those who ask for source actions.
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

/** Editors list what solves a problem before what doesn't, and in this order: what silences a rule comes behind. */
function pins(analysis: OpenAnalysis, range: Range): CodeAction[] {
  const diagnostics = analysis.documents.flatMap((placed) =>
    placed.analysis.findings
      .filter(({ rule, span }) => rule.id === mutableTag.id && touches(toRange(placed, span), range))
      .map((finding) => toDiagnostic(analysis, placed, finding)),
  );
  return pinActions(analysis, range).map((action) => ({ ...action, ...(diagnostics.length > 0 && { diagnostics }) }));
}

function quickFixes(
  analysis: OpenAnalysis,
  placed: PlacedAnalysis,
  finding: RuleFinding,
  explainsRules: boolean,
): CodeAction[] {
  const diagnostics: Diagnostic[] = [toDiagnostic(analysis, placed, finding)];
  const kind = CodeActionKind.QuickFix;
  const { id } = finding.rule;
  const actions: CodeAction[] = [];
  for (const fix of finding.fixes ?? []) {
    const change = fix.change();
    const edits = change && exactEdits(change);
    if (!edits) continue;
    const edit = toEdit(analysis, toTextEdits(placed, edits));
    actions.push({ title: fix.title, kind, diagnostics, edit, ...(fix.isPreferred && { isPreferred: true }) });
  }
  // What silences nothing is to be removed, not silenced in turn.
  const ways = id === unusedSuppression.id ? [] : silencing(placed, finding);
  for (const { title, edits } of ways) {
    if (edits) actions.push({ title, kind, diagnostics, edit: toEdit(analysis, toTextEdits(placed, edits)) });
  }
  if (explainsRules) {
    const command = { title: `Explain ${id}`, command: explainRuleCommand, arguments: [id] };
    actions.push({ title: command.title, kind, diagnostics, command });
  }
  return actions;
}

/** The ways to silence a finding, the narrowest first. */
function silencing({ document }: PlacedAnalysis, { rule: { id }, at, span, container, resource }: RuleFinding) {
  const metadata = resource.value.get('metadata');
  const ignore = (entry: string) => addToAnnotation(document, metadata, IGNORE_ANNOTATION, entry);
  return [
    { title: `Disable ${id} for this line`, edits: disableForLine(document, at, span, id) },
    ...(container?.name === undefined
      ? []
      : [{ title: `Ignore ${id} for the container "${container.name}"`, edits: ignore(`${container.name}:${id}`) }]),
    { title: `Ignore ${id} in this ${resource.kind}`, edits: ignore(id) },
    { title: `Disable ${id} for this document`, edits: disableForDocument(document, id) },
  ];
}

/** Whether asking for one kind asks for another: kinds are hierarchical, parted by dots. */
function includes(asked: string, kind: string): boolean {
  return kind === asked || kind.startsWith(`${asked}.`) || asked === CodeActionKind.Empty;
}
