import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { URI } from 'vscode-uri';
import type { WorkspaceFiles } from './language/workspace-files';
import type { FileText } from './protocol';
import { foreignFolders, isManifestName } from './workspace/paths';

/**
 * The local file system, for editors whose client does not read files for the server. Files with a real path outside of the
 * last searched folders are not read: a link in the workspace could lead anywhere.
 */
export function nodeFiles(): WorkspaceFiles {
  let roots: readonly string[] = [];
  return {
    find: async (folders) => {
      const local = folders
        .map((folder) => URI.parse(folder))
        .filter(({ scheme }) => scheme === 'file')
        .map(({ fsPath }) => fsPath);
      roots = await Promise.all(local.map((folder) => realpath(folder).catch(() => folder)));
      const found = await Promise.all(local.map(findYaml));
      return found.flat().map((path) => URI.file(path).toString());
    },
    read: (uris, maxBytes) => Promise.all(uris.map((uri) => readText(URI.parse(uri), roots, maxBytes))),
    // A link counts by its own name and is not followed.
    exists: (uri) =>
      lstat(URI.parse(uri).fsPath).then(
        () => true,
        () => false,
      ),
  };
}

/** Links are not followed: a target inside the folder is found by its real path. */
async function findYaml(folder: string): Promise<string[]> {
  // A folder that can't be read is skipped; the files of other folders still count.
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

async function readText({ scheme, fsPath }: URI, roots: readonly string[], maxBytes: number): Promise<FileText> {
  if (scheme !== 'file') return null;
  try {
    // This comes first: the size of a file outside stays unknown, too.
    const real = await realpath(fsPath);
    if (!roots.some((root) => isBelow(root, real))) return null;
    // Reading from a pipe could wait forever.
    const file = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    try {
      const info = await file.stat();
      if (!info.isFile()) return null;
      return info.size > maxBytes ? info.size : await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** The folder of git has no manifests, but can have passwords. */
function isBelow(root: string, path: string): boolean {
  const names = relative(root, path).split(sep);
  // Between two drives of Windows, the relative path is an absolute one.
  return names[0] !== '..' && !/:$/.test(names[0] ?? '') && !names.some((name) => name.toLowerCase() === '.git');
}
