import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { TerminalText } from '../../../../server/src/cluster/terminal-text';
import { oneLine } from '../../../../server/src/text/saying';
import type { KubectlSession } from './session';
import { questionOf, type SessionEnd, saysWhy, whyEnded } from './session-end';

const RED = '\x1b[1;97;41m';
const BOLD = '\x1b[1m';
const NORMAL = '\x1b[0m';
/** How much of the end of kubectl's error output is kept, in UTF-16 units. */
const KEPT = 64 * 1024;
/** How long a new try to reach the container may take, in milliseconds. */
const PROBE_TIME = 20_000;

/**
 * Runs kubectl in this terminal. If kubectl fails, says why and what to do, and lets the user run it again or choose
 * something else. It returns, and the terminal closes, when kubectl succeeds or the user is done.
 */
export async function runSession(session: KubectlSession, environment: NodeJS.ProcessEnv): Promise<void> {
  // Until kubectl takes over the terminal, Ctrl+C stops kubectl only.
  process.on('SIGINT', () => {});
  for (;;) {
    if (session.heading !== '') {
      const heading = oneLine(session.heading, 500);
      process.stdout.write(session.isProduction ? `${RED} ${heading} ${NORMAL}\n` : `${heading}\n`);
    }
    const end = await runInTerminal(session, environment);
    if (end.exitCode === 0) return;
    const isClear = session.probe.length === 0 || saysWhy(session.words, end);
    const now = isClear ? undefined : await probe(session, environment);
    process.stdout.write(`\n${BOLD}${whyEnded(session, end, now)}${NORMAL}\n\n`);
    const letters = [...(session.runsAgain ? ['a'] : []), 'c', ...session.answers.map(({ letter }) => letter)];
    const letter = await ask(questionOf(session), letters);
    if (letter === 'a') continue;
    if (letter !== undefined && letter !== 'c') await writeFile(session.answerFile, letter);
    return;
  }
}

/** Runs kubectl with the terminal as its input and output. Its own errors are shown, and kept. */
function runInTerminal({ program, words }: KubectlSession, environment: NodeJS.ProcessEnv): Promise<SessionEnd> {
  const child = spawn(program, words, { env: environment, stdio: ['inherit', 'inherit', 'pipe'] });
  const text = new TerminalText({ hasColours: true });
  // The terminal may be raw, and then a line feed does not return to the start of the line.
  child.stderr.on('data', (chunk) => process.stdout.write(text.pass(String(chunk)).replaceAll('\n', '\r\n')));
  return endOf(child);
}

function probe({ program, probe: words }: KubectlSession, environment: NodeJS.ProcessEnv): Promise<SessionEnd> {
  return endOf(spawn(program, words, { env: environment, stdio: ['ignore', 'ignore', 'pipe'], timeout: PROBE_TIME }));
}

/** How a run ends, with the end of its error output. */
function endOf(child: ChildProcessByStdio<null, null, Readable>): Promise<SessionEnd> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-KEPT);
  });
  return new Promise((resolve) => {
    child.once('error', (cause) => resolve({ exitCode: undefined, stderr, cause }));
    child.once('close', (code) => resolve({ exitCode: code ?? undefined, stderr }));
  });
}

/**
 * Asks for one of these letters on a line of its own, so that what was typed for a shell that has just ended does nothing.
 * @returns `undefined` if there is no more input
 */
async function ask(question: string, letters: readonly string[]): Promise<string | undefined> {
  const { stdin, stdout } = process;
  stdin.setEncoding('utf8');
  stdout.write(question);
  return new Promise((resolve) => {
    let line = '';
    const done = (letter: string | undefined): void => {
      stdin.off('data', read).off('end', ended).pause();
      resolve(letter);
    };
    const ended = (): void => done(undefined);
    const read = (chunk: string): void => {
      const lines = (line + chunk).split(/\r?\n/);
      line = lines.pop() ?? '';
      for (const typed of lines) {
        const letter = letters.find((one) => one === typed.trim().toLowerCase());
        if (letter !== undefined) {
          done(letter);
          return;
        }
        stdout.write(question);
      }
    };
    stdin.on('data', read).once('end', ended).resume();
  });
}
