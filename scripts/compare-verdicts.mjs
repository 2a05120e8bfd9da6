// Compares the results of this checkout with those of another commit, without their words: ids, places and severities of
// findings, and the results of gates and access. npm run compare-verdicts -- COMMIT [PATH...]. It checks each PATH, the examples,
// the fixtures of the tests, and the manifests on the pages of rules of that commit. Run it to verify a refactoring.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** The members of reports that are words. */
const WORDS = new Set([
  'message',
  'title',
  'advice',
  'reason',
  'help',
  'fixes',
  'evidence',
  'why',
  'url',
  'documentation',
]);
const MOST_BYTES = 256 * 1024 * 1024;

const [commit, ...paths] = process.argv.slice(2);
if (commit === undefined) throw new Error('Name the commit to compare with: npm run compare-verdicts -- COMMIT');
const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-compare-'));
try {
  const before = join(folder, 'before');
  execFileSync('git', ['worktree', 'add', '--detach', before, commit], { stdio: 'ignore' });
  symlinkSync(resolve('node_modules'), join(before, 'node_modules'));
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: before });
  execFileSync(process.execPath, ['scripts/build.mjs']);
  const groups = gather(before);
  const differences = groups.flatMap(({ group, commands }) =>
    commands.flatMap((command) => compare(command, group, before)),
  );
  for (const difference of differences) console.log(difference);
  console.log(`${groups.length} folders, ${differences.length} differences`);
  process.exitCode = differences.length > 0 ? 1 : 0;
} finally {
  spawnSync('git', ['worktree', 'remove', '--force', join(folder, 'before')]);
  rmSync(folder, { recursive: true, force: true });
}

/** Copies everything into folders outside of any repository. Each folder is a workspace, with the commands to run on it. */
function gather(before) {
  const inputs = join(folder, 'inputs');
  const copied = ['examples', 'test/fixtures', ...paths].map((path) => {
    const target = join(inputs, basename(path));
    cpSync(path, target, { recursive: true });
    return { group: target, commands: ['check', 'gates', 'access'] };
  });
  const pages = join(before, 'docs/rules');
  const blocks = readdirSync(pages).flatMap((page) => {
    const text = readFileSync(join(pages, page), 'utf8');
    return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, manifest], index) => {
      const target = join(inputs, 'pages', `${page}-${index}`);
      mkdirSync(target, { recursive: true });
      writeFileSync(join(target, 'manifest.yaml'), manifest);
      return { group: target, commands: ['check'] };
    });
  });
  return [...copied, ...blocks];
}

function compare(command, group, before) {
  const [old, now] = [join(before, 'dist/cli.js'), resolve('dist/cli.js')].map((cli) => {
    const { stdout, stderr } = spawnSync(process.execPath, [cli, command, '--format', 'json', '.'], {
      cwd: group,
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
    });
    return stdout === '' ? [`no report: ${stderr}`] : flatten(JSON.parse(stdout));
  });
  const [gone, come] = [without(old, now), without(now, old)];
  const where = `${command} ${group.slice(folder.length)}`;
  return [...gone.map((line) => `${where}: - ${line}`), ...come.map((line) => `${where}: + ${line}`)];
}

/** Each entry of the lists of a report as one line without words. */
function flatten(report) {
  return Object.entries(report).flatMap(([name, value]) => {
    const entries = Array.isArray(value) ? value : [value];
    return entries.map((entry) => `${name} ${JSON.stringify(entry, (key, own) => (WORDS.has(key) ? undefined : own))}`);
  });
}

/** The lines of a list that another does not have, each as often as it is missing there. */
function without(lines, others) {
  const left = new Map();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
