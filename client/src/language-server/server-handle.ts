import type { MessageTransports } from 'vscode-languageclient';

/** A language server that can be killed, even if it hangs. */
export interface ServerHandle {
  /** Kills the last server, and starts a new one. Called again after a crash. */
  start(): Promise<MessageTransports>;
  /** Kills it at once; resolves when it has ended. The client takes this for a crash unless it has stopped. */
  kill(): Promise<void>;
}
