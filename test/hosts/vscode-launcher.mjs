#!/usr/bin/env node
// Takes the command line of a VS Code that runs extension tests, and runs them in code-server: the executable that
// @vscode/test-electron is given where a desktop VS Code can't be downloaded.
import { launchChromium } from './chromium.mjs';
import { startCodeServer } from './code-server.mjs';
import { listenToSuite } from './results.mjs';

/** A suite that takes longer hangs. */
const LIMIT_MS = 10 * 60 * 1000;

const argument = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const workspace = process.argv.slice(2).find((word) => !word.startsWith('--'));
const [extension, tests] = [argument('extensionDevelopmentPath'), argument('extensionTestsPath')];
if (!workspace || !extension || !tests) {
  throw new Error('The launcher needs a workspace folder, --extensionDevelopmentPath= and --extensionTestsPath=.');
}

const vscode = await startCodeServer();
const browser = await launchChromium();
let timer;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  // On a busy machine, a window opens in its own time.
  page.setDefaultTimeout(120_000);
  const { ended } = await listenToSuite(page, (line) => console.log(line));
  const remote = (path) => `vscode-remote://127.0.0.1:${vscode.port}${path}`;
  await page.goto(
    vscode.address(workspace, [
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(tests)],
    ]),
  );
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The suite did not end within ${LIMIT_MS / 60_000} minutes.`)), LIMIT_MS);
  });
  process.exitCode = await Promise.race([ended, tooLong]);
} finally {
  clearTimeout(timer);
  await browser.close();
  await vscode.stop();
}
