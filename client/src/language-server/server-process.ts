import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { LogOutputChannel } from 'vscode';
import { IPCMessageReader, IPCMessageWriter, type MessageTransports } from 'vscode-languageclient/node';
import type { ServerHandle } from './server-handle';

/** Lets a debugger attach if VS Code itself was started for debugging (F5). */
const DEBUGGED = ['--nolazy', '--inspect=6009'];

/** The server as a separate Node process. */
export class ServerProcess implements ServerHandle {
  readonly #module: string;
  readonly #output: LogOutputChannel;
  #child: ChildProcess | undefined;

  /** @param module the path of its script */
  constructor(module: string, output: LogOutputChannel) {
    this.#module = module;
    this.#output = output;
  }

  async start(): Promise<MessageTransports> {
    await this.kill();
    const isDebugged = process.execArgv.some((word) => word.startsWith('--inspect'));
    const words = ['--node-ipc', `--clientProcessId=${process.pid}`];
    // Otherwise it would start in the folder of the workspace.
    const cwd = dirname(this.#module);
    const child = fork(this.#module, words, { cwd, execArgv: isDebugged ? DEBUGGED : [], silent: true });
    this.#child = child;
    // A server that hangs does not notice that the editor has ended.
    const endWithEditor = (): boolean => child.kill('SIGKILL');
    process.once('exit', endWithEditor);
    child.once('exit', () => process.off('exit', endWithEditor));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#output.error(text.trimEnd()));
    }
    await once(child, 'spawn');
    return { reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) };
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}
