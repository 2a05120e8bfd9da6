import { Console } from 'node:console';
import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { toMessageText } from './language/wire/message-text';

/** The connection to the program that started this one, which writes diagnostics as they are known in JSON. */
export function stdioConnection(): Connection {
  const contentTypeEncoder = {
    name: 'application/json',
    encode: async (message: object) => Buffer.from(toMessageText(message)),
  };
  // What is printed by mistake must not be taken for messages.
  globalThis.console = new Console(process.stderr);
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout, { charset: 'utf-8', contentTypeEncoder }),
  );
  let isShutDown = false;
  connection.onShutdown(() => {
    isShutDown = true;
  });
  // Without a client, there is nothing to do. `exit` comes before the end if all is well.
  for (const event of ['end', 'close']) process.stdin.on(event, () => process.exit(isShutDown ? 0 : 1));
  return connection;
}
