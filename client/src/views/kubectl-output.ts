import { Disposable, EventEmitter, type Pseudoterminal, window } from 'vscode';
import type { Kubectl } from '../kubectl/kubectl';
import { type Appearance, optionsOf } from './kubectl-terminal';

const CONTROL_C = '\x03';
/** Ends whatever colours a log has left on. */
const NORMAL = '\x1b[0m';

/** Those whose kubectl runs. */
const running = new Set<KubectlOutput>();

/** Ends with the extension what such terminals run: a port would stay taken. */
export function registerKubectlOutputs(): Disposable {
  return new Disposable(() => {
    for (const output of running) output.close();
  });
}

/**
 * A terminal for what a kubectl writes that nobody types into. It stays when kubectl has ended: what a log came to, or why
 * a port is not forwarded, would be gone with it.
 */
export function openKubectlOutput(kubectl: Kubectl, words: readonly string[], appearance: Appearance): void {
  window.createTerminal({ ...optionsOf(appearance), pty: new KubectlOutput(kubectl, words, appearance.title) }).show();
}

class KubectlOutput implements Pseudoterminal {
  readonly #kubectl: Kubectl;
  readonly #words: readonly string[];
  readonly #title: string;
  readonly #stop = new AbortController();
  readonly #written = new EventEmitter<string>();
  readonly #closed = new EventEmitter<void>();
  #hasEnded = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(kubectl: Kubectl, words: readonly string[], title: string) {
    this.#kubectl = kubectl;
    this.#words = words;
    this.#title = title;
  }

  async open(): Promise<void> {
    running.add(this);
    const write = (text: string): void => this.#written.fire(text.replace(/\r?\n/g, '\r\n'));
    write(`${this.#title}. Ctrl+C ends it.\n\n`);
    const end = await this.#kubectl.follow(this.#words, write, this.#stop.signal).then(
      (code) => (code === undefined ? 'was ended' : `ended with exit code ${code}`),
      (error: unknown) => `could not be started (${error instanceof Error ? error.message : String(error)})`,
    );
    running.delete(this);
    this.#hasEnded = true;
    write(`${NORMAL}\nkubectl ${end}. Press any key to close this terminal.\n`);
  }

  handleInput(typed: string): void {
    if (this.#hasEnded) this.#closed.fire();
    else if (typed === CONTROL_C) this.#stop.abort();
  }

  close(): void {
    this.#stop.abort();
  }
}
