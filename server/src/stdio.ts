import { Console } from 'node:console';
import {
  AbstractMessageWriter,
  type Connection,
  createConnection,
  type Message,
  type MessageWriter,
  ProposedFeatures,
  StreamMessageReader,
} from 'vscode-languageserver/node';
import { toMessageParts } from './language/wire/message-text';

/** The connection to the program that started this one. */
export function stdioConnection(): Connection {
  // What is printed by mistake must not be taken for messages.
  globalThis.console = new Console(process.stderr);
  const { stdin, stdout } = process;
  const connection = createConnection(ProposedFeatures.all, new StreamMessageReader(stdin), new StdoutWriter(stdout));
  let isShutDown = false;
  connection.onShutdown(() => {
    isShutDown = true;
  });
  // Without a client, there is nothing to do.
  for (const event of ['end', 'close']) stdin.on(event, () => process.exit(isShutDown ? 0 : 1));
  return connection;
}

/** Writes diagnostics as they are known in JSON, and each message at once: its head alone would wake the client in vain. */
class StdoutWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #stream: NodeJS.WriteStream;
  #failures = 0;

  constructor(stream: NodeJS.WriteStream) {
    super();
    this.#stream = stream;
    stream.on('error', (error) => this.fireError(error));
    stream.on('close', () => this.fireClose());
  }

  async write(message: Message): Promise<void> {
    const parts = toMessageParts(message);
    let length = 0;
    for (const part of parts) length += part.length;
    const bytes = Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n\r\n`), ...parts]);
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(bytes, (error) => {
        if (!error) return resolve();
        this.fireError(error, message, ++this.#failures);
        reject(error);
      });
    });
  }

  end(): void {
    this.#stream.end();
  }
}
