import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './random';

const FOLDER = 'test/fuzz/crashers';

export interface Crasher {
  readonly file: string;
  readonly target: string;
  readonly text: string;
}

/** Keeps a text that broke a promise, to be tried for ever; gives its file. */
export function keep(target: string, text: string): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${target}-${hashOf(text).toString(16).padStart(8, '0')}.txt`);
  writeFileSync(file, toSafe(text));
  return file;
}

/** The texts that once broke a promise. */
export function crashers(): Crasher[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({
      file: name,
      target: name.replace(/-[0-9a-f]{8}\.txt$/, ''),
      text: fromSafe(readFileSync(join(FOLDER, name), 'utf8')),
    }));
}

/** Git, editors and UTF-8 change some texts: those are kept as JSON. */
function toSafe(text: string): string {
  const isSafe = /^[\n\x20-\x7e]*$/.test(text) && !text.startsWith('"');
  return isSafe ? text : `${JSON.stringify(text)}\n`;
}

function fromSafe(kept: string): string {
  if (!/^"[^\n]*"\n$/.test(kept)) return kept;
  const text: unknown = JSON.parse(kept);
  return typeof text === 'string' ? text : kept;
}
