import { type Disposable, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileText,
  findFilesRequest,
  manifestGlob,
  type ReadFilesParams,
  type ReadFilesResult,
  readFilesRequest,
} from '../../server/src/protocol';
import { foreignFolders } from '../../server/src/workspace/paths';

/** Whether a link leads from a local path out of these folders. */
export type LeadsOut = (path: string, folders: readonly string[]) => Promise<boolean>;

/**
 * Lets the server read the YAML files of the workspace through the editor, which can read every open file system. The
 * editor's search follows links, so files outside of the workspace are left out here.
 * @param leadsOut only with a local file system
 * @param mayRead whether the server may get the text of a file; called right before it gets it
 */
export function answerFileRequests(
  client: BaseLanguageClient,
  leadsOut: LeadsOut | undefined,
  mayRead: (uri: Uri) => boolean,
): Disposable[] {
  return [
    client.onRequest(findFilesRequest, async (): Promise<string[]> => {
      const uris = await workspace.findFiles(manifestGlob, excluded());
      const areOwn = await Promise.all(uris.map((uri) => isOwn(uri, leadsOut)));
      return uris.filter((_, index) => areOwn[index]).map((uri) => client.code2ProtocolConverter.asUri(uri));
    }),
    client.onRequest(readFilesRequest, async (params: ReadFilesParams): Promise<ReadFilesResult> => {
      const uris = params.uris.map((uri) => Uri.parse(uri));
      const texts = await Promise.all(uris.map((uri) => readText(uri, params.maxBytes, leadsOut)));
      // Called after the reading, which takes time: the server can't hang on a file before it has the text.
      return uris.map((uri, index) => {
        const text = texts[index] ?? null;
        return typeof text !== 'string' || mayRead(uri) ? text : null;
      });
    }),
  ];
}

/** Whether a file is in the workspace after links are followed. Virtual file systems have no links to other file systems. */
async function isOwn(uri: Uri, leadsOut: LeadsOut | undefined): Promise<boolean> {
  if (uri.scheme !== 'file' || !leadsOut) return true;
  const local = (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  return !(await leadsOut(
    uri.fsPath,
    local.map((folder) => folder.uri.fsPath),
  ));
}

/** Folders of dependencies, and what the setting `search.exclude` lists. VS Code applies `files.exclude` itself. */
function excluded(): string {
  const searches = workspace.getConfiguration('search').get<Record<string, unknown>>('exclude') ?? {};
  const patterns = Object.entries(searches).flatMap(([pattern, isOn]) =>
    // Braces can't stand within braces.
    isOn === true && !/[{},]/.test(pattern) ? [pattern, `${pattern}/**`] : [],
  );
  return `{${[...foreignFolders.map((folder) => `**/${folder}/**`), ...patterns].join(',')}}`;
}

async function readText(uri: Uri, maxBytes: number, leadsOut: LeadsOut | undefined): Promise<FileText> {
  try {
    // This comes first: the size of a file outside of the workspace stays unknown, too.
    if (!(await isOwn(uri, leadsOut))) return null;
    const { size, type } = await workspace.fs.stat(uri);
    // Without a way to resolve links, no link is followed.
    if (!leadsOut && (type & FileType.SymbolicLink) !== 0) return null;
    if (size > maxBytes) return size;
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    // The file was deleted, or it may not be read: for the server, it does not exist.
    return null;
  }
}
