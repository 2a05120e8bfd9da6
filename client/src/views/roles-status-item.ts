import { commands, type Disposable, languages, type TextEditor, window } from 'vscode';
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

/** The name of a severity, for one finding and for several. */
const SEVERITY_NAMES: Readonly<Record<string, readonly [one: string, several: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'information'],
  hint: ['hint', 'hints'],
};

/** The language status item: what was found in the active manifest, and who is in its pods. It opens a menu. */
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
    this.#item.command = { title: 'Menu', command: 'sidecarGuard.showMenu' };
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
    // For menus: a manifest can have pods, or not.
    void commands.executeCommand('setContext', 'sidecarGuard.hasPods', (status?.pods ?? 0) > 0);
    this.#item.text = `Sidecar Guard: ${status ? findingWords(status) : 'no pods'}`;
    this.#item.detail = status ? podWords(status) : '';
    this.#item.accessibilityInformation = { label: [this.#item.text, this.#item.detail].filter(Boolean).join(', ') };
  }
}

const TEMPLATE = 'Helm template: check the output of "helm template"';

/** "1 error, 2 warnings". */
function findingWords({ pods, templates, findings }: DocumentStatus): string {
  const found = countWords(findings, SEVERITY_NAMES);
  if (found !== '') return found;
  if (pods === 0) return templates > 0 ? TEMPLATE : 'no pods';
  return 'no findings';
}

/** "1 app container, 2 sidecars in 1 pod". */
function podWords({ pods, templates, roles }: DocumentStatus): string {
  if (pods === 0) return '';
  const containers = `${countWords(roles, ROLE_NAMES)} in ${pods} ${pods === 1 ? 'pod' : 'pods'}`;
  return templates > 0 ? `${containers}. ${TEMPLATE}` : containers;
}

function countWords(
  counts: Readonly<Record<string, number>>,
  names: Readonly<Record<string, readonly [one: string, several: string]>>,
): string {
  return Object.entries(names)
    .flatMap(([key, [one, several]]) => {
      const count = own(counts, key) ?? 0;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
    })
    .join(', ');
}
