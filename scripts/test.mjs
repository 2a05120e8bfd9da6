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

/** Each gives the number of tests that passed, and what failed with its reason. */
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
const total = { passed: 0, failures: [] };
for (const [name, test] of Object.entries(groups)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n— ${name}`);
  const { passed, failures } = await test().catch((error) => ({ passed: 0, failures: [error.stack] }));
  total.passed += passed;
  total.failures.push(...failures.map((failure) => `${name}: ${failure}`));
}
// Where a run is long, what failed in it is read at its end.
for (const failure of total.failures) console.log(`\n${failure}`);
console.log(`\n${total.passed} passed, ${total.failures.length} failed`);
process.exitCode = total.failures.length > 0 ? 1 : 0;

function run(script) {
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${script} failed (${status}).`);
}

async function runScript(name) {
  const { status } = spawnSync('npm', ['run', '--silent', name], { stdio: 'inherit' });
  return status === 0
    ? { passed: 1, failures: [] }
    : { passed: 0, failures: [`npm run ${name} failed, as it says above.`] };
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
    const { numPassedTests, testResults, success } = JSON.parse(await readFile(results, 'utf8'));
    const failures = testResults.flatMap(failuresOf);
    // An error that no test caught fails the run without a failed test.
    if (!success && failures.length === 0) failures.push('The run failed outside of its tests, as it says above.');
    return { passed: numPassedTests, failures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What failed in a file of tests; one that can't even be loaded fails without a failed test. */
function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((result) => result.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [`${name}\n${message}`];
  return failed.map(({ fullName, failureMessages }) => `${fullName} (${name})\n${failureMessages.join('\n')}`);
}
