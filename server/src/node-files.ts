import * as fs from 'node:fs';
import { lstat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { URI } from 'vscode-uri';
import { canonicalUri } from './language/canonical-uri';
import { Turns } from './language/turns';
import type { OwnFiles } from './language/workspace-files';
import type { FileText } from './protocol';
import { repositoryAround } from './search/border';
import { findManifests } from './search/find-manifests';
import type { FoundFile } from './search/search-result';

const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = fs.constants;

// For thousands of files, these take half the time of the functions in `node:fs/promises`.
const realpath = promisify(fs.realpath.native);
const open = promisify(fs.open);
const fstat = promisify(fs.fstat);
const readFile = promisify(fs.readFile);
const close = promisify(fs.close);

/**
 * The local file system. Files with a real path outside of the last searched folders and their repositories are not read: a link in
 * the workspace could lead anywhere.
 */
export function nodeFiles(): OwnFiles {
  let roots: readonly string[] = [];
  return {
    find: async (folders) => {
      const local = localPaths(folders);
      roots = await Promise.all(local.map(borderOf));
      const found = (await Promise.all(local.map((folder) => searched(folder).catch(() => [])))).flat();
      return urisOf(found, ({ real }) => roots.some((root) => isBelow(root, real)));
    },
    checkedIn: async (folders) => {
      const found = new Set<string>();
      const starts: string[] = [];
      for (const folder of localPaths(folders)) {
        const files = await searched(folder).catch(() => undefined);
        if (!files) continue;
        starts.push(`${URI.file(folder).toString().replace(/\/$/, '')}/`);
        for (const uri of await urisOf(files)) found.add(uri);
      }
      return (uri) => {
        const canonical = canonicalUri(uri);
        return found.has(canonical) || !starts.some((start) => canonical.startsWith(start));
      };
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

/** The real path of what the links of a folder may lead to: its repository, else itself. The command line reads the same. */
async function borderOf(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => undefined);
  return real === undefined ? folder : ((await repositoryAround(real)) ?? real);
}

function localPaths(folders: readonly string[]): string[] {
  return folders
    .map((folder) => URI.parse(folder))
    .filter(({ scheme }) => scheme === 'file')
    .map(({ fsPath }) => fsPath);
}

/** What the command line would check in a folder. Folders in it that can't be read have nothing; the files of others still count. */
async function searched(folder: string): Promise<readonly FoundFile[]> {
  return (await findManifests(folder, { ignores: true, passesOver: true })).files;
}

/** The URIs of those that count. To look at thousands of them takes long enough to keep a request waiting. */
async function urisOf(found: readonly FoundFile[], counts?: (file: FoundFile) => boolean): Promise<string[]> {
  const uris: string[] = [];
  const turns = new Turns();
  for (const file of found) {
    if (!counts || counts(file)) uris.push(URI.file(file.path).toString());
    await turns.next();
  }
  return uris;
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
