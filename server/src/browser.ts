/// <reference lib="webworker" />
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './language/server';
import { noFiles } from './language/workspace-files';

// In a worker, the message channel of the worker leads to the client, which reads the files.
startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), noFiles);
