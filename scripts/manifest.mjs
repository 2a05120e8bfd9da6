// package.json in English.
import { readFile } from 'node:fs/promises';

/** The English words of package.json: `%key%` there stands for the value of the key. */
export const WORDS = 'package.nls.json';

/** package.json with its words. */
export async function readManifest() {
  const [manifest, words] = await Promise.all(
    ['package.json', WORDS].map(async (file) => JSON.parse(await readFile(file, 'utf8'))),
  );
  return inWords(manifest, words);
}

/** A part of package.json with these words. */
export function inWords(part, words) {
  if (typeof part === 'string') return part.replace(/^%(.*)%$/, (_, key) => words[key]);
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((one) => inWords(one, words));
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inWords(value, words)]));
}
