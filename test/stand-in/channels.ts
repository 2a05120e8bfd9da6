import type { RawData, WebSocket } from 'ws';
import type { ContainerProcess } from './process.ts';

/** The subprotocols for exec and attach that are served, best first. The fifth adds the closing of a channel. */
export const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
const CLOSE = 255;

/** The first byte of each message says what the rest is. */
export class Channels {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  output(stream: 'stdout' | 'stderr', data: Buffer): void {
    this.#send(stream === 'stdout' ? STDOUT : STDERR, data);
  }

  /** The last message: how it ended, as a `metav1.Status`. */
  end(status: object): void {
    this.#send(ERROR, Buffer.from(JSON.stringify(status)));
    this.#socket.close(1000);
  }

  /** Hands the client's messages to a process, which ends when the client leaves. */
  connect(process: ContainerProcess): void {
    this.#socket.on('message', (message) => receive(bufferOf(message), process));
    this.#socket.on('close', () => process.kill());
  }

  #send(channel: number, data: Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(Buffer.concat([Buffer.of(channel), data]));
  }
}

function receive(message: Buffer, process: ContainerProcess): void {
  const data = message.subarray(1);
  if (message[0] === STDIN) process.write(data);
  if (message[0] === CLOSE && data[0] === STDIN) process.closeInput();
  if (message[0] === RESIZE) {
    const { Width: columns, Height: rows } = JSON.parse(data.toString());
    // A window of no size at all is what a client says that has none.
    if (columns > 0 && rows > 0) process.resize(columns, rows);
  }
}

function bufferOf(message: RawData): Buffer {
  if (Array.isArray(message)) return Buffer.concat(message);
  return message instanceof ArrayBuffer ? Buffer.from(message) : message;
}
