import { type ViewNodes, type ViewNodesParams, viewsChangedNotification } from '../../protocol/overview';
import { canonicalUri } from '../canonical-uri';
import type { OpenAnalysis } from '../open-analysis';
import type { Session } from '../session';
import { accessTree } from './access-tree';
import type { DocumentSummary } from './document-summary';
import { fileNameOf } from './file-name';
import { findingsTree } from './findings-tree';
import { gatesTree } from './gates-tree';
import { podsTree } from './pods-tree';
import { summaryOf } from './summary';
import { type Branch, branchesAt } from './tree';
import { workspaceVerdicts } from './workspace-verdicts';

/** How long further changes are waited for, and how often a client is told of progress. */
const PAUSE_MS = 300;
const STEP_MS = 1000;
/** How many nodes below one node are sent at most. */
const MOST_NODES = 5000;

/** A summary, and what it was made of. */
interface Summarised {
  readonly stamp: object | undefined;
  readonly generation: number;
  readonly options: object;
  readonly summary: readonly DocumentSummary[];
}

/**
 * What the views show. It is made while a client watches them, and made anew where something changed, while the user does
 * not type. Without a client that watches, nothing is done.
 */
export class Overview {
  readonly #session: Session;
  /** By canonical URI. */
  readonly #files = new Map<string, Summarised>();
  readonly #trees = new Map<string, readonly Branch[]>();
  /** What the trees are made of. */
  #treeState = '';
  /** The states that the views show at their roots. What is below a root is as new, or newer. */
  readonly #seen = new Map<ViewNodesParams['view'], string>();
  #isWatched = false;
  /** Whether some files have no summary yet. */
  #isReading = true;
  /** How many summaries have changed. */
  #changes = 0;
  /** The state that the client was last told of. */
  #told = '';
  #toldAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsked = false;
  #running: Promise<void> | undefined;

  constructor(session: Session) {
    this.#session = session;
    session.problems.onChange(() => this.#wake());
    session.problems.onJudged((analysis) => {
      if (this.#isWatched) this.#take(analysis);
    });
  }

  watch(isWatched: boolean): void {
    this.#isWatched = isWatched;
    clearTimeout(this.#timer);
    if (isWatched) this.#start();
  }

  /** The nodes below a node. While files are being read, those that are known. */
  async nodes({ view, group = 'rule', path, most }: ViewNodesParams): Promise<ViewNodes> {
    if (this.#isReading) await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, STEP_MS))]);
    if (path.length === 0) this.#seen.set(view, this.#state);
    const branches = branchesAt(this.#tree(view, group), path);
    const shown = branches.slice(0, Math.min(most, MOST_NODES));
    return {
      nodes: shown.map(({ node }) => node),
      more: branches.length - shown.length,
      isReading: this.#isReading,
    };
  }

  #tree(view: ViewNodesParams['view'], group: NonNullable<ViewNodesParams['group']>): readonly Branch[] {
    if (this.#treeState !== this.#state) this.#trees.clear();
    this.#treeState = this.#state;
    const key = `${view} ${group}`;
    const tree = this.#trees.get(key) ?? this.#make(view, group);
    this.#trees.set(key, tree);
    return tree;
  }

  #make(view: ViewNodesParams['view'], group: NonNullable<ViewNodesParams['group']>): readonly Branch[] {
    const { index, client } = this.#session;
    const documents = [...this.#files.values()].flatMap(({ summary }) => summary);
    const nameOf = (uri: string): string => fileNameOf(uri, client.folders);
    switch (view) {
      case 'pods':
        return podsTree(documents, nameOf);
      case 'findings':
        return findingsTree(documents, group, nameOf);
      case 'gates':
        return gatesTree(documents, index);
      case 'access':
        return accessTree(index, this.#kubernetesMinor);
    }
  }

  get #kubernetesMinor(): number {
    const { configurations, client } = this.#session;
    return configurations.optionsFor(client.folders[0] ?? '').kubernetesMinor;
  }

  #wake(): void {
    if (!this.#isWatched) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), PAUSE_MS);
  }

  #start(): void {
    this.#isAsked = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    while (this.#isAsked && this.#isWatched) {
      this.#isAsked = false;
      try {
        await this.#update();
      } catch (error) {
        const why = error instanceof Error ? error.stack : String(error);
        this.#session.connection.console.error(`The views could not be brought up to date: ${why}`);
      }
      if (!this.#isAsked) this.#isReading = false;
      this.#tell();
    }
  }

  /** Summarises the files that changed, and forgets those that are gone. */
  async #update(): Promise<void> {
    const { open, problems } = this.#session;
    for await (const analysis of workspaceVerdicts(this.#session, (uri) => this.#isStale(uri))) {
      if (!this.#isWatched) return;
      this.#take(analysis);
    }
    const present = new Set([...open.uris.map(canonicalUri), ...problems.uris]);
    for (const uri of this.#files.keys()) if (!present.has(uri) && this.#files.delete(uri)) this.#changes++;
  }

  #take(analysis: OpenAnalysis): void {
    const { index, open, problems } = this.#session;
    const uri = canonicalUri(analysis.uri);
    const before = this.#files.get(uri)?.summary;
    const summary = summaryOf(analysis, index, before);
    if (summary !== before) this.#changes++;
    this.#files.set(uri, {
      stamp: open.has(uri) ? undefined : problems.stampOf(uri),
      generation: index.generation,
      options: analysis.options,
      summary,
    });
    if (open.has(uri) || performance.now() - this.#toldAt > STEP_MS) this.#tell();
  }

  #isStale(uri: string): boolean {
    const { index, configurations, problems } = this.#session;
    const known = this.#files.get(uri);
    return (
      known?.stamp !== problems.stampOf(uri) ||
      known?.generation !== index.generation ||
      known.options !== configurations.optionsFor(uri)
    );
  }

  /** Differs from before if the views may differ. */
  get #state(): string {
    const { index } = this.#session;
    return [this.#changes, index.generation, index.moves, this.#isReading, this.#kubernetesMinor].join();
  }

  /** Tells the client if it should ask again for what it shows. */
  #tell(): void {
    const state = this.#state;
    if (state === this.#told || [...this.#seen.values()].every((seen) => seen === state)) return;
    this.#told = state;
    this.#toldAt = performance.now();
    void this.#session.connection.sendNotification(viewsChangedNotification);
  }
}
