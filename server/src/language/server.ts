import type { Connection } from 'vscode-languageserver';
import type { ConfigurableDigests } from '../image/digest-source';
import { answerRequests } from './answers';
import { followDocuments, followWorkspace } from './changes';
import { followLifecycle } from './lifecycle';
import { answerOverviewRequests } from './overview/requests';
import { answerOwnRequests } from './own-requests';
import { Session } from './session';
import type { OwnFiles } from './workspace-files';

/**
 * Serves the Language Server Protocol on a connection until the client ends it.
 * @param ownFiles reads files for clients that do not provide them
 * @param digests asks registries; `undefined` if this server can't
 */
export function startServer(connection: Connection, ownFiles: OwnFiles, digests?: ConfigurableDigests): void {
  const session = new Session(connection, ownFiles, digests);
  followLifecycle(session);
  followWorkspace(session);
  followDocuments(session);
  answerRequests(session);
  answerOwnRequests(session);
  answerOverviewRequests(session);
  connection.listen();
}
