// Runs the tests and closes with "N passed, N failed". Words choose among the groups: check, unit, web, desktop, screen.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSuites } from '../test/editor/build.mjs';
import { runDesktopSuite } from '../test/hosts/desktop.mjs';
import { runWebSuite } from '../test/hosts/web.mjs';

const extension = resolve('.');
const workspace = resolve('test/fixtures/workspace');

/** Each gives the number of tests that passed and failed. */
const groups = {
  check: () => runScript('check'),
  unit: () => runVitest('unit'),
  web: () => runWebSuite({ extension, workspace, suite: resolve('out/editor/web.js') }),
  desktop: () => runDesktopSuite({ extension, workspace, suite: resolve('out/editor/desktop.js') }),
  screen: () => runVitest('screen'),
};

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in groups));
if (unknown)
  throw new Error(`There is no group of tests "${unknown}"; choose among ${Object.keys(groups).join(', ')}.`);

run('scripts/build.mjs');
await buildSuites();
const total = { passed: 0, failed: 0 };
for (const [name, test] of Object.entries(groups)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n— ${name}`);
  const { passed, failed } = await test().catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  total.passed += passed;
  total.failed += failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function run(script) {
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${script} failed (${status}).`);
}

async function runScript(name) {
  const { status } = spawnSync('npm', ['run', '--silent', name], { stdio: 'inherit' });
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runVitest(project) {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-vitest-'));
  const results = join(folder, 'results.json');
  try {
    const words = [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${results}`,
    ];
    spawnSync(process.execPath, words, { stdio: 'inherit' });
    const { numPassedTests, numFailedTests, success } = JSON.parse(await readFile(results, 'utf8'));
    // A file that can't even be loaded fails without a failed test.
    return { passed: numPassedTests, failed: Math.max(numFailedTests, success ? 0 : 1) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
