import { type CodeAction, CodeActionKind, type CreateFile, type TextDocumentEdit } from 'vscode-languageserver';
import { NEW_GATE_ENGINES, type NewGateEngine, newGate, newGateName } from '../gating/new-gate';
import { whyNoPlace } from '../gating/new-gate/left-out';
import { type UsedPlaces, usedPlaces } from '../gating/used-places';
import { type NewGate, type NoNewGate, openBesideCommand } from '../protocol';
import { folderOf } from '../workspace/paths';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { isFile, type WorkspaceFiles } from './workspace-files';

/** Makes gates from the images of the workspace, as new files that take nothing's place: no file's, and no policy's. */
export class NewGates {
  readonly #index: WorkspaceIndex;
  readonly #files: WorkspaceFiles;

  constructor(index: WorkspaceIndex, files: WorkspaceFiles) {
    this.#index = index;
    this.#files = files;
  }

  /**
   * A gate that admits the images in use, of those only that the user allows, where the user has said so.
   * @param beside the file or, with a closing slash, the folder to put it in
   */
  async create(
    engine: NewGateEngine,
    beside: string,
    allowedRegistries: readonly string[],
  ): Promise<NewGate | NoNewGate> {
    const places = usedPlaces(this.#index.usedImages, allowedRegistries);
    const [gate] = await this.#make([engine], beside, places);
    return gate ?? { problem: whyNoPlace(places) };
  }

  /** What creates a gate for each engine; nothing where no image tells a place. */
  async actions(beside: string, allowedRegistries: readonly string[], opensBeside: boolean): Promise<CodeAction[]> {
    const places = usedPlaces(this.#index.usedImages, allowedRegistries);
    const gates = await this.#make(NEW_GATE_ENGINES, beside, places);
    return gates.map((gate) => toAction(gate, opensBeside));
  }

  async #make(
    engines: readonly NewGateEngine[],
    beside: string,
    places: UsedPlaces,
  ): Promise<(NewGate & { engine: NewGateEngine })[]> {
    if (places.places.length === 0) return [];
    const folder = folderOf(beside);
    const name = await this.#freeName(folder);
    return engines.flatMap((engine) => {
      const text = newGate(engine, places, name);
      return text === undefined ? [] : [{ engine, uri: `${folder}${name}.yaml`, text }];
    });
  }

  /** Policies are the cluster's, so that their names are taken in every folder; the name of a file only in its own. */
  async #freeName(folder: string): Promise<string> {
    const policies = this.#index.policyNames;
    const known = new Set(this.#index.uris);
    for (let at = 1; ; at++) {
      const name = newGateName(at);
      const uri = `${folder}${name}.yaml`;
      if (!policies.has(name) && !known.has(uri) && !(await isFile(this.#files, uri))) return name;
    }
  }
}

function toAction({ engine, uri, text }: NewGate & { engine: NewGateEngine }, opensBeside: boolean): CodeAction {
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
  return { title, kind: CodeActionKind.QuickFix, edit, ...(opensBeside && { command }) };
}
