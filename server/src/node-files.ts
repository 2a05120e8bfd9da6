import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { URI } from 'vscode-uri';
import type { WorkspaceFiles } from './language/workspace-files';
import type { FileText } from './protocol';
import { foreignFolders, isManifestName } from './workspace/paths';

/** The local file system, for editors whose client leaves reading to the server. */
export const nodeFiles: WorkspaceFiles = {
  find: async (folders) => {
    const local = folders.map((folder) => URI.parse(folder)).filter(({ scheme }) => scheme === 'file');
    const found = await Promise.all(local.map(({ fsPath }) => findYaml(fsPath)));
    return found.flat().map((path) => URI.file(path).toString());
  },
  read: (uris, maxBytes) => Promise.all(uris.map((uri) => readText(URI.parse(uri).fsPath, maxBytes))),
};

async function findYaml(folder: string): Promise<string[]> {
  // A folder that can't be read has nothing for us; the files of the others still count.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return foreignFolders.includes(entry.name) ? [] : findYaml(path);
      return entry.isFile() && isManifestName(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

async function readText(path: string, maxBytes: number): Promise<FileText> {
  try {
    const { size } = await stat(path);
    return size > maxBytes ? size : await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
