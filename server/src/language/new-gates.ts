import { type CodeAction, CodeActionKind, type CreateFile, type TextDocumentEdit } from 'vscode-languageserver';
import { whyNoPlace } from '../gating/new-gate/left-out';
import { NEW_GATE_ENGINES, newGate, newGateName } from '../gating/new-gate/new-gate';
import { type UsedPlaces, usedPlaces } from '../image/used-places';
import { type NewGate, type NoNewGate, openBesideCommand } from '../protocol';
import { folderOf } from '../workspace/paths';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { WorkspaceFiles } from './workspace-files';

/** Makes image gates from the images of the workspace, as new files. File names and policy names are not taken yet. */
export class NewGates {
  readonly #index: WorkspaceIndex;
  readonly #files: WorkspaceFiles;

  constructor(index: WorkspaceIndex, files: WorkspaceFiles) {
    this.#index = index;
    this.#files = files;
  }

  /**
   * An image gate that admits the images in use. If the user allows only some registries, it admits only these.
   * @param beside the file or, with a closing slash, the folder to put it in
   */
  async create(engine: string, beside: string, allowedRegistries: readonly string[]): Promise<NewGate | NoNewGate> {
    const places = usedPlaces(this.#index.builds.usedImages, allowedRegistries);
    const [gate] = await this.#make([engine], beside, places);
    return gate ?? { problem: whyNoPlace(places) };
  }

  /** The actions that create a gate, one for each engine; none if no image has a registry to admit. */
  async actions(beside: string, allowedRegistries: readonly string[], opensBeside: boolean): Promise<CodeAction[]> {
    const places = usedPlaces(this.#index.builds.usedImages, allowedRegistries);
    const gates = await this.#make(NEW_GATE_ENGINES, beside, places);
    return gates.map((gate) => toAction(gate, opensBeside));
  }

  async #make(
    engines: readonly string[],
    beside: string,
    places: UsedPlaces,
  ): Promise<(NewGate & { engine: string })[]> {
    if (places.places.length === 0) return [];
    const folder = folderOf(beside);
    const name = await this.#freeName(folder);
    return engines.flatMap((engine) => {
      const text = newGate(engine, places, name);
      return text === undefined ? [] : [{ engine, uri: `${folder}${name}.yaml`, text }];
    });
  }

  /** A name that no policy of the workspace and no file of the folder has: policies are cluster-wide, files are not. */
  async #freeName(folder: string): Promise<string> {
    const policies = this.#index.policyNames;
    const known = new Set(this.#index.uris);
    for (let index = 1; ; index++) {
      const name = newGateName(index);
      const uri = `${folder}${name}.yaml`;
      if (!policies.has(name) && !known.has(uri) && !(await this.#files.exists(uri))) return name;
    }
  }
}

function toAction({ engine, uri, text }: NewGate & { engine: string }, opensBeside: boolean): CodeAction {
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
