// Makes what is released, from a clean tree: the .vsix, the npm tarball of the command line, the server and the library, the
// manifest for krew, an SBOM, and checksums. Two runs on one commit give the same bytes. Words: [--out FOLDER] [--allow-changes]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { krewManifest } from './krew.mjs';
import { readManifest } from './manifest.mjs';
import { bundledPackages } from './notices.mjs';
import { sbomOf } from './sbom.mjs';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'out/release' }, 'allow-changes': { type: 'boolean', default: false } },
});
const out = resolve(values.out);
const manifest = await readManifest();
const { name, version } = manifest;

if (!values['allow-changes'] && git('status', '--porcelain') !== '')
  throw new Error('The working tree has changes; commit or remove them.');
if (!(await readFile('CHANGELOG.md', 'utf8')).includes(`\n## [${version}]`) && !values['allow-changes'])
  throw new Error(`CHANGELOG.md has no section "## [${version}]"; add it.`);

// Archives have the time of the commit.
const time = git('log', '-1', '--format=%ct');
const env = { ...process.env, SOURCE_DATE_EPOCH: time };
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

execFileSync(process.execPath, ['scripts/package.mjs', join(out, `${name}-${version}.vsix`)], {
  stdio: 'inherit',
  env,
});
const staged = join(out, 'npm');
await stage(staged);
execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], { cwd: staged, env });
await rm(staged, { recursive: true });
const tarball = await readFile(join(out, `${name}-${version}.tgz`));
await writeFile(join(out, `${name}-${version}.krew.yaml`), krewManifest(manifest, sha256(tarball)));
const sbom = sbomOf(manifest, await bundledPackages(), new Date(Number(time) * 1000));
await writeFile(join(out, `${name}-${version}.cdx.json`), `${JSON.stringify(sbom, undefined, 2)}\n`);

const files = (await readdir(out)).sort();
const sums = await Promise.all(files.map(async (file) => `${sha256(await readFile(join(out, file)))}  ${file}\n`));
await writeFile(join(out, 'SHA256SUMS'), sums.join(''));
process.stdout.write(sums.join(''));

/** The folder of the npm package. Its manifest is not that of the extension. */
async function stage(folder) {
  const { description, license, keywords, engines, bin, repository, bugs, homepage } = manifest;
  const bundles = [
    'cli.js',
    'cli/run.js',
    'cli/mcp.js',
    'server.js',
    'library.js',
    'library.d.ts',
    'library-types.d.ts',
  ];
  const lazy = (await readdir('dist/packages'))
    .filter((file) => file.endsWith('.js'))
    .map((file) => `packages/${file}`);
  const files = [
    ...[...bundles, ...lazy].map((file) => `dist/${file}`),
    'docs/sidecar-guard.1',
    'LICENSE',
    'THIRD-PARTY-NOTICES',
    'CHANGELOG.md',
  ];
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await copyFile(file, join(folder, file));
    await chmod(join(folder, file), Object.values(bin).includes(file) ? 0o755 : 0o644);
  }
  await copyFile('docs/npm.md', join(folder, 'README.md'));
  const own = {
    ...{ name, version, description, license, keywords, repository, bugs, homepage },
    engines: { node: engines.node },
    bin,
    man: './docs/sidecar-guard.1',
    main: './dist/library.js',
    types: './dist/library.d.ts',
    exports: {
      '.': { types: './dist/library.d.ts', default: './dist/library.js' },
      './package.json': './package.json',
    },
    files: [...files.filter((file) => file !== 'LICENSE')],
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(own, undefined, 2)}\n`);
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function git(...words) {
  return execFileSync('git', words, { encoding: 'utf8' }).trim();
}
