import type { Connection } from 'vscode-languageserver';
import { findFilesRequest, type ReadFilesParams, type ReadFilesResult, readFilesRequest } from '../protocol';

/** The YAML files of the workspace, wherever they are. */
export interface WorkspaceFiles {
  /** The URIs of the YAML files below these folders. */
  find(folders: readonly string[]): Promise<readonly string[]>;
  /** The files' texts in the order asked for, of those that aren't larger than this. */
  read(uris: readonly string[], maxBytes: number): Promise<ReadFilesResult>;
}

/** Reads through the client, which reaches virtual file systems, too. */
export function filesOfClient(connection: Connection): WorkspaceFiles {
  return {
    find: () => connection.sendRequest<string[]>(findFilesRequest),
    read: (uris, maxBytes) => {
      const params: ReadFilesParams = { uris, maxBytes };
      return connection.sendRequest<ReadFilesResult>(readFilesRequest, params);
    },
  };
}

/** Whether there is a file, whatever is in it, as far as anybody can tell. */
export async function isFile(files: WorkspaceFiles, uri: string): Promise<boolean> {
  // Of a file that is larger than nothing only the size is told; of one that isn't there, nothing.
  const [text] = await files.read([uri], 0);
  return text !== null && text !== undefined;
}

/** For a server without file system whose client offers none: what is open is all that there is. */
export const noFiles: WorkspaceFiles = {
  find: async () => [],
  read: async (uris) => uris.map(() => null),
};
