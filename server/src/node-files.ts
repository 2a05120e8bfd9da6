import * as fs from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { URI } from 'vscode-uri';
import type { WorkspaceFiles } from './language/workspace-files';
import type { FileText } from './protocol';
import { foreignFolders, isManifestName } from './workspace/paths';

const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = fs.constants;

// For thousands of files, these take half the time of the functions in `node:fs/promises`.
const realpath = promisify(fs.realpath.native);
const open = promisify(fs.open);
const fstat = promisify(fs.fstat);
const readFile = promisify(fs.readFile);
const close = promisify(fs.close);

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
      const found = await Promise.all(local.map((folder) => findYaml(folder, URI.file(folder).toString(), roots)));
      return found.flat();
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

/**
 * The URIs of the files below a folder. A link is followed where its target is in the workspace, but not found there itself,
 * because of its name.
 */
async function findYaml(folder: string, folderUri: string, roots: readonly string[]): Promise<string[]> {
  // A folder that can't be read is skipped; the files of other folders still count.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const start = folderUri.endsWith('/') ? folderUri : `${folderUri}/`;
  const found = await Promise.all(
    entries.map(async (entry) => {
      const uri = `${start}${encodeURIComponent(entry.name)}`;
      if (entry.isDirectory())
        return foreignFolders.includes(entry.name) ? [] : findYaml(join(folder, entry.name), uri, roots);
      if (!isManifestName(entry.name)) return [];
      const isFound = entry.isSymbolicLink() ? await isOnlyReached(join(folder, entry.name), roots) : entry.isFile();
      return isFound ? [uri] : [];
    }),
  );
  return found.flat();
}

/** Whether a link is the only name of a file with which it can be found. */
async function isOnlyReached(link: string, roots: readonly string[]): Promise<boolean> {
  const real = await realpath(link).catch(() => undefined);
  if (real === undefined || !roots.some((root) => isBelow(root, real))) return false;
  const isFoundItself =
    isManifestName(basename(real)) && !real.split(sep).some((name) => foreignFolders.includes(name));
  return !isFoundItself;
}

async function readText({ scheme, fsPath }: URI, roots: readonly string[], maxBytes: number): Promise<FileText> {
  if (scheme !== 'file') return null;
  try {
    // This comes first: the size of a file outside stays unknown, too.
    const real = await realpath(fsPath);
    if (!roots.some((root) => isBelow(root, real))) return null;
    // Reading from a pipe could wait forever.
    const file = await open(real, O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOFOLLOW ?? 0));
    try {
      const info = await fstat(file);
      if (!info.isFile()) return null;
      return info.size > maxBytes ? info.size : await readFile(file, 'utf8');
    } finally {
      await close(file);
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
