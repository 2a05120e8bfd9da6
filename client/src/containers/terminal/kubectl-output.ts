import { Disposable, EventEmitter, type Pseudoterminal, window } from 'vscode';
import { explainProblem } from '../../../../server/src/cluster/explain';
import { type Kubectl, KubectlError } from '../../../../server/src/cluster/kubectl';
import { TerminalText } from '../../../../server/src/cluster/terminal-text';
import { type Saying, saying } from '../../../../server/src/text/saying';
import { say } from '../../says/words';
import { type Appearance, optionsOf } from './kubectl-terminal';

const CONTROL_C = '\x03';
/** Resets the colours that a log has left on. */
const NORMAL = '\x1b[0m';
/** How much of the end of the error output is kept, in UTF-16 units. */
const KEPT = 16 * 1024;

/** The terminals whose kubectl runs. */
const running = new Set<KubectlOutput>();

/** Stops the kubectl of these terminals with the extension. Otherwise a port would stay in use. */
export function registerKubectlOutputs(): Disposable {
  return new Disposable(() => {
    for (const output of running) output.close();
  });
}

/** What an output is watched for. */
export interface OutputWatcher {
  readonly wrote?: (text: string) => void;
  /** @param why a sentence, if kubectl has failed; none if it was stopped */
  readonly ended?: (why: Saying | undefined) => void;
}

/** A terminal in which kubectl runs, or has run. */
export interface OpenOutput {
  show(): void;
  stop(): void;
}

/**
 * A read-only terminal for the output of kubectl. It stays open when kubectl has ended, so that the end of a log, or the
 * reason why a port is not forwarded, can be read.
 */
export function openKubectlOutput(
  kubectl: Kubectl,
  words: readonly string[],
  appearance: Appearance,
  watcher: OutputWatcher = {},
): OpenOutput {
  const output = new KubectlOutput(kubectl, words, appearance.title, watcher);
  const terminal = window.createTerminal({ ...optionsOf(appearance), pty: output });
  terminal.show();
  return { show: () => terminal.show(), stop: () => output.close() };
}

class KubectlOutput implements Pseudoterminal {
  readonly #kubectl: Kubectl;
  readonly #words: readonly string[];
  readonly #title: Saying;
  readonly #watcher: OutputWatcher;
  readonly #stop = new AbortController();
  readonly #written = new EventEmitter<string>();
  readonly #closed = new EventEmitter<void>();
  #hasEnded = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(kubectl: Kubectl, words: readonly string[], title: Saying, watcher: OutputWatcher) {
    this.#kubectl = kubectl;
    this.#words = words;
    this.#title = title;
    this.#watcher = watcher;
  }

  async open(): Promise<void> {
    running.add(this);
    const write = (written: string): void => this.#written.fire(written.replaceAll('\n', '\r\n'));
    write(`${say`${this.#title}. Press Ctrl+C to stop.`}\n\n`);
    const { how, why } = await this.#run(write);
    running.delete(this);
    this.#hasEnded = true;
    const words = [how, ...(why === undefined ? [] : [why]), say`Press any key to close this terminal.`];
    write(`${NORMAL}\n${words.join(' ')}\n`);
    this.#watcher.ended?.(why);
  }

  /** Runs kubectl to its end. @returns how it has ended, and why if it has failed */
  async #run(write: (text: string) => void): Promise<{ how: Saying; why: Saying | undefined }> {
    const text = new TerminalText({ hasColours: true });
    let errors = '';
    try {
      const code = await this.#kubectl.follow(
        this.#words,
        (chunk, isError) => {
          if (isError) errors = (errors + chunk).slice(-KEPT);
          const harmless = text.pass(chunk);
          write(harmless);
          this.#watcher.wrote?.(harmless);
        },
        this.#stop.signal,
      );
      if (this.#stop.signal.aborted || code === undefined) return { how: say`kubectl was stopped.`, why: undefined };
      const how = say`kubectl ended with exit code ${code}.`;
      return { how, why: code === 0 ? undefined : await this.#why(new KubectlError(this.#words, errors, code)) };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      const why = await this.#why(new KubectlError(this.#words, '', undefined, error));
      return { how: say`kubectl could not be started (${cause}).`, why };
    }
  }

  async #why(error: KubectlError): Promise<Saying> {
    return saying((await explainProblem(this.#kubectl, error))?.message ?? error.message);
  }

  handleInput(typed: string): void {
    if (this.#hasEnded) this.#closed.fire();
    else if (typed === CONTROL_C) this.#stop.abort();
  }

  close(): void {
    this.#stop.abort();
  }
}
