import { type Disposable, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileText,
  findFilesRequest,
  foreignFolders,
  manifestGlob,
  type ReadFilesParams,
  type ReadFilesResult,
  readFilesRequest,
} from '../../server/src/protocol';

/** Lets the server read the workspace's YAML through the editor, which knows every file system that is open in it. */
export function answerFileRequests(client: BaseLanguageClient): Disposable[] {
  return [
    client.onRequest(findFilesRequest, async (): Promise<string[]> => {
      const uris = await workspace.findFiles(manifestGlob, excluded());
      return uris.map((uri) => client.code2ProtocolConverter.asUri(uri));
    }),
    client.onRequest(readFilesRequest, ({ uris, maxBytes }: ReadFilesParams): Promise<ReadFilesResult> => {
      return Promise.all(uris.map((uri) => readText(Uri.parse(uri), maxBytes)));
    }),
  ];
}

/** Other people's files, and what the user's searches leave out; `files.exclude` counts by itself. */
function excluded(): string {
  const searches = workspace.getConfiguration('search').get<Record<string, unknown>>('exclude') ?? {};
  const patterns = Object.entries(searches).flatMap(([pattern, isOn]) =>
    // Braces can't stand within braces.
    isOn === true && !/[{},]/.test(pattern) ? [pattern, `${pattern}/**`] : [],
  );
  return `{${[...foreignFolders.map((folder) => `**/${folder}/**`), ...patterns].join(',')}}`;
}

async function readText(uri: Uri, maxBytes: number): Promise<FileText> {
  try {
    const { size } = await workspace.fs.stat(uri);
    return size > maxBytes ? size : new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    // Deleted since it was found, or not allowed: to the server, it isn't there.
    return null;
  }
}
