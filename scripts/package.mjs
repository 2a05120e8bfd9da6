// Makes the .vsix. All code is bundled in dist/, so no dependency is packed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const file = process.argv[2] ?? `${name}-${version}.vsix`;
const vsce = [
  'node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  '--no-rewrite-relative-links',
  '--out',
  file,
];
const { status } = spawnSync(process.execPath, vsce, { stdio: 'inherit' });
process.exitCode = status ?? 1;
