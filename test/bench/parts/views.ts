import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type ViewNodes, viewNodesRequest, watchViewsNotification } from '../../../server/src/protocol/overview';
import { EditorClient } from '../measure/client';
import type { Figures } from '../measure/figure';
import { median, percentile } from '../measure/statistics';
import { ourServer } from '../peers/servers';
import { longFile, placeOfEdit } from '../texts/long-file';
import { writePolicies } from '../texts/policies';
import { pathOf, workloadFile, writeWorkloads } from '../texts/workload';

const FILES = 5000;
const POLICIES = 4;
const OPEN_FILES = 20;
/** Documents of 32 lines. */
const LONG = 350;
/** Words are typed in turn in both servers, with pauses in which views are brought up to date. */
const WORDS = 40;
const LETTERS = 6;
const LETTER_MS = 60;
/** Longer than what the server waits for after an edit. The next word comes while it works. */
const WORD_MS = 520;

/** What a view costs that is open while a user types, in a large workspace. */
export async function measureViews(figures: Figures, folder: string): Promise<void> {
  const root = join(folder, 'views');
  await writeWorkloads(root, FILES);
  await writePolicies(join(root, 'policies'), POLICIES);
  const [shown, hidden] = [await Editor.start(root), await Editor.start(root)];
  try {
    const start = performance.now();
    await shown.show();
    figures.add('Views of 5,000 files: shown to complete', (performance.now() - start) / 1000, 's');
    await hidden.settle();
    for (let word = 0; word < WORDS; word++) for (const editor of [shown, hidden]) await editor.typeWord();
    const [withView, without] = [shown.typed, hidden.typed];
    figures.add('Typing with a view open: edit to diagnostics, median', median(withView.times), 'ms');
    figures.add(
      'Typing with a view open, of the time without: median',
      median(withView.times) / median(without.times),
      '×',
      { limit: { most: 1.2 } },
    );
    const p95 = percentile(withView.times, 0.95) / percentile(without.times, 0.95);
    figures.add('Typing with a view open, of the time without: p95', p95, '×', { limit: { most: 1.2 } });
    figures.add(
      'Typing with a view open, of the time on processors without',
      withView.processorSeconds / without.processorSeconds,
      '×',
    );
    const [changed, changedWithout] = [await shown.changeFacts(), await hidden.changeFacts()];
    figures.add('A change of facts with a view open: on processors', changed, 's');
    figures.add('A change of facts with a view open, of the time without', changed / changedWithout, '×');
    figures.add('Views of 5,000 files: memory of the server', shown.peakMegabytes, 'MB', { limit: { most: 400 } });
  } finally {
    await shown.stop();
    await hidden.stop();
  }
}

/** A server with a large workspace, a long file and some others open. */
class Editor {
  readonly #client: EditorClient;
  readonly #uri: string;
  readonly #other: string;
  readonly #times: number[] = [];
  #processorSeconds = 0;
  #edits = 0;

  private constructor(client: EditorClient, root: string) {
    this.#client = client;
    this.#uri = pathToFileURL(join(root, 'long.yaml')).href;
    this.#other = pathToFileURL(join(root, pathOf(0))).href;
  }

  static async start(root: string): Promise<Editor> {
    const client = await EditorClient.start(ourServer(pathToFileURL(root).href));
    const editor = new Editor(client, root);
    for (let index = 0; index < OPEN_FILES; index++)
      await client.open(pathToFileURL(join(root, pathOf(index))).href, workloadFile(index));
    await client.open(editor.#uri, longFile(LONG));
    return editor;
  }

  get typed(): { readonly times: readonly number[]; readonly processorSeconds: number } {
    return { times: this.#times, processorSeconds: this.#processorSeconds };
  }

  get peakMegabytes(): number {
    return this.#client.peakMegabytes;
  }

  /** Shows the view of pods, and waits until it is complete. */
  async show(): Promise<void> {
    await this.#client.connection.sendNotification(watchViewsNotification, { isWatched: true });
    await this.#untilComplete();
  }

  /** Waits until the server has nothing left to do. */
  async settle(): Promise<void> {
    let before = -1;
    for (let now = this.#client.processorSeconds; now - before > 0.1; now = this.#client.processorSeconds) {
      before = now;
      await pause(1500);
    }
  }

  /** Some letters, each after the diagnostics of the last. */
  async typeWord(): Promise<void> {
    const before = this.#client.processorSeconds;
    for (let letter = 0; letter < LETTERS; letter++) {
      this.#times.push(await this.#typeOne());
      await pause(LETTER_MS);
    }
    await pause(WORD_MS);
    this.#processorSeconds += this.#client.processorSeconds - before;
  }

  /** Changes a Service, which can matter to all files. In seconds on processors. */
  async changeFacts(): Promise<number> {
    const place = workloadFile(0)
      .split('\n')
      .findIndex((line) => line.includes('targetPort'));
    const before = this.#client.processorSeconds;
    const at = { line: place, character: '      targetPort: 808'.length };
    const top = { line: 0, character: 0 };
    // A line at the top, too: diagnostics are published only where they differ.
    await this.#client.edit(this.#other, [
      { range: { start: at, end: at }, text: '1' },
      { range: { start: top, end: top }, text: '# The shop.\n' },
    ]);
    await this.settle();
    return this.#client.processorSeconds - before;
  }

  async stop(): Promise<void> {
    await this.#client.stop();
  }

  async #untilComplete(): Promise<void> {
    for (;;) {
      const params = { view: 'pods', group: 'rule', path: [], most: 1 };
      const { answer } = await this.#client.ask((server) => server.sendRequest<ViewNodes>(viewNodesRequest, params));
      if (!answer.isReading) return;
      await pause(20);
    }
  }

  async #typeOne(): Promise<number> {
    const edit = this.#edits++;
    const isRemoval = edit % 2 === 1;
    const start = placeOfEdit(isRemoval ? edit - 1 : edit, LONG);
    const end = { line: start.line, character: start.character + (isRemoval ? 1 : 0) };
    return this.#client.edit(this.#uri, [{ range: { start, end }, text: isRemoval ? '' : '9' }]);
  }
}
