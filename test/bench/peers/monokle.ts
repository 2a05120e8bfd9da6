import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from '../../hosts/cache.mjs';

/** It brings 52 packages in 29 MB, several of them years old: so it is no dependency of ours. */
const VERSION = '0.33.0';

/** A folder of the cache in which `@monokle/validation` is installed. */
export async function installMonokle(): Promise<string> {
  return installOnce(`monokle-validation-${VERSION}`, async (aside) => {
    await writeFile(join(aside, 'package.json'), '{ "private": true }');
    const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@monokle/validation@${VERSION}`];
    const { status, stderr } = spawnSync('npm', words, { cwd: aside, encoding: 'utf8' });
    if (status !== 0) throw new Error(`"npm ${words.join(' ')}" failed: ${stderr.trim().split('\n')[0]}`);
  });
}
