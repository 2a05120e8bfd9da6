import type { Connection } from 'vscode-languageserver';
import { findFilesRequest, type ReadFilesParams, type ReadFilesResult, readFilesRequest } from '../protocol';
import { Turns } from './turns';

/** Access to the YAML files of the workspace. */
export interface WorkspaceFiles {
  /** The URIs of the YAML files below these folders. */
  find(folders: readonly string[]): Promise<readonly string[]>;
  /** The texts of files, in the order of the request; larger files give their size. */
  read(uris: readonly string[], maxBytes: number): Promise<ReadFilesResult>;
  /** Whether a file or folder has this name, as far as that is known. Nothing is read. */
  exists(uri: string): Promise<boolean>;
}

/** The file system of the server itself. */
export interface OwnFiles extends WorkspaceFiles {
  /** Tells which of a client's files the command line would check, too: it leaves out what git ignores. */
  checkedIn(folders: readonly string[]): Promise<(uri: string) => boolean>;
}

/**
 * Reads through the client, which reaches virtual file systems, too.
 * @param own knows what git ignores in local folders
 */
export function filesOfClient(connection: Connection, own: Pick<OwnFiles, 'checkedIn'>): WorkspaceFiles {
  const read = (uris: readonly string[], maxBytes: number): Promise<ReadFilesResult> => {
    const params: ReadFilesParams = { uris, maxBytes };
    return connection.sendRequest<ReadFilesResult>(readFilesRequest, params);
  };
  return {
    find: async (folders) => {
      const [found, isChecked] = await Promise.all([
        connection.sendRequest<string[]>(findFilesRequest),
        own.checkedIn(folders),
      ]);
      const checked: string[] = [];
      const turns = new Turns();
      for (const uri of found) {
        if (isChecked(uri)) checked.push(uri);
        await turns.next();
      }
      return checked;
    },
    read,
    // With a limit of 0 bytes, the answer for a file that is not empty is its size; for a missing file it is nothing.
    exists: async (uri) => {
      const [text] = await read([uri], 0);
      return text !== null && text !== undefined;
    },
  };
}

/** For a server without a file system whose client offers none: only open documents count. */
export const noFiles: OwnFiles = {
  find: async () => [],
  checkedIn: async () => () => true,
  read: async (uris) => uris.map(() => null),
  exists: async () => false,
};
