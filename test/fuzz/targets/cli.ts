import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../../../server/src/cli/main';
import { SMALL_MANIFESTS } from '../corpus';
import { fromFiles, toFiles } from '../files';
import { mutate } from '../mutate';
import { hashOf, Random } from '../random';
import { holds, type Steps, type Target } from '../target';

const FORMATS = ['text', 'json', 'sarif', 'github', 'junit'];
const GOOD = `apiVersion: v1\nkind: Pod\nmetadata: {name: good, namespace: good}\nspec: {containers: [{name: good, image: "x@sha256:${'a'.repeat(64)}", securityContext: {privileged: true}}]}\n`;
const CONFIGURATIONS = [
  'rules: {privileged: off}\n',
  'podSecurity: restricted\nkubernetesVersion: "1.30"\n',
  'allowedRegistries: [a.io]\n',
];
/** All that a terminal takes for more than text, but for line breaks and tabs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;

/** A folder in which each command line works. */
let folder: string | undefined;

export const cli: Target = {
  name: 'cli',
  kind: 'command lines over folders',
  weight: 1,
  input(random) {
    const files = new Map([['bad.yaml', mutate(random.pick(SMALL_MANIFESTS), random, SMALL_MANIFESTS)]]);
    if (random.once(3)) files.set('sub/other.yml', random.pick(SMALL_MANIFESTS));
    if (random.once(3)) files.set('.sidecar-guard.yaml', mutate(random.pick(CONFIGURATIONS), random, CONFIGURATIONS));
    if (random.once(4)) files.set('sub/.gitignore', random.pick(['*', '!*', '*.yaml\n', '\\']));
    return fromFiles(files);
  },
  async check(text, steps) {
    folder ??= mkdtempSync(join(tmpdir(), 'sidecar-guard-fuzz-'));
    const cwd = mkdtempSync(join(folder, 'case-'));
    try {
      for (const [path, content] of [...toFiles(text, 'bad.yaml'), ['good.yaml', GOOD] as const])
        write(cwd, path, content);
      const format = new Random(hashOf(text)).pick(FORMATS);
      const checked = await run(steps, ['check', '--format', format, '--severity', 'hint', '.'], cwd);
      holds([0, 1, 2].includes(checked.code), `check ends with ${checked.code}.`);
      if (checked.code < 2) checkReport(format, checked.stdout);
      await run(steps, ['check', '--fix-dry-run', 'bad.yaml'], cwd);
      await run(steps, [new Random(hashOf(text), 1).pick(['gates', 'access']), '.'], cwd);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  },
  async stop() {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  },
};

function write(cwd: string, path: string, content: string): void {
  const file = join(cwd, normalize(`/${path.replaceAll('\u0000', '')}`));
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch {
    // A mutated path can be a folder already, or too long: then this file is not in the case.
  }
}

async function run(steps: Steps, words: readonly string[], cwd: string): Promise<{ code: number; stdout: string }> {
  let [stdout, stderr] = ['', ''];
  const io = {
    cwd,
    stdin: Readable.from([]),
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
    hasColors: false,
  };
  const code = await steps.run(words[0] ?? '', () => main(words, io));
  holds(!stderr.includes('internal error'), () => `An internal error: ${stderr.slice(0, 1500)}`);
  for (const [name, written] of Object.entries({ stdout, stderr })) {
    // A diff keeps how lines end, for patch.
    const found = CONTROL.exec(written.replaceAll('\r\n', '\n'));
    holds(!found, () => `${words[0]} writes U+${found?.[0].charCodeAt(0).toString(16)} to ${name}.`);
  }
  return { code, stdout };
}

function checkReport(format: string, report: string): void {
  if (format === 'json' || format === 'sarif') {
    try {
      JSON.parse(report);
    } catch (error) {
      holds(false, `The report as ${format} is not JSON: ${String(error)}`);
    }
  }
  if (format === 'github')
    holds(
      report
        .split('\n')
        .every((line) => line === '' || /^::(?:error|warning|notice) /.test(line) || !line.startsWith('::')),
      'A line is a workflow command.',
    );
  holds(/good/.test(report), `The report as ${format} has no finding of the good file.`);
}
