import type { Event, LogLevel, LogOutputChannel, ViewColumn } from 'vscode';

/** A log in which foreign text can't fake a line: every line after the first of a message is indented. */
export class Log implements LogOutputChannel {
  readonly #output: LogOutputChannel;
  readonly onDidChangeLogLevel: Event<LogLevel>;

  constructor(output: LogOutputChannel) {
    this.#output = output;
    this.onDidChangeLogLevel = output.onDidChangeLogLevel;
  }

  get name(): string {
    return this.#output.name;
  }

  get logLevel(): LogLevel {
    return this.#output.logLevel;
  }

  trace(message: string): void {
    this.#output.trace(logged(message));
  }

  debug(message: string): void {
    this.#output.debug(logged(message));
  }

  info(message: string): void {
    this.#output.info(logged(message));
  }

  warn(message: string): void {
    this.#output.warn(logged(message));
  }

  error(error: string | Error): void {
    this.#output.error(logged(error instanceof Error ? (error.stack ?? error.message) : error));
  }

  append(value: string): void {
    this.#output.append(logged(value));
  }

  appendLine(value: string): void {
    this.#output.appendLine(logged(value));
  }

  replace(value: string): void {
    this.#output.replace(logged(value));
  }

  clear(): void {
    this.#output.clear();
  }

  show(column?: ViewColumn | boolean, preserveFocus?: boolean): void {
    this.#output.show(typeof column === 'boolean' ? column : preserveFocus);
  }

  hide(): void {
    this.#output.hide();
  }

  dispose(): void {
    this.#output.dispose();
  }
}

/** Takes every line ending. Leaves out invisible characters and those that change the reading direction. */
function logged(message: string): string {
  return message.replace(/\r\n?|[\n\v\f\u0085\u2028\u2029]/g, '\n    ').replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, '');
}
