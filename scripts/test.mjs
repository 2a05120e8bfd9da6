// Runs the tests, and ends with "N passed, N failed". Arguments choose groups: check, unit, fuzz, web, desktop,
// other-editors, screen, and cluster, which needs Go and runs only if it or "all" is named.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSuites } from '../test/editor/build.mjs';
import { runDesktopSuite } from '../test/hosts/desktop.mjs';
import { runWebSuite } from '../test/hosts/web.mjs';

const extension = resolve('.');
const workspace = resolve('test/fixtures/workspace');

/** Each group returns the number of passed tests, and the failures with their reasons. */
const groups = {
  check: () => runScript('check'),
  unit: () => runVitest('unit'),
  fuzz: runFuzzer,
  web: () => runWebSuite({ extension, workspace, suite: resolve('out/editor/web.js') }),
  desktop: () => runDesktopSuite({ extension, workspace, suite: resolve('out/editor/desktop.js') }),
  'other-editors': () => runVitest('other-editors'),
  screen: () => runVitest('screen'),
  cluster: () => runVitest('cluster'),
};

const words = process.argv.slice(2);
const names = Object.keys(groups);
const unknown = words.find((word) => word !== 'all' && !Object.hasOwn(groups, word));
if (unknown !== undefined)
  throw new Error(`There is no group of tests "${unknown}"; write one of ${names.join(', ')}, all.`);
const usual = words.length > 0 ? words : names.filter((name) => name !== 'cluster');
const chosen = words.includes('all') ? names : usual;

run('scripts/build.mjs');
await buildSuites();
const total = { passed: 0, failures: [] };
for (const [name, test] of Object.entries(groups)) {
  if (!chosen.includes(name)) continue;
  console.log(`\n— ${name}`);
  const { passed, failures } = await test().catch((error) => ({ passed: 0, failures: [error.stack] }));
  total.passed += passed;
  total.failures.push(...failures.map((failure) => `${name}: ${failure}`));
}
// A run can be long, so the failures are printed at its end.
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
    : { passed: 0, failures: [`npm run ${name} failed; see its messages above.`] };
}

/** Runs new cases for a minute, with a new seed. Each target counts as a test. */
async function runFuzzer() {
  await rm('out/fuzz', { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, ['scripts/fuzz.mjs', '--minutes', '1'], { stdio: 'inherit' });
  const { seed, targets, violations } = JSON.parse(await readFile('out/fuzz/result.json', 'utf8'));
  const failures = violations.map(({ target, number, message }) => {
    return `${target}: ${message}\nAgain: npm run fuzz -- --target ${target} --seed ${seed} --case ${number}`;
  });
  if (status !== 0 && failures.length === 0) failures.push('The fuzzer failed; see its messages above.');
  const broken = new Set(violations.map(({ target }) => target));
  return { passed: Object.keys(targets).length - broken.size, failures };
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
    if (!success && failures.length === 0)
      failures.push('The run failed outside of its tests; see its messages above.');
    return { passed: numPassedTests, failures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The failures in a test file. A file that can't be loaded fails without a failed test. */
function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((result) => result.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [`${name}\n${message}`];
  return failed.map(({ fullName, failureMessages }) => `${fullName} (${name})\n${failureMessages.join('\n')}`);
}
