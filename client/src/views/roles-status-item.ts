import { commands, type Disposable, languages, type TextEditor, window } from 'vscode';
import type { DocumentStatus } from '../../../server/src/protocol';
import { own } from '../../../server/src/text/own';
import type { Saying } from '../../../server/src/text/saying';
import { say } from '../says/words';

/** By their keys: what one is called, and what several are. */
type Names = Readonly<Record<string, readonly [one: Saying, several: (count: number) => Saying]>>;

/** The name of a role, for one container and for several. */
const ROLE_NAMES: Names = {
  app: [say`1 app container`, (count) => say`${count} app containers`],
  sidecar: [say`1 sidecar`, (count) => say`${count} sidecars`],
  'native-sidecar': [say`1 native sidecar`, (count) => say`${count} native sidecars`],
  init: [say`1 init container`, (count) => say`${count} init containers`],
  ephemeral: [say`1 ephemeral container`, (count) => say`${count} ephemeral containers`],
};

/** The name of a severity, for one finding and for several. */
const SEVERITY_NAMES: Names = {
  error: [say`1 error`, (count) => say`${count} errors`],
  warning: [say`1 warning`, (count) => say`${count} warnings`],
  information: [say`1 information`, (count) => say`${count} information`],
  hint: [say`1 hint`, (count) => say`${count} hints`],
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
    this.#item.command = { title: say`Menu`, command: 'sidecarGuard.showMenu' };
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
    this.#item.text = say`Sidecar Guard: ${status ? findingWords(status) : NO_PODS}`;
    this.#item.detail = status ? podWords(status) : '';
    this.#item.accessibilityInformation = { label: [this.#item.text, this.#item.detail].filter(Boolean).join(', ') };
  }
}

const NO_PODS = say`no pods`;
const TEMPLATE = say`Helm template: check the output of "helm template"`;

/** "1 error, 2 warnings". */
function findingWords({ pods, templates, findings }: DocumentStatus): string {
  const found = countWords(findings, SEVERITY_NAMES);
  if (found !== '') return found;
  if (pods === 0) return templates > 0 ? TEMPLATE : NO_PODS;
  return say`no findings`;
}

/** "1 app container, 2 sidecars in 1 pod". */
function podWords({ pods, templates, roles }: DocumentStatus): string {
  if (pods === 0) return '';
  const counted = countWords(roles, ROLE_NAMES);
  const containers = pods === 1 ? say`${counted} in 1 pod` : say`${counted} in ${pods} pods`;
  return templates > 0 ? `${containers}. ${TEMPLATE}` : containers;
}

function countWords(counts: Readonly<Record<string, number>>, names: Names): string {
  return Object.entries(names)
    .flatMap(([key, [one, several]]) => {
      const count = own(counts, key) ?? 0;
      return count === 0 ? [] : [count === 1 ? one : several(count)];
    })
    .join(', ');
}
