import { type CodeAction, CodeActionKind, type CreateFile, type TextDocumentEdit } from 'vscode-languageserver';
import { isAllowedBy } from '../gating/allowed-registries';
import { NEW_GATE_ENGINES, type NewGateEngine, newGate, newGateFileName } from '../gating/new-gate';
import { type NewGate, openBesideCommand } from '../protocol';
import { folderOf } from '../workspace/paths';
import type { WorkspaceIndex } from '../workspace/workspace-index';

/**
 * A gate made from the images of the workspace: of those only that the user allows, where the user has said so.
 * @param beside the file or, with a closing slash, the folder to put it in
 */
export function createGate(
  engine: NewGateEngine,
  beside: string,
  index: WorkspaceIndex,
  allowedRegistries: readonly string[],
): NewGate | undefined {
  const images = index.usedImages.filter(
    (image) => allowedRegistries.length === 0 || isAllowedBy(allowedRegistries, image),
  );
  const folder = folderOf(beside);
  const taken = new Set(index.uris);
  const file = newGateFileName((name) => taken.has(folder + name));
  const text = newGate(engine, images, file.replace(/\.yaml$/, ''));
  return text === undefined ? undefined : { uri: folder + file, text };
}

/** What creates a gate for each engine, as new files that never take another one's place. */
export function newGateActions(
  beside: string,
  index: WorkspaceIndex,
  allowedRegistries: readonly string[],
  opensBeside: boolean,
): CodeAction[] {
  return NEW_GATE_ENGINES.flatMap((engine) => {
    const gate = createGate(engine, beside, index, allowedRegistries);
    if (!gate) return [];
    const { uri, text } = gate;
    const create: CreateFile = { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } };
    const start = { line: 0, character: 0 };
    const insert: TextDocumentEdit = {
      textDocument: { uri, version: null },
      edits: [{ range: { start, end: start }, newText: text }],
    };
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    const title = `Create an image gate for ${engine} from the registries in use (${name})`;
    const command = { title: 'Open', command: openBesideCommand, arguments: [uri] };
    const edit = { documentChanges: [create, insert] };
    return [{ title, kind: CodeActionKind.QuickFix, edit, ...(opensBeside && { command }) }];
  });
}
