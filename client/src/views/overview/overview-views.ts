import { commands, Disposable, type TreeView, window } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  type FindingGroup,
  VIEWS,
  type ViewName,
  type ViewNodes,
  type ViewNodesParams,
  viewNodesRequest,
  viewsChangedNotification,
  type WatchViewsParams,
  watchViewsNotification,
} from '../../../../server/src/protocol/overview';
import { say } from '../../says/words';
import { type MoreNodes, type OverviewNode, OverviewTree } from './overview-tree';

/** A view, and whether it shows what the server last said. */
interface OpenView {
  readonly tree: OverviewTree;
  readonly view: TreeView<OverviewNode | MoreNodes>;
  isStale: boolean;
}

/** The views *Pods*, *Findings*, *Gates* and *Access*. The server works for them only while one of them is visible. */
export class OverviewViews implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #views: readonly OpenView[];
  readonly #listeners: Disposable;
  #group: FindingGroup = 'rule';
  #isWatched = false;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#views = VIEWS.map((name) => this.#create(name));
    this.#listeners = Disposable.from(
      ...this.#views.map(({ view }) => view),
      ...this.#views.map((open) => open.view.onDidChangeVisibility(() => this.#follow(open))),
      client.onNotification(viewsChangedNotification, () => this.refresh()),
      client.onDidChangeState(({ newState }) => {
        // A new server knows nothing of the views.
        if (newState !== State.Running) return;
        this.#isWatched = false;
        for (const open of this.#views) this.#follow(open);
        this.refresh();
      }),
    );
  }

  get group(): FindingGroup {
    return this.#group;
  }

  set group(group: FindingGroup) {
    this.#group = group;
    this.refresh();
  }

  /** Brings visible views up to date now, and the others when they become visible. */
  refresh(): void {
    for (const open of this.#views) {
      open.isStale = !open.view.visible;
      if (open.view.visible) open.tree.refresh();
    }
  }

  showMore(nodes: MoreNodes): void {
    for (const { tree, view } of this.#views) if (view.visible) tree.showMore(nodes);
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  #create(name: ViewName): OpenView {
    const tree = new OverviewTree({
      view: name,
      ask: (params) => this.#ask(params),
      group: () => this.#group,
      onState: (state, hasNodes) => {
        void commands.executeCommand('setContext', `sidecarGuard.${name}.state`, state);
        if (state === 'reading' && hasNodes) view.message = say`Reading more files…`;
        else delete view.message;
      },
    });
    const view = window.createTreeView(`sidecarGuard.${name}`, { treeDataProvider: tree, showCollapseAll: true });
    return { tree, view, isStale: false };
  }

  #follow(open: OpenView): void {
    if (open.view.visible && open.isStale) {
      open.isStale = false;
      open.tree.refresh();
    }
    void this.#watch(this.#views.some(({ view }) => view.visible));
  }

  async #watch(isWatched: boolean): Promise<void> {
    if (isWatched === this.#isWatched || !this.#client.isRunning()) return;
    this.#isWatched = isWatched;
    await this.#client.sendNotification(watchViewsNotification, { isWatched } satisfies WatchViewsParams);
  }

  /** VS Code asks for the nodes of a view before it says that the view is visible. */
  async #ask(params: ViewNodesParams): Promise<ViewNodes> {
    await this.#client.start();
    await this.#watch(true);
    return this.#client.sendRequest<ViewNodes>(viewNodesRequest, params);
  }
}
