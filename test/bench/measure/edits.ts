import { setTimeout as pause } from 'node:timers/promises';
import { longFile, placeOfEdit } from '../texts/long-file';
import { EditorClient, type ServerCommand } from './client';
import { median, percentile } from './statistics';

const URI = 'file:///long.yaml';
/** A server may still be busy with its start when it has answered. */
const SETTLING_MS = 1000;
/** Edits until the code is compiled, which are not measured. */
const WARM_UP = 20;

/** What a server takes for the edits of a long file, as its client sees it: in milliseconds. */
export interface EditTimes {
  readonly open: number;
  readonly median: number;
  readonly p95: number;
  /** On processors, in the mean. */
  readonly processor: number;
  readonly peakMegabytes: number;
}

/** A long file that is open in a server, and is edited: one character forth and back in turn. */
export class EditSession {
  readonly #client: EditorClient;
  readonly #documents: number;
  readonly #times: number[] = [];
  #processorSeconds = 0;
  #edits = 0;
  #open = Number.NaN;

  private constructor(client: EditorClient, documents: number) {
    this.#client = client;
    this.#documents = documents;
  }

  static async start(command: ServerCommand, documents: number, warmUp = WARM_UP): Promise<EditSession> {
    const session = new EditSession(await EditorClient.start(command), documents);
    await pause(SETTLING_MS);
    session.#open = await session.#client.open(URI, longFile(documents));
    for (let edit = 0; edit < warmUp; edit++) await session.#typeOne();
    return session;
  }

  /** Edits so many times more, each time after the diagnostics of the last edit. */
  async edit(count: number): Promise<void> {
    const before = this.#client.processorSeconds;
    for (let edit = 0; edit < count; edit++) this.#times.push(await this.#typeOne());
    this.#processorSeconds += this.#client.processorSeconds - before;
  }

  async stop(): Promise<EditTimes> {
    const { peakMegabytes } = this.#client;
    await this.#client.stop();
    return {
      open: this.#open,
      median: median(this.#times),
      p95: percentile(this.#times, 0.95),
      processor: (this.#processorSeconds * 1000) / this.#times.length,
      peakMegabytes,
    };
  }

  /** A digit behind an image, which the next edit removes. */
  async #typeOne(): Promise<number> {
    const edit = this.#edits++;
    const isRemoval = edit % 2 === 1;
    const start = placeOfEdit(isRemoval ? edit - 1 : edit, this.#documents);
    const end = { line: start.line, character: start.character + (isRemoval ? 1 : 0) };
    return this.#client.edit(URI, [{ range: { start, end }, text: isRemoval ? '' : '9' }]);
  }
}

/** Opens a long file in a new server, and edits it so many times. */
export async function measureEdits(command: ServerCommand, documents: number, count: number): Promise<EditTimes> {
  const session = await EditSession.start(command, documents);
  await session.edit(count);
  return session.stop();
}
