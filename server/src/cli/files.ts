import { readFile, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Io } from './io';
import { UsageError } from './options';
import { findYaml } from './search';

/** The name by which stdin goes in reports. */
export const STDIN = '<stdin>';

/** How many files are open at a time: few enough for every system. */
const AT_ONCE = 64;
const BYTE_ORDER_MARK = '\ufeff';

export interface InputFile {
  /** As reports name it: relative to the working folder, with forward slashes. */
  readonly name: string;
  /** Where it is; `undefined` for stdin. */
  readonly path: string | undefined;
  /** Without a byte order mark, as editors show it; `undefined` where it isn't UTF-8 text. */
  readonly text: string | undefined;
  readonly hasByteOrderMark: boolean;
}

/**
 * Reads the files that paths mean, stdin first and the others by name: files as they are, folders for their YAML files,
 * `-` for stdin.
 * @throws UsageError for a path that isn't there or can't be read
 */
export async function readInputs(paths: readonly string[], io: Io): Promise<InputFile[]> {
  const inputs: InputFile[] = paths.includes('-') ? [toInput(STDIN, undefined, await buffer(io.stdin))] : [];
  const found = new Set<string>();
  for (const path of paths) {
    if (path !== '-') for (const file of await expand(resolve(io.cwd, path), io.cwd)) found.add(file);
  }
  const sorted = [...found].sort();
  for (let at = 0; at < sorted.length; at += AT_ONCE)
    inputs.push(...(await Promise.all(sorted.slice(at, at + AT_ONCE).map((path) => read(path, io.cwd)))));
  return inputs;
}

async function read(path: string, cwd: string): Promise<InputFile> {
  const name = nameOf(path, cwd);
  return toInput(name, path, await readFile(path).catch((error: unknown) => unreadable(error, name)));
}

/**
 * Writes a file's new text, with its byte order mark if it had one.
 * @throws UsageError where that can't be done
 */
export async function writeText({ name, path, hasByteOrderMark }: InputFile, text: string): Promise<void> {
  if (path === undefined) throw new Error(`${name} has no place to write to.`);
  await writeFile(path, (hasByteOrderMark ? BYTE_ORDER_MARK : '') + text).catch((error: unknown) => {
    throw new UsageError(`${name} can't be written (${reasonOf(error)}); check its permissions.`);
  });
}

/** What went wrong with a file, as a clause for the user. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    ENOTDIR: 'it does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    ELOOP: 'it is a link to itself',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

async function expand(path: string, cwd: string): Promise<string[]> {
  const info = await stat(path).catch((error: unknown) => unreadable(error, nameOf(path, cwd)));
  if (!info.isDirectory()) return [path];
  return findYaml(path).catch((error: unknown) => {
    const folder = error instanceof Error && 'path' in error ? String(error.path) : path;
    return unreadable(error, nameOf(folder, cwd));
  });
}

function unreadable(error: unknown, name: string): never {
  throw new UsageError(`${name} can't be read (${reasonOf(error)}); check the path and its permissions.`);
}

function nameOf(path: string, cwd: string): string {
  // Between drives of Windows nothing is relative.
  const local = relative(cwd, path) || '.';
  return (isAbsolute(local) ? path : local).split(sep).join('/');
}

function toInput(name: string, path: string | undefined, bytes: Uint8Array): InputFile {
  const text = decode(bytes);
  const hasByteOrderMark = text?.startsWith(BYTE_ORDER_MARK) ?? false;
  return { name, path, text: hasByteOrderMark ? text?.slice(1) : text, hasByteOrderMark };
}

/** A file in another encoding, or none, is not a wrong call: it is reported as skipped. */
function decode(bytes: Uint8Array): string | undefined {
  // Text has no NUL, and YAML forbids it (YAML 1.2, 5.1).
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
