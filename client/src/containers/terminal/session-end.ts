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
export function whyEnded({ name, words, probe }: KubectlSession, end: SessionEnd, now: SessionEnd | undefined): string {
  const code = endedInContainer(end);
  if (code !== undefined && !isMissing(code))
    return `${name} has ended with its container (exit code ${code}${code === 137 ? ': killed, for example because the pod was deleted or out of memory' : ''}).`;
  if (!now) return sentence(`${name} could not be opened`, words, end);
  if (now.exitCode === 0)
    return `The connection to the cluster was cut. ${name} has ended, and what ran in it may have been stopped. The container can be reached again.`;
  return sentence(`The connection was cut, and ${lowered(name)} has ended`, probe, now);
}

/** The choices after the end, as the question for a letter. */
export function questionOf({ answers, runsAgain }: KubectlSession): string {
  const choices = [
    ...(runsAgain ? ['[a] again'] : []),
    ...answers.map(({ letter, label }) => `[${letter}] ${oneLine(label, LONGEST)}`),
    '[c] close',
  ];
  return `${choices.join('   ')}\nType a letter and press Enter: `;
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

function sentence(start: string, words: readonly string[], end: SessionEnd): string {
  const message = problemOf(toError(words, end))?.message ?? '';
  return oneLine(`${start}. ${message}`, LONGEST);
}

function toError(words: readonly string[], { stderr, exitCode, cause }: SessionEnd): KubectlError {
  return new KubectlError(words, stderr, exitCode, cause);
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
