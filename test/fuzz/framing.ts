/** One message as the Language Server Protocol sends it ("Base Protocol"). */
export function frame(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Takes messages out of what comes in pieces. */
export class Framing {
  #rest = Buffer.alloc(0);
  readonly #take: (message: Record<string, unknown>) => void;

  constructor(take: (message: Record<string, unknown>) => void) {
    this.#take = take;
  }

  add(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (;;) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#rest.toString('latin1', 0, end))?.[1]);
      const start = end + 4;
      if (this.#rest.length < start + length) return;
      this.#take(JSON.parse(this.#rest.toString('utf8', start, start + length)));
      this.#rest = this.#rest.subarray(start + length);
    }
  }
}
