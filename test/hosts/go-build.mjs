import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removedAfter } from './cache.mjs';

/** Without debugging information, and without the paths of this machine. */
const SMALL = '-s -w';
/**
 * The checksums of the modules that are pinned, as Go keeps them in a `go.sum`. Each pinned module has those of the modules
 * that it needs. Go refuses what differs.
 */
const SUMS = new URL('go-modules.sum', import.meta.url);
/** Where the linker writes the version into Kubernetes' programs. */
const VERSION = 'k8s.io/component-base/version';

/** @typedef {{ name: string, version: string }} GoModule */

/**
 * Builds a program of a Go module.
 * @param {GoModule} source
 * @param {string} path of its package in the module
 * @param {string} file the program
 * @param {string} [linkerFlags]
 */
export async function buildGoProgram(source, path, file, linkerFlags = '') {
  await inModule(source, (folder) => {
    const words = ['build', '-trimpath', '-ldflags', `${SMALL} ${linkerFlags}`, '-o', file];
    go([...words, join(source.name, path)], folder);
  });
}

/** @param {string} version such as `v1.37.2` */
export async function buildOfKubernetes(version, name, file) {
  const [, minor] = version.split('.');
  const written = { gitVersion: version, gitMajor: 1, gitMinor: minor };
  const flags = Object.entries(written).map(([field, value]) => `-X ${VERSION}.${field}=${value}`);
  await buildGoProgram({ name: 'k8s.io/kubernetes', version }, `cmd/${name}`, file, flags.join(' '));
}

/**
 * Reads files of a Go module.
 * @param {GoModule} source
 * @param {readonly string[]} paths
 * @returns {Promise<string[]>} their texts
 */
export async function filesOfModule(source, paths) {
  const texts = [];
  await inModule(source, async (_, { Dir }) => {
    for (const path of paths) texts.push(await readFile(join(Dir, path), 'utf8'));
  });
  return texts;
}

/** Does something in a module that needs nothing but a pinned one, and what that needs. */
async function inModule({ name, version }, use) {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-go-'));
  await removedAfter(folder, async () => {
    await writeFile(join(folder, 'go.mod'), 'module build\n');
    await copyFile(SUMS, join(folder, 'go.sum'));
    const source = JSON.parse(go(['mod', 'download', '-json', `${name}@${version}`], folder));
    const original = await readFile(source.GoMod, 'utf8');
    const lines = [/^go .*$/m.exec(original)?.[0], `require ${name} ${version}`, ...replacements(original, version)];
    await writeFile(join(folder, 'go.mod'), `module build\n${lines.join('\n')}\n`);
    const sums = await Promise.all([SUMS, join(source.Dir, 'go.sum')].map((file) => readFile(file, 'utf8')));
    await writeFile(join(folder, 'go.sum'), sums.join(''));
    await use(folder, source);
  });
}

/** Kubernetes replaces its own modules by paths of its repository. A build from outside takes them as they are published. */
function replacements(original, version) {
  const published = version.replace(/^v1/, 'v0');
  return [...original.matchAll(/^\s+(k8s\.io\/[a-z-]+) => \.\/staging/gm)].map(
    ([, module]) => `replace ${module} => ${module} ${published}`,
  );
}

function go(words, cwd) {
  const env = { ...process.env, GOFLAGS: '-mod=mod', CGO_ENABLED: '0' };
  const { status, error, stdout, stderr } = spawnSync('go', words, { cwd, env, encoding: 'utf8' });
  if (error) {
    throw new Error(
      `A cluster is built from Go modules, and Go could not be started (${error.message}). Install Go 1.26 or newer from https://go.dev/dl and put it on the PATH; or set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver, which are enough for an API server of the newest Kubernetes alone.`,
    );
  }
  if (status !== 0) throw new Error(`"go ${words.join(' ')}" failed (${status}): ${stdout}${stderr}`);
  return stdout;
}
