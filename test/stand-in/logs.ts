import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { isTrue } from './request.ts';
import { badRequest } from './status.ts';

interface Line {
  readonly time: Date;
  readonly text: string;
}

/** What a container wrote, and goes on writing while tests append to it. */
export class ContainerLog {
  #lines: Line[] = [];
  #previous: ContainerLog | undefined;
  readonly #changes = new EventEmitter<{ line: [Line]; end: []; follow: [] }>();
  #hasEnded = false;

  /** Text without its line break. */
  append(text: string, time = new Date()): this {
    const line = { time, text };
    this.#lines.push(line);
    this.#changes.emit('line', line);
    return this;
  }

  /** The container has ended: who follows gets to the end. */
  end(): this {
    this.#hasEnded = true;
    this.#changes.emit('end');
    return this;
  }

  /** The container is restarted: what it wrote until now is its previous log. */
  startAnew(): this {
    const previous = new ContainerLog();
    previous.#lines = this.#lines;
    previous.#hasEnded = true;
    this.#lines = [];
    this.#previous = previous;
    return this;
  }

  /** The log of before the last restart; undefined where there was none. */
  get previous(): ContainerLog | undefined {
    return this.#previous;
  }

  /** Resolves when a client follows, which is when appended lines will reach it one by one. */
  async followed(): Promise<void> {
    if (this.#changes.listenerCount('line') === 0) await once(this.#changes, 'follow');
  }

  /** Answers a request for this log; `query` as of `pods/log`. */
  send(query: URLSearchParams, response: ServerResponse): void {
    const write = ({ time, text }: Line): void => {
      response.write(isTrue(query, 'timestamps') ? `${time.toISOString()} ${text}\n` : `${text}\n`);
    };
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.flushHeaders();
    for (const line of selected(this.#lines, query)) write(line);
    if (this.#hasEnded || !isTrue(query, 'follow')) {
      response.end();
      return;
    }
    const end = (): void => void response.end();
    this.#changes.on('line', write).once('end', end);
    response.on('close', () => this.#changes.off('line', write).off('end', end));
    this.#changes.emit('follow');
  }
}

/** The log that is asked for: that of now, or of before the last restart. */
export function chosenLog(log: ContainerLog, query: URLSearchParams, pod: string, container: string): ContainerLog {
  if (!isTrue(query, 'previous')) return log;
  if (log.previous) return log.previous;
  throw badRequest(`previous terminated container "${container}" in pod "${pod}" not found`);
}

function selected(lines: readonly Line[], query: URLSearchParams): readonly Line[] {
  const recent = lines.filter(({ time }) => time >= since(query));
  const tail = query.get('tailLines');
  return tail === null ? recent : recent.slice(Math.max(recent.length - Number(tail), 0));
}

function since(query: URLSearchParams): Date {
  const seconds = query.get('sinceSeconds');
  if (seconds !== null) return new Date(Date.now() - Number(seconds) * 1000);
  return new Date(query.get('sinceTime') ?? 0);
}
