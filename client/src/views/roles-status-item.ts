import { type Disposable, languages, type TextEditor, window } from 'vscode';
import type { DocumentStatus } from '../../../server/src/protocol';
import { own } from '../../../server/src/text/own';

/** The name of a role, for one container and for several. */
const ROLE_NAMES: Readonly<Record<string, readonly [one: string, several: string]>> = {
  app: ['app container', 'app containers'],
  sidecar: ['sidecar', 'sidecars'],
  'native-sidecar': ['native sidecar', 'native sidecars'],
  init: ['init container', 'init containers'],
  ephemeral: ['ephemeral container', 'ephemeral containers'],
};

/** The language status item: the roles of the containers in the active manifest. */
export class RolesStatusItem implements Disposable {
  readonly #item;
  readonly #statuses = new Map<string, DocumentStatus>();
  readonly #listener: Disposable;

  constructor(languageIds: readonly string[]) {
    this.#item = languages.createLanguageStatusItem(
      'sidecarGuard.roles',
      languageIds.map((language) => ({ language })),
    );
    this.#item.name = 'Sidecar Guard';
    this.#item.command = { title: 'Show Output', command: 'sidecarGuard.showOutput' };
    this.#listener = window.onDidChangeActiveTextEditor((editor) => this.#show(editor));
    this.#show(window.activeTextEditor);
  }

  /** Takes what the server found in a document. */
  update(status: DocumentStatus): void {
    this.#statuses.set(status.uri, status);
    this.#show(window.activeTextEditor);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#item.dispose();
  }

  #show(editor: TextEditor | undefined): void {
    const status = editor && this.#statuses.get(editor.document.uri.toString());
    this.#item.text = status ? describe(status) : 'No pods';
    this.#item.detail =
      status && status.pods > 0 ? `in ${status.pods} ${status.pods === 1 ? 'pod' : 'pods'}` : 'Sidecar Guard';
    this.#item.accessibilityInformation = { label: `Sidecar Guard: ${this.#item.text} ${this.#item.detail}` };
  }
}

const TEMPLATE = 'Helm template: check the output of "helm template"';

/** "1 app container, 2 sidecars". */
function describe({ pods, templates, roles }: DocumentStatus): string {
  if (pods === 0) return templates > 0 ? TEMPLATE : 'No pods';
  const containers = Object.entries(ROLE_NAMES)
    .flatMap(([role, [one, several]]) => {
      const count = own(roles, role) ?? 0;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
    })
    .join(', ');
  return templates > 0 ? `${containers}. ${TEMPLATE}` : containers;
}
