import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Framing, frame } from './framing';
import { holds } from './target';

/** A message to the server. The process gives requests their ids. */
export interface Message {
  readonly method: string;
  readonly id?: unknown;
  readonly params?: unknown;
  /** Its parameters are of wrong types, so that it may be refused. */
  readonly isOdd?: boolean | undefined;
}

interface Waiting {
  readonly method: string;
  readonly isOdd: boolean;
  settle(answer: Record<string, unknown>): void;
}

/** How long the server may be without an answer. */
const PATIENCE_MS = 5000;
/** Linux counts time in these. */
const TICK_MS = 10;
/** What JSON-RPC calls an error in the server itself. */
const INTERNAL_ERROR = -32603;
const HEALTHY = 'file:///healthy/manifest.yaml';
const MANIFEST =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: healthy}\nspec: {containers: [{name: a, image: b, securityContext: {privileged: true}}]}\n';

/** The bundled language server as a process of its own, spoken to without a library that would refuse what is wrong. */
export class ServerProcess {
  /** What it did that it must not. */
  readonly complaints: string[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #hasEnded = false;

  private constructor() {
    this.#child = spawn(process.execPath, ['dist/server.js', '--stdio']);
    const framing = new Framing((message) => this.#receive(message));
    this.#child.stdout.on('data', (data: Buffer) => framing.add(data));
    this.#child.stderr.on('data', (data: Buffer) => this.complaints.push(`On stderr: ${data.toString()}`));
    this.#child.stdin.on('error', () => {});
    this.#child.on('exit', () => {
      this.#hasEnded = true;
      for (const waiting of this.#waiting.values()) waiting.settle({ ended: true });
    });
  }

  static async start(): Promise<ServerProcess> {
    const server = new ServerProcess();
    const capabilities = {
      textDocument: { diagnostic: {} },
      workspace: { workspaceEdit: { resourceOperations: ['create'] } },
    };
    await server.#request({ method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities } });
    server.#send({ method: 'initialized', params: {} });
    return server;
  }

  /** Says everything at once, and resolves when every request has its answer. */
  async say(messages: readonly Message[]): Promise<void> {
    const answers = messages.map((message) =>
      message.id === undefined ? this.#send(message) : this.#request(message),
    );
    await Promise.all(answers);
  }

  /** A good document has its finding, whatever was said before. */
  async checkHealth(): Promise<void> {
    holds(!this.#hasEnded, 'The server has ended.');
    const textDocument = { uri: HEALTHY };
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { ...textDocument, languageId: 'yaml', version: 1, text: MANIFEST } },
    });
    const answer = await this.#request({ method: 'textDocument/diagnostic', params: { textDocument } });
    this.#send({ method: 'textDocument/didClose', params: { textDocument } });
    for (const uri of ['file:///w/a.yaml', 'file:///w/b.yaml'])
      this.#send({ method: 'textDocument/didClose', params: { textDocument: { uri } } });
    holds(
      JSON.stringify(answer).includes('privileged'),
      `A good document has no finding: ${JSON.stringify(answer).slice(0, 300)}`,
    );
  }

  /** Whether it ends, as it was told to. */
  async ends(): Promise<boolean> {
    this.#send({ method: 'exit' });
    if (!this.#hasEnded)
      await Promise.race([
        once(this.#child, 'exit'),
        new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref()),
      ]);
    return this.#hasEnded;
  }

  /** How long it has been at work, as Linux tells it (proc_pid_stat(5), `utime` and `stime`); elsewhere 0. */
  milliseconds(): number {
    try {
      const [, fields = ''] = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ');
      const words = fields.split(' ');
      return (Number(words[11]) + Number(words[12])) * TICK_MS;
    } catch {
      return 0;
    }
  }

  async kill(): Promise<void> {
    if (this.#hasEnded) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  #send({ isOdd: _, ...message }: Message): void {
    if (!this.#hasEnded) this.#child.stdin.write(frame({ jsonrpc: '2.0', ...message }));
  }

  async #request(message: Message): Promise<Record<string, unknown>> {
    const id = this.#nextId++;
    if (this.#hasEnded) return { ended: true };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`There is no answer to ${message.method}.`)), PATIENCE_MS);
      const settle = (answer: Record<string, unknown>): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      this.#waiting.set(id, { method: message.method, isOdd: message.isOdd ?? false, settle });
      this.#send({ ...message, id });
    });
  }

  #receive(message: Record<string, unknown>): void {
    const waiting =
      typeof message.id === 'number' && !('method' in message) ? this.#waiting.get(message.id) : undefined;
    if (waiting) {
      const error = message.error as { code?: number; message?: string } | undefined;
      // What is asked in wrong types may be refused in any way.
      if (error?.code === INTERNAL_ERROR && !waiting.isOdd)
        this.complaints.push(`${waiting.method} fails: ${error.message}`);
      waiting.settle(message);
    } else if (message.method === 'window/logMessage' && /rule .* failed/.test(JSON.stringify(message.params)))
      this.complaints.push(JSON.stringify(message.params));
    else if ('method' in message && message.id !== undefined)
      // What it asks of the client has no answer worth anything.
      this.#child.stdin.write(frame({ jsonrpc: '2.0', id: message.id, result: null }));
  }
}
