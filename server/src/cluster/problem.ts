import { AnswerError } from './answer-error';
import { answerMessage } from './answer-problem';
import { CAUSES, type ProblemKind, type Situation } from './causes';
import { KubectlError, TimeUp } from './kubectl';
import { quotedLine } from './quoted';
import { toSaid } from './said';

/** How much of a quoted text fits into a message. */
const LONGEST = 300;

/** Why kubectl failed, in sentences for the user. */
export interface Problem {
  readonly kind: ProblemKind;
  /** What happened, to what, and what to do. */
  readonly message: string;
  /** What kubectl wrote, without credentials; can be empty. */
  readonly kubectlSaid: string;
}

/** How kubectl logs in to a context. */
export interface Login {
  /** The program that it runs; `undefined` if the kubeconfig has the credentials. */
  readonly program: string | undefined;
  /** What a user types to log in, if that is known. */
  readonly command: string | undefined;
}

/**
 * What an error of kubectl means; `undefined` for any other error.
 * @param login if it is known; `explainProblem` looks it up
 */
export function problemOf(error: unknown, login?: Login): Problem | undefined {
  if (!(error instanceof KubectlError)) return undefined;
  const said = toSaid(error.stderr);
  const situation = situationOf(error, said.others, login);
  const { kind, message } =
    answerProblem(error, situation) ??
    startProblem(error) ??
    timeProblem(error, situation) ??
    causeIn(error, said.kubectl, situation);
  return { kind, message, kubectlSaid: error.stderr.trim() };
}

type Short = Pick<Problem, 'kind' | 'message'>;

function answerProblem({ cause }: KubectlError, { context }: Situation): Short | undefined {
  return cause instanceof AnswerError ? { kind: 'other', message: answerMessage(cause, context) } : undefined;
}

/** Why kubectl could not be started, if that is why it failed. */
export function startFailureOf({ cause, exitCode }: KubectlError): Error | undefined {
  const isOther = exitCode !== undefined || cause instanceof TimeUp || cause instanceof AnswerError;
  return !isOther && cause instanceof Error ? cause : undefined;
}

function startProblem(error: KubectlError): Short | undefined {
  const cause = startFailureOf(error);
  if (!cause) return undefined;
  const { code, path = 'kubectl' } = cause as NodeJS.ErrnoException;
  const choose = 'set `sidecarGuard.kubectl.path` to another kubectl';
  switch (code) {
    case 'ENOENT':
      return { kind: 'missing', message: `There is no program at ${path}. Install kubectl there, or ${choose}.` };
    case 'EACCES':
    case 'EPERM':
      return {
        kind: 'not-executable',
        message: `You have no permission to run ${path}. Make it executable, or ${choose}.`,
      };
    default:
      return {
        kind: 'other',
        message: `${path} could not be started (${cause.message}). Correct the cause, or ${choose}.`,
      };
  }
}

function timeProblem({ cause }: KubectlError, situation: Situation): Short | undefined {
  if (!(cause instanceof TimeUp)) return undefined;
  const { context, othersSaid, login, loginProgram } = situation;
  const time = `${Math.max(1, Math.round(cause.after / 1000))} s`;
  return { kind: 'timeout', message: message() };

  function message(): string {
    const start = `kubectl got no answer about ${context} within ${time} and was stopped`;
    const wrote = othersSaid === '' ? '' : ` It wrote ${othersSaid}.`;
    if (loginProgram === '')
      return `${start}.${wrote} Check that the cluster runs and whether you need a VPN, then try again.`;
    if (othersSaid !== '')
      return `The login to ${context} failed: ${loginProgram} waited for input and was stopped after ${time}: ${othersSaid}. To log in, ${login}, then try again.`;
    return `${start}: the cluster can't be reached (check that it runs and whether you need a VPN), or ${loginProgram} waits for input. To find out, ${login}, then try again.`;
  }
}

function causeIn({ exitCode }: KubectlError, said: string, situation: Situation): Short {
  for (const cause of CAUSES) {
    const found = cause.said.exec(said);
    if (found) return { kind: cause.kind, message: cause.message(situation, ...found.slice(1).map(toPart)) };
  }
  const [line = ''] = said.split('\n');
  if (line !== '') return { kind: 'other', message: `kubectl failed: ${toPart(line.replace(/^error: /i, ''))}` };
  const end = exitCode === undefined ? 'was stopped' : `ended with exit code ${exitCode}`;
  const rest = situation.othersSaid === '' ? 'gave no reason' : `wrote ${situation.othersSaid}`;
  return { kind: 'other', message: `kubectl ${end} and ${rest}.` };
}

/** A part of a message. `kubectlSaid` has the whole text. */
function toPart(text: string | undefined = ''): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function situationOf(error: KubectlError, others: string, login: Login | undefined): Situation {
  const context = contextOf(error);
  const container = optionIn(error, '--container=');
  const [last = ''] = others.split('\n').slice(-1);
  const line = ['kubectl', ...(context === '' ? [] : [`--context=${context}`]), 'get', 'namespaces'];
  const commands = [...(login?.command === undefined ? [] : [login.command]), quotedLine(line, process.platform)];
  return {
    context: context === '' ? 'the current context' : `the context "${context}"`,
    isCurrent: context === '',
    container: container === '' ? 'the container' : `the container "${container}"`,
    login: `run ${commands.map((command) => `"${command}"`).join(' or ')} in a terminal, where it can ask for input`,
    loginProgram: login === undefined ? 'the login' : login.program === undefined ? '' : `"${login.program}"`,
    othersSaid: last.trim() === '' ? '' : `"${toPart(last.trim())}"`,
  };
}

/** The context that kubectl was asked about; empty for the current one. */
export function contextOf(error: KubectlError): string {
  return optionIn(error, '--context=');
}

function optionIn({ words }: KubectlError, option: string): string {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  return own.find((word) => word.startsWith(option))?.slice(option.length) ?? '';
}
