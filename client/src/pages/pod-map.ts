import { Disposable, type TextDocument, type TextEditor, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type PodMapPage, type PodMapParams, podMapRequest } from '../../../server/src/protocol/pod-map';
import { html } from '../../../server/src/text/html';
import { onCommand } from '../says/on-command';
import { tell } from '../says/tell';
import { languageOfWords, say } from '../says/words';
import { showPlace, toPlace } from '../views/show-place';
import { Page } from './page';
import { toPodMapMessage } from './pod-map-message';

/** In milliseconds: how long the cursor and the text rest before the map follows. */
const REST = 200;

type Place = PodMapParams;

/**
 * "Show Pod Map": the pod at the cursor as a picture and as a list, beside the editor. It follows the cursor and the text
 * while it is visible.
 */
export function registerPodMap(client: BaseLanguageClient, extension: Uri, languages: readonly string[]): Disposable {
  const view = new PodMapView(client, extension, languages);
  return Disposable.from(
    view,
    onCommand('sidecarGuard.showPodMap', async (argument) => {
      const given = toPlace(argument);
      const place = given ? { uri: given.uri, position: given } : view.placeOf(window.activeTextEditor);
      if (place) await view.open(place);
      else await tell('information', say`Open a Kubernetes manifest, and put the cursor in a workload.`);
    }),
  );
}

class PodMapView implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #extension: Uri;
  readonly #languages: readonly string[];
  readonly #followers: Disposable;
  #page: Page | undefined;
  /** What the map is of. */
  #place: Place | undefined;
  #shown: PodMapPage | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(client: BaseLanguageClient, extension: Uri, languages: readonly string[]) {
    this.#client = client;
    this.#extension = extension;
    this.#languages = languages;
    this.#followers = Disposable.from(
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#follow(this.placeOf(textEditor))),
      window.onDidChangeActiveTextEditor((editor) => this.#follow(this.placeOf(editor))),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#uriOf(document) === this.#place?.uri) this.#follow(this.#place);
      }),
    );
  }

  /** The place of the cursor, if the editor has a document that the server judges. */
  placeOf(editor: TextEditor | undefined): Place | undefined {
    if (!editor || !this.#languages.includes(editor.document.languageId)) return undefined;
    const { line, character } = editor.selection.active;
    return { uri: this.#uriOf(editor.document), position: { line, character } };
  }

  async open(place: Place): Promise<void> {
    const map = await this.#ask(place);
    if (!map) {
      await tell('information', say`There is no pod here. Put the cursor in a workload, such as a Deployment.`);
      return;
    }
    this.#place = place;
    if (!this.#page) {
      const kind = { name: 'map', title: say`Pod Map`, where: 'beside', drawsImages: true } as const;
      this.#page = new Page(this.#extension, kind, (message) => this.#act(message));
      this.#page.onClose(() => {
        this.#page = undefined;
      });
      // Its script asks for the map when it runs, and again when the page was hidden in between.
      this.#page.show(BODY);
    } else await this.#show(map);
    this.#page.reveal();
  }

  dispose(): void {
    clearTimeout(this.#rest);
    this.#followers.dispose();
    this.#page?.dispose();
  }

  #follow(place: Place | undefined): void {
    if (!place || !this.#page?.isVisible) return;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#update(place), REST);
  }

  /** What is no pod leaves the map as it is. An update that fails does, too: the next one comes with the next edit. */
  async #update(place: Place): Promise<void> {
    const map = await this.#ask(place).catch(() => undefined);
    if (!map) return;
    this.#place = place;
    await this.#show(map);
  }

  #ask(place: Place): Promise<PodMapPage | null> {
    return this.#client.sendRequest<PodMapPage | null>(podMapRequest, place);
  }

  async #show(map: PodMapPage): Promise<void> {
    this.#shown = map;
    this.#page?.retitle(say`Pod Map: ${map.title}`);
    const { svg, style, list } = map;
    await this.#page?.tell({ svg, style, list });
  }

  async #act(message: unknown): Promise<void> {
    const asked = toPodMapMessage(message);
    if (asked?.kind === 'ready' && this.#place) await this.#update(this.#place);
    if (asked?.kind === 'open') await showPlace(asked.place);
    if (asked?.kind === 'svg' && this.#shown)
      await save('svg', this.#shown.title, new TextEncoder().encode(this.#shown.file));
    if (asked?.kind === 'draw' && this.#shown) await this.#page?.tell({ file: this.#shown.file });
    if (asked?.kind === 'png' && this.#shown) await save('png', this.#shown.title, asked.bytes);
  }

  #uriOf(document: TextDocument): string {
    return this.#client.code2ProtocolConverter.asUri(document.uri);
  }
}

const BODY = html`<header>
<div role="toolbar" aria-label="${say`Pod Map`}" lang="${languageOfWords()}">
<button data-action="out" title="${say`Zoom out (-)`}">−</button>
<button data-action="fit" title="${say`Fit the width (0)`}">${say`Fit`}</button>
<button data-action="in" title="${say`Zoom in (+)`}">+</button>
<button data-action="svg">${say`Export to SVG…`}</button>
<button data-action="draw">${say`Export to PNG…`}</button>
</div>
</header>
<main>
<h1>${say`Pod Map`}</h1>
<section id="drawing" aria-label="${say`Drawing`}" tabindex="0"></section>
<section id="list" aria-label="${say`The same as a list`}"></section>
</main>
`;

async function save(ending: 'svg' | 'png', title: string, bytes: Uint8Array): Promise<void> {
  const name = `${title
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '')}.${ending}`;
  const [folder] = workspace.workspaceFolders ?? [];
  const format = say`Image`;
  const file = await window.showSaveDialog({
    title: say`Export Pod Map`,
    filters: { [format]: [ending] },
    ...(folder && { defaultUri: Uri.joinPath(folder.uri, name) }),
  });
  if (file) await workspace.fs.writeFile(file, bytes);
}
