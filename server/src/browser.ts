/// <reference lib="webworker" />
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './language/server';
import { noFiles } from './language/workspace-files';

// In a worker, the client is at the other end of the worker's own message channel, and has the files.
startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), noFiles);
