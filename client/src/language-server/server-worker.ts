import { BrowserMessageReader, BrowserMessageWriter, type MessageTransports } from 'vscode-languageclient/browser';
import type { ServerHandle } from './server-handle';

/** A worker sends no event when it is terminated, so the reader closes itself. */
class WorkerReader extends BrowserMessageReader {
  close(): void {
    this.fireClose();
  }
}

/** The server as a web worker. */
export class ServerWorker implements ServerHandle {
  readonly #script: string;
  #worker: Worker | undefined;
  #reader: WorkerReader | undefined;

  /** @param script the URI of its script */
  constructor(script: string) {
    this.#script = script;
  }

  // The client also takes a Worker, but tests it with `instanceof`, and the Worker of an extension host fails that test.
  // A terminated worker can't be used again.
  async start(): Promise<MessageTransports> {
    this.#worker?.terminate();
    this.#worker = new Worker(this.#script);
    this.#reader = new WorkerReader(this.#worker);
    return { reader: this.#reader, writer: new BrowserMessageWriter(this.#worker) };
  }

  async kill(): Promise<void> {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#reader?.close();
    this.#reader = undefined;
  }
}
