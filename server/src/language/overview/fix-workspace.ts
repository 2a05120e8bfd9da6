import {
  type AnnotatedTextEdit,
  type CancellationToken,
  LSPErrorCodes,
  ResponseError,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { WorkspaceFixes } from '../../protocol/overview';
import { fixAllEdits, hasSafeFix } from '../fix-all';
import { type Judging, workspaceVerdicts } from './workspace-verdicts';

/** A user can't read a preview with more files. */
const MOST_FILES = 1000;
/** In milliseconds, for making edits. After it, files are only counted. */
const LONGEST_MS = 60_000;
const FIX = 'fix';

/**
 * The edits that make every safe fix of the workspace. The user confirms them in the preview of the editor.
 * @throws ResponseError when the client cancels the request
 */
export async function workspaceFixes(
  judging: Judging,
  token: CancellationToken,
): Promise<WorkspaceFixes<WorkspaceEdit>> {
  const changes: TextDocumentEdit[] = [];
  let [leftOut, time] = [0, 0];
  for await (const analysis of workspaceVerdicts(judging)) {
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    if (!hasSafeFix(analysis)) continue;
    if (changes.length === MOST_FILES || time > LONGEST_MS) {
      leftOut++;
      continue;
    }
    const start = performance.now();
    const made = fixAllEdits(analysis, judging.analyzer);
    const edits = made.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: FIX }));
    time += performance.now() - start;
    const { uri } = analysis;
    // A file that is not open has no version.
    const version = judging.open.has(uri) ? analysis.version : null;
    if (edits.length > 0) changes.push({ textDocument: { uri, version }, edits });
  }
  const annotation = { label: 'Safe fixes of Sidecar Guard', needsConfirmation: true };
  return {
    edit: { documentChanges: changes, changeAnnotations: { [FIX]: annotation } },
    files: changes.length,
    leftOut,
  };
}
