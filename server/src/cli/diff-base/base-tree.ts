import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { GIT } from '../../search/border';
import { MAX_FILE_BYTES } from '../../search/read-bytes';
import { isManifestName } from '../../workspace/paths';
import { UsageError } from '../usage/words';
import { Git } from './git';

/** What `git ls-tree` says of a file or a symbolic link. */
interface TreeEntry {
  readonly path: string;
  readonly hash: string;
  readonly isLink: boolean;
}

/** The manifests of a commit in a folder of their own. */
interface BaseTree {
  /** A real path. */
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Writes the manifests of the commit at which this branch left another one into a temporary folder. The folder is outside of the
 * repository, so that no other tool sees it.
 * @param base a branch, a tag or a commit, as the user wrote it
 * @param top the top folder of the repository
 * @throws UsageError if there is no such commit, or it can't be read
 */
export async function writeBaseTree(base: string, top: string): Promise<BaseTree> {
  const git = await Git.in(top);
  const entries = await manifestsOf(await commitOf(base, git), git);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sidecar-guard-')));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    // The folder counts as a repository, as the one that it stands for.
    await mkdir(join(folder, GIT));
    await writeEntries(entries, folder, git);
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function commitOf(base: string, git: Git): Promise<string> {
  const { code, stdout, stderr } = await git.run(['merge-base', '--', base, 'HEAD']);
  if (code === 0) return stdout.toString('latin1').trim();
  const [said = ''] = stderr.split('\n');
  throw new UsageError(
    said === ''
      ? `\`--diff ${base}\`: this branch and ${base} have no commit in common; fetch the whole history (in GitHub Actions: \`fetch-depth: 0\`).`
      : `\`--diff ${base}\`: git answers "${said}"; name a branch, a tag or a commit of this repository, and fetch it first.`,
  );
}

/** Links to folders count, too, whatever their names. */
async function manifestsOf(commit: string, git: Git): Promise<TreeEntry[]> {
  const { code, stdout, stderr } = await git.run(['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
  if (code !== 0) throw new UsageError(`\`--diff\`: git answers "${stderr.split('\n', 1)[0]}".`);
  return stdout
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, hash, size, path] = /^(\d+) blob (\w+) +(\d+)\t(.+)$/s.exec(line) ?? [];
      if (mode === undefined || hash === undefined || path === undefined || !isInside(path)) return [];
      const isLink = mode === '120000';
      const counts = isLink || isManifestName(path.slice(path.lastIndexOf('/') + 1));
      return counts && Number(size) <= MAX_FILE_BYTES ? [{ path, hash, isLink }] : [];
    });
}

/** Whether a name in a tree stays in its folder: git does not write others, but another program can. */
function isInside(path: string): boolean {
  return path
    .split(sep === '\\' ? /[\\/:]/ : '/')
    .every((name) => name !== '' && name !== '.' && name !== '..' && name.toLowerCase() !== GIT);
}

/** Links come last, so that nothing is written through them. */
async function writeEntries(entries: readonly TreeEntry[], folder: string, git: Git): Promise<void> {
  const sorted = [...entries.filter(({ isLink }) => !isLink), ...entries.filter(({ isLink }) => isLink)];
  let index = 0;
  for await (const blob of git.blobs(sorted.map(({ hash }) => hash))) {
    const entry = sorted[index++];
    if (!entry) break;
    const path = join(folder, entry.path);
    await mkdir(dirname(path), { recursive: true });
    if (!entry.isLink) await writeFile(path, blob, { flag: 'wx' });
    // Where links can't be made, what is behind them was found in its own place.
    else await symlink(blob.toString('utf8'), path).catch(() => undefined);
  }
}
