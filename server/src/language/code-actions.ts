import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import { exactEdits } from '../fixes/change';
import { explainRuleCommand, fixWorkspaceCommand } from '../protocol';
import type { Analyzer } from '../rules/engine';
import { imageGateMissing } from '../rules/images/image-gate-missing';
import { mutableTag } from '../rules/images/mutable-tag';
import { toDiagnostic } from './diagnostics';
import { toEdit, toTextEdits } from './edits';
import { fixAllEdits, isSafelyFixable } from './fix-all';
import { type FoundAt, findingsIn } from './found-at';
import type { OpenAnalysis } from './open-analysis';
import { hasFields } from './parameters';
import { pinActions } from './pin-image';
import { silenceAction, silencePlaces } from './silence-actions';

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
  /** Whether the client asks where to silence a finding. */
  readonly silencesFindings: boolean;
  /** Whether the client asks for the edit of an action when the user has chosen it. */
  readonly fixesAll: boolean;
  /** Whether the client shows what would be fixed in the workspace. */
  readonly fixesWorkspace: boolean;
  /** Whether the server can ask registries. */
  readonly pinsImages: boolean;
  /** Image gates that can be created beside a file; none if the client can't create files. */
  newGates(uri: string): Promise<readonly CodeAction[]>;
}

/**
 * The actions for the findings in a range: first all fixes, then what explains, then what silences. What comes first is
 * what Enter chooses.
 */
export async function codeActions(
  analysis: OpenAnalysis,
  params: CodeActionParams,
  analyzer: Analyzer,
  offers: Offers,
): Promise<CodeAction[]> {
  const { only } = params.context;
  const isAsked = (kind: string): boolean => !only || only.some((asked) => includes(asked, kind));
  const actions: CodeAction[] = [];
  if (isAsked(CodeActionKind.QuickFix)) actions.push(...(await quickFixes(analysis, params.range, offers)));
  if (isAsked(CodeActionKind.RefactorRewrite) && offers.pinsImages) actions.push(...otherPins(analysis, params.range));
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

async function quickFixes(analysis: OpenAnalysis, range: Range, offers: Offers): Promise<CodeAction[]> {
  const { explainsRules, silencesFindings, pinsImages, newGates } = offers;
  const found = findingsIn(analysis, range, MOST_FINDINGS);
  const diagnosticOf = ({ placed, finding }: FoundAt): Diagnostic => toDiagnostic(analysis, placed, finding);
  const start = performance.now();
  const isLate = (): boolean => performance.now() - start > PATIENCE_MS;
  const fixes: CodeAction[] = [];
  for (const one of found) {
    for (const action of fixesOf(analysis, one, diagnosticOf)) {
      fixes.push(action);
      // Where several findings meet, the list has the best fix of each.
      if (found.length > 1 || isLate()) break;
    }
    if (one.finding.rule.id === imageGateMissing.id) fixes.push(...(await newGates(analysis.uri)));
    if (isLate()) break;
  }
  const all = fixAllActions(analysis, found, diagnosticOf, offers);
  const pins = pinsImages ? pinsOf(analysis, range, found, diagnosticOf) : [];
  const explanations = explainsRules ? found.map((one) => explanation(one, diagnosticOf)) : [];
  const actions = [...preferredFirst(fixes), ...all, ...pins, ...explanations];
  if (silencesFindings) return [...actions, ...silenceAction(analysis, found, diagnosticOf)];
  for (const one of found) {
    for (const action of silencePlaces(analysis, one, diagnosticOf)) {
      if (isLate()) return actions;
      actions.push(action);
    }
  }
  return actions;
}

/** The fix of a finding that is offered first. */
export function firstFix(analysis: OpenAnalysis, found: FoundAt): CodeAction | undefined {
  const [fix] = fixesOf(analysis, found, ({ placed, finding }) => toDiagnostic(analysis, placed, finding));
  return fix;
}

/**
 * "Fix all" for a finding that has a safe fix, if other findings of the file have one, too, and for the workspace. The edit of
 * the one is made when it is chosen, and that of the other is shown before it is made.
 */
function fixAllActions(
  analysis: OpenAnalysis,
  found: readonly FoundAt[],
  diagnosticOf: (found: FoundAt) => Diagnostic,
  { fixesAll, fixesWorkspace }: Offers,
): CodeAction[] {
  const fixable = found.filter(({ finding }) => isSafelyFixable(finding));
  if (fixable.length === 0) return [];
  const action = { kind: CodeActionKind.QuickFix, diagnostics: fixable.map(diagnosticOf) };
  const actions: CodeAction[] = [];
  let safe = 0;
  for (const { analysis: document } of analysis.documents) safe += document.findings.filter(isSafelyFixable).length;
  if (fixesAll && safe > 1) {
    const data: FixAllData = { fixAll: analysis.uri };
    actions.push({ title: 'Fix all Sidecar Guard problems of this file that have a safe fix', ...action, data });
  }
  if (fixesWorkspace) {
    const title = 'Fix all Sidecar Guard problems of the workspace that have a safe fix…';
    actions.push({ title, ...action, command: { title, command: fixWorkspaceCommand } });
  }
  return actions;
}

/** The `data` of a "fix all" action without its edit. */
interface FixAllData {
  /** The URI of the file. */
  readonly fixAll: string;
}

/** The file of a "fix all" action that has no edit yet. */
export function fileToFix({ data }: CodeAction): string | undefined {
  return hasFields(data) && typeof data.fixAll === 'string' ? data.fixAll : undefined;
}

/** Each fix is made, and proved, only when it is taken from the generator. */
function* fixesOf(
  analysis: OpenAnalysis,
  { placed, finding }: FoundAt,
  diagnosticOf: (found: FoundAt) => Diagnostic,
): Iterable<CodeAction> {
  for (const { title, isPreferred, change: make } of preferredFirst(finding.fixes ?? [])) {
    const change = make();
    const edits = change && exactEdits(change);
    if (!edits) continue;
    yield {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf({ placed, finding })],
      edit: toEdit(analysis, toTextEdits(placed, edits)),
      ...(isPreferred && { isPreferred }),
    };
  }
}

function preferredFirst<T extends { readonly isPreferred?: boolean }>(fixes: readonly T[]): T[] {
  return [...fixes.filter(({ isPreferred }) => isPreferred), ...fixes.filter(({ isPreferred }) => !isPreferred)];
}

function explanation(found: FoundAt, diagnosticOf: (found: FoundAt) => Diagnostic): CodeAction {
  const { id } = found.finding.rule;
  const command = { title: `Explain ${id}`, command: explainRuleCommand, arguments: [id] };
  return { title: command.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(found)], command };
}

/** Pinning fixes a tag that can move. */
function pinsOf(
  analysis: OpenAnalysis,
  range: Range,
  found: readonly FoundAt[],
  diagnosticOf: (found: FoundAt) => Diagnostic,
): CodeAction[] {
  const diagnostics = found.filter(({ finding }) => finding.rule.id === mutableTag.id).map(diagnosticOf);
  if (diagnostics.length === 0) return [];
  return pinActions(analysis, range).map((action) => ({ ...action, kind: CodeActionKind.QuickFix, diagnostics }));
}

/** Every image can be pinned, finding or not. */
function otherPins(analysis: OpenAnalysis, range: Range): CodeAction[] {
  const isFinding = findingsIn(analysis, range, MOST_FINDINGS).some(({ finding }) => finding.rule.id === mutableTag.id);
  return isFinding ? [] : pinActions(analysis, range);
}

/** Whether a requested kind includes another kind: kinds are hierarchical, separated by dots. */
function includes(asked: string, kind: string): boolean {
  return kind === asked || kind.startsWith(`${asked}.`) || asked === CodeActionKind.Empty;
}
