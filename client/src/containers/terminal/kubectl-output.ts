import { Disposable, EventEmitter, type Pseudoterminal, window } from 'vscode';
import type { Kubectl } from '../../../../server/src/cluster/kubectl';
import { TerminalText } from '../../../../server/src/cluster/terminal-text';
import { type Saying, saying } from '../../../../server/src/text/saying';
import { type Appearance, optionsOf } from './kubectl-terminal';

const CONTROL_C = '\x03';
/** Resets the colours that a log has left on. */
const NORMAL = '\x1b[0m';

/** The terminals whose kubectl runs. */
const running = new Set<KubectlOutput>();

/** Stops the kubectl of these terminals with the extension. Otherwise a port would stay in use. */
export function registerKubectlOutputs(): Disposable {
  return new Disposable(() => {
    for (const output of running) output.close();
  });
}

/**
 * A read-only terminal for the output of kubectl. It stays open when kubectl has ended, so that the end of a log, or the
 * reason why a port is not forwarded, can be read.
 */
export function openKubectlOutput(kubectl: Kubectl, words: readonly string[], appearance: Appearance): void {
  window.createTerminal({ ...optionsOf(appearance), pty: new KubectlOutput(kubectl, words, appearance.title) }).show();
}

class KubectlOutput implements Pseudoterminal {
  readonly #kubectl: Kubectl;
  readonly #words: readonly string[];
  readonly #title: Saying;
  readonly #stop = new AbortController();
  readonly #written = new EventEmitter<string>();
  readonly #closed = new EventEmitter<void>();
  #hasEnded = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(kubectl: Kubectl, words: readonly string[], title: Saying) {
    this.#kubectl = kubectl;
    this.#words = words;
    this.#title = title;
  }

  async open(): Promise<void> {
    running.add(this);
    const text = new TerminalText({ hasColours: true });
    const write = (written: string): void => this.#written.fire(written.replaceAll('\n', '\r\n'));
    write(`${this.#title}. Press Ctrl+C to stop.\n\n`);
    const end = await this.#kubectl
      .follow(this.#words, (chunk) => write(text.pass(chunk)), this.#stop.signal)
      .then(
        (code) => (code === undefined ? 'was stopped' : `ended with exit code ${code}`),
        (error: unknown) => `could not be started (${error instanceof Error ? error.message : String(error)})`,
      );
    running.delete(this);
    this.#hasEnded = true;
    write(`${NORMAL}\nkubectl ${saying(end)}. Press any key to close this terminal.\n`);
  }

  handleInput(typed: string): void {
    if (this.#hasEnded) this.#closed.fire();
    else if (typed === CONTROL_C) this.#stop.abort();
  }

  close(): void {
    this.#stop.abort();
  }
}
