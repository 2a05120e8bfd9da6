// Measures speed and memory where users are: programs as processes, servers through a client. Words name parts; without words
// all are measured, which takes about half an hour. --short measures only ratios, and fails if one is 1.3 times worse than in the
// repository.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { load } from './load.mjs';

const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (status !== 0) throw new Error('The build failed; see its messages above.');
await build({
  entryPoints: ['test/bench/programs/audit.ts'],
  bundle: true,
  platform: 'node',
  outfile: 'out/scripts/bench-audit.cjs',
  logLevel: 'warning',
});
const { bench } = await load('test/bench/main.ts');
await bench(process.argv.slice(2), {
  picker: async (...words) => (await import('../test/bench/parts/picker.mjs')).measurePicker(...words),
  window: async (...words) => (await import('../test/bench/parts/window.mjs')).measureWindow(...words),
});
