import {
  CancellationError,
  type CancellationToken,
  CodeLens,
  type CodeLensProvider,
  commands,
  Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Lenses, type LensesParams, lensesRequest } from '../../../server/src/protocol/lenses';
import { saying } from '../../../server/src/text/saying';
import type { TypingPause } from '../language-server/typing-pause';
import { onCommand } from '../says/on-command';
import { say } from '../says/words';
import { showPlace, toPlace } from './show-place';

/** A lens acts on its workload by putting the cursor there, because that is where these commands look. */
const AT_WORKLOAD: Readonly<Record<string, string>> = {
  'sidecarGuard.showLogsOfWorkload': 'sidecarGuard.showLogs',
  'sidecarGuard.execIntoWorkload': 'sidecarGuard.execIntoContainer',
  'sidecarGuard.portForwardToWorkload': 'sidecarGuard.portForward',
};
const SECTION = 'sidecarGuard.codeLens';

/** In milliseconds: several documents are often analysed one after the other. */
const REST = 200;

/** The lenses above workloads and Services: roles, gate, and what can be done with the pods. Each has a setting. */
export class WorkloadLenses implements CodeLensProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #client: BaseLanguageClient;
  readonly #typing: TypingPause;
  readonly #hasCluster: () => Promise<boolean>;
  readonly #registered: Disposable;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    client: BaseLanguageClient,
    languageIds: readonly string[],
    typing: TypingPause,
    hasCluster: () => Promise<boolean>,
  ) {
    this.#client = client;
    this.#typing = typing;
    this.#hasCluster = hasCluster;
    this.#registered = Disposable.from(
      languages.registerCodeLensProvider(
        languageIds.map((language) => ({ language })),
        this,
      ),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(SECTION) && this.refresh()),
      workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      ...Object.entries(AT_WORKLOAD).map(([name, command]) => onCommand(name, (place) => runAt(place, command))),
    );
  }

  /** What the server says may have changed. */
  refresh(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#changed.fire(), REST);
  }

  dispose(): void {
    clearTimeout(this.#rest);
    this.#registered.dispose();
    this.#changed.dispose();
  }

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    const settings = workspace.getConfiguration(SECTION, document);
    const [roles, gate, cluster, map] = ['roles', 'gate', 'cluster', 'map'].map((name) => settings.get(name) === true);
    if (!roles && !gate && !cluster && !map) return [];
    // As with findings, what is asked while the user types would be stale before it is shown.
    if (!(await this.#typing.wait(document, token))) throw new CancellationError();
    const uri = this.#client.code2ProtocolConverter.asUri(document.uri);
    const params: LensesParams = { uri };
    const lenses = await this.#client.sendRequest<Lenses>(lensesRequest, params, token);
    const reaches = cluster === true && workspace.isTrusted && (await this.#hasCluster());
    return lenses.flatMap((lens) => {
      const place = { uri, ...lens.position };
      const range = new Range(lens.line, 0, lens.line, 0);
      const show = (title: string, command: string): CodeLens =>
        new CodeLens(range, { title: saying(title), command, arguments: [place] });
      return [
        ...(roles && lens.roles !== undefined ? [show(lens.roles, 'sidecarGuard.showPodMap')] : []),
        ...(gate && lens.gate !== undefined ? [show(lens.gate, '')] : []),
        ...(reaches && lens.isInCluster
          ? [
              show(say`Logs`, 'sidecarGuard.showLogsOfWorkload'),
              show(say`Exec`, 'sidecarGuard.execIntoWorkload'),
              show(say`Port-Forward`, 'sidecarGuard.portForwardToWorkload'),
            ]
          : []),
        ...(map && lens.roles !== undefined ? [show(say`Map`, 'sidecarGuard.showPodMap')] : []),
      ];
    });
  }
}

async function runAt(argument: unknown, command: string): Promise<void> {
  const place = toPlace(argument);
  if (!place) return;
  await showPlace(place);
  await commands.executeCommand(command);
}
