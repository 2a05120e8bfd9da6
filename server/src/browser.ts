/// <reference lib="webworker" />
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  type Message,
} from 'vscode-languageserver/browser';
import { startServer } from './language/server';
import { toPlainMessage } from './language/wire/message-text';
import { noFiles } from './language/workspace-files';

/** The channel of a worker copies objects. */
class PlainMessageWriter extends BrowserMessageWriter {
  override write(message: Message): Promise<void> {
    return super.write(toPlainMessage(message));
  }
}

// In a worker, the message channel of the worker leads to the client, which reads the files.
startServer(createConnection(new BrowserMessageReader(self), new PlainMessageWriter(self)), noFiles);
