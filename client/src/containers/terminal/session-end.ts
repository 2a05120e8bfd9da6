import { KubectlError } from '../../../../server/src/cluster/kubectl';
import { problemOf } from '../../../../server/src/cluster/problem';
import { oneLine } from '../../../../server/src/text/saying';
import type { KubectlSession } from './session';

/** How a run of kubectl ended. */
export interface SessionEnd {
  /** `undefined` if it could not be started, or was killed. */
  readonly exitCode: number | undefined;
  readonly stderr: string;
  readonly cause?: unknown;
}

/** In code points. */
const LONGEST = 1000;

/** Whether kubectl's words say why it has ended. Otherwise, it helps to ask again. */
export function saysWhy(words: readonly string[], end: SessionEnd): boolean {
  return endedInContainer(end) !== undefined || kindOf(words, end) !== 'other';
}

/**
 * Why a session has ended and what to do, in sentences.
 * @param now how a new try to reach the container ended; `undefined` if there was none
 */
export function whyEnded(
  { name, words, probe, texts }: KubectlSession,
  end: SessionEnd,
  now: SessionEnd | undefined,
): string {
  const code = endedInContainer(end);
  if (code !== undefined && !isMissing(code))
    return sentence(code === 137 ? texts.killed : texts.ended, name, String(code));
  if (!now) return sentence(texts.notOpened, name, problemWords(words, end));
  if (now.exitCode === 0) return sentence(texts.cut, name);
  return sentence(texts.cutForGood, lowered(name), problemWords(probe, now));
}

/** The choices after the end, as the question for a letter. */
export function questionOf({ answers, runsAgain, texts }: KubectlSession): string {
  const choices = [
    ...(runsAgain ? [`[a] ${texts.again}`] : []),
    ...answers.map(({ letter, label }) => `[${letter}] ${oneLine(label, LONGEST)}`),
    `[c] ${texts.close}`,
  ];
  return `${choices.join('   ')}\n${texts.typeLetter} `;
}

/** The exit code that a program in the container ended with. A shell of ours gives none: it always ends with 0. */
function endedInContainer({ stderr }: SessionEnd): number | undefined {
  const [, code] =
    /^command terminated with (?:exit code|non-zero exit code:.*exit code) (\d{1,3})$/m.exec(stderr) ?? [];
  return code === undefined ? undefined : Number(code);
}

/** Whether an exit code means that a program cannot be run. */
function isMissing(code: number): boolean {
  return code === 126 || code === 127;
}

function kindOf(words: readonly string[], end: SessionEnd): string | undefined {
  return problemOf(toError(words, end))?.kind;
}

function problemWords(words: readonly string[], end: SessionEnd): string {
  return problemOf(toError(words, end))?.message ?? '';
}

function sentence(pattern: string, ...foreign: readonly string[]): string {
  return oneLine(pattern.replace(/\{(\d)\}/g, (place, index) => foreign[index] ?? place).trimEnd(), LONGEST);
}

function toError(words: readonly string[], { stderr, exitCode, cause }: SessionEnd): KubectlError {
  return new KubectlError(words, stderr, exitCode, cause);
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
