import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Calls back with the text of each YAML file below a folder, one after the other. */
export function forEachText(folder, use) {
  for (const name of readdirSync(folder, { recursive: true }))
    if (name.endsWith('.yaml')) use(readFileSync(join(folder, name), 'utf8'), name);
}
