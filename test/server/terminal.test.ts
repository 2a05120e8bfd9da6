import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type KubectlSession, sessionEnvironment } from '../../client/src/containers/terminal/session';
import { sessionTexts } from '../../client/src/containers/terminal/session-texts';

const PROGRAM = resolve('dist/terminal.js');
const NAME = 'The shell in web of web-1';
const WORDS = ['--context=kind', '--namespace=shop', 'exec', 'pod/web-1', '--container=web'];
const CUT = 'error: next reader: unexpected EOF';

interface Terminal {
  /** Types this each time the program asks. */
  readonly typed: readonly string[];
  readonly session?: Partial<KubectlSession>;
}

/** Runs a kubectl that is a script, in the program of a terminal. @returns what the terminal shows, and the answer */
async function run(script: string, { typed, session }: Terminal): Promise<{ shown: string; answer: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-terminal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'kubectl');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  const answerFile = join(folder, 'answer');
  const answers = [{ letter: 'd', label: 'debug' }];
  const whole: KubectlSession = {
    ...{ program, words: WORDS, name: NAME, heading: '', isProduction: false, probe: ['probe'] },
    ...{ runsAgain: true, answers, answerFile, texts: sessionTexts((text) => text) },
    ...session,
  };
  const env = { PATH: process.env.PATH, ...sessionEnvironment(whole) };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: 'pipe' });
  const left = [...typed];
  let [shown, asked] = ['', 0];
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      for (const questions = shown.split('press Enter: ').length - 1; asked < questions; asked++)
        child.stdin.write(left.shift() ?? 'c\n');
    });
  }
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return { shown, answer: existsSync(answerFile) ? readFileSync(answerFile, 'utf8') : '' };
}

it('a terminal closes with a shell that has ended', async () => {
  expect(await run('echo hello', { typed: [] })).toEqual({ shown: 'hello\n', answer: '' });
});

it('a terminal stays with the last words of kubectl, why it failed, and what to do', async () => {
  const failing = `echo 'Error from server (NotFound): pods "web-1" not found' >&2; exit 1`;
  const { shown, answer } = await run(failing, { typed: ['ls -l\n', 'a\n', 'd\n'] });
  expect(shown.split('Error from server (NotFound): pods "web-1" not found')).toHaveLength(3);
  expect(shown).toContain(`${NAME} could not be opened. There is no "web-1" among the pods; it may have been deleted.`);
  // What was typed for the shell is asked about again.
  expect(shown.split('[a] again   [d] debug   [c] close')).toHaveLength(4);
  expect(answer).toBe('d');
});

it.each([
  ['exit 0', /The connection to the cluster was cut\..* can be reached again\./],
  [
    'echo "The connection to the server 127.0.0.1:1 was refused" >&2; exit 1',
    /The connection was cut, and the shell in web of web-1 has ended\. Nothing answers at 127\.0\.0\.1:1/,
  ],
])('a cut connection is said to be one, and whether the container can be reached: %s', async (probe, why) => {
  const script = `if [ "$1" = probe ]; then ${probe}; fi; echo "${CUT}" >&2; exit 1`;
  expect((await run(script, { typed: ['c\n'] })).shown).toMatch(why);
});

it('production is the first line, each time', async () => {
  const session = { heading: 'PRODUCTION: prod/shop/web-1/web', isProduction: true };
  const { shown } = await run('exit 1', { typed: ['a\n', 'c\n'], session });
  expect(shown.split('PRODUCTION: prod/shop/web-1/web')).toHaveLength(3);
  expect(shown).toMatch(/^\S* PRODUCTION/);
});

it('kubectl sees its arguments and its environment as they are', async () => {
  const words = ['at ${env:HOME}', '$(x)', '"', ''];
  const { shown } = await run('printf "<%s>" "$@"; env | grep -c -e SIDECAR -e ELECTRON; exit 0', {
    typed: [],
    session: { words },
  });
  expect(shown).toBe('<at ${env:HOME}><$(x)><"><>0\n');
});
