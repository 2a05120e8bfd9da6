import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import ignore, { type Ignore } from 'ignore';
import type { Io } from './io';
import { UsageError } from './options';

/** The name by which stdin goes in reports. */
export const STDIN = '<stdin>';

export interface InputFile {
  /** As reports name it: relative to the working folder, with forward slashes. */
  readonly name: string;
  /** Where it is; `undefined` for stdin. */
  readonly path: string | undefined;
  /** `undefined` where it isn't UTF-8 text. */
  readonly text: string | undefined;
}

/** A folder's ignore rules, and the folder that their patterns are relative to. */
interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * Reads the files that paths mean: files as they are, folders for their YAML files, `-` for stdin.
 * @throws UsageError for a path that isn't there or can't be read
 */
export async function readInputs(paths: readonly string[], io: Io): Promise<InputFile[]> {
  const found = new Set<string>();
  const inputs: InputFile[] = [];
  for (const path of paths) {
    if (path === '-') inputs.push({ name: STDIN, path: undefined, text: await readStream(io.stdin) });
    else for (const file of await expand(resolve(io.cwd, path), path)) found.add(file);
  }
  for (const path of [...found].sort()) inputs.push(await readInput(path, io.cwd));
  return inputs;
}

async function expand(path: string, given: string): Promise<string[]> {
  const info = await stat(path).catch((error: unknown) => {
    throw new UsageError(`${given} can't be read (${reasonOf(error)}); check the path.`);
  });
  if (!info.isDirectory()) return [path];
  return findYaml(path, [], new Set([await realpath(path)]));
}

async function findYaml(folder: string, outer: readonly IgnoreRules[], visited: Set<string>): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UsageError(`${folder} can't be read (${reasonOf(error)}); check its permissions.`);
  });
  const own = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => undefined);
  const rules = own === undefined ? outer : [...outer, { folder, rules: ignore().add(own) }];
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolderLink(path)));
    if (isIgnored(path, isFolder, rules)) continue;
    if (!isFolder) {
      if (/\.ya?ml$/.test(entry.name)) found.push(path);
    } else if (entry.name !== 'node_modules' && entry.name !== '.git') {
      const real = await realpath(path);
      // A link to a folder that is being searched, or was, leads nowhere new.
      if (visited.has(real)) continue;
      visited.add(real);
      found.push(...(await findYaml(path, rules, visited)));
    }
  }
  return found;
}

/** The innermost .gitignore that says anything about a path decides, as in git. */
function isIgnored(path: string, isFolder: boolean, rules: readonly IgnoreRules[]): boolean {
  for (const { folder, rules: own } of [...rules].reverse()) {
    const name = relative(folder, path).split(sep).join('/') + (isFolder ? '/' : '');
    const { ignored, unignored } = own.test(name);
    if (ignored || unignored) return ignored;
  }
  return false;
}

async function isFolderLink(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

async function readInput(path: string, cwd: string): Promise<InputFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`${path} can't be read (${reasonOf(error)}); check its permissions.`);
  });
  const local = relative(cwd, path);
  const name = (isAbsolute(local) || local.startsWith('..') ? path : local).split(sep).join('/');
  return { name, path, text: decode(bytes) };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Reported as skipped: a file in another encoding is not a wrong call.
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
