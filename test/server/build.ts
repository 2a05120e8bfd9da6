import { execFileSync } from 'node:child_process';

/** The tests of the server run what users run: the bundles. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
