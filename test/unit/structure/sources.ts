import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A source file of the product, by its path from the project's root. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** The files of the product that it imports, types included. */
  readonly files: readonly string[];
  /** The packages that it imports; modules of Node are `node`. */
  readonly packages: readonly string[];
}

export const SOURCES: readonly Source[] = ['server/src', 'client/src'].flatMap(filesBelow).map(toSource);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function toSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)].map(([, target = '']) => target);
  return {
    path,
    text,
    files: imports
      .filter((target) => target.startsWith('.'))
      .map((target) => `${normalize(join(dirname(path), target))}.ts`),
    packages: imports
      .filter((target) => !target.startsWith('.'))
      .map((target) => (target.startsWith('node:') ? 'node' : target)),
  };
}
