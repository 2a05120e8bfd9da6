import { CAUSES, type ProblemKind, type Situation } from './causes';
import { KubectlError, TimeUp } from './kubectl';
import { quotedLine } from './quoted';
import { toSaid } from './said';

/** How much of somebody's words fits into a message. */
const LONGEST = 300;

/** What keeps kubectl from doing something, in words for the user. */
export interface Problem {
  readonly kind: ProblemKind;
  /** What happened, to what, and what to do. */
  readonly message: string;
  /** kubectl's own words, without credentials; empty where it said nothing. */
  readonly kubectlSaid: string;
}

/** How kubectl logs in to a context. */
export interface Login {
  /** The program that it runs for that; none where the kubeconfig has the credentials. */
  readonly program: string | undefined;
  /** What a user types to log in, where that is known. */
  readonly command: string | undefined;
}

/**
 * What an error of kubectl means; `undefined` for an error of anything else.
 * @param login where it is known; `explain` looks it up
 */
export function problemOf(error: unknown, login?: Login): Problem | undefined {
  if (!(error instanceof KubectlError)) return undefined;
  const said = toSaid(error.stderr);
  const situation = situationOf(error, said.others, login);
  const { kind, message } =
    startProblem(error) ?? timeProblem(error, situation) ?? causeIn(error, said.kubectl, situation);
  return { kind, message, kubectlSaid: error.stderr.trim() };
}

type Short = Pick<Problem, 'kind' | 'message'>;

function startProblem({ cause, exitCode }: KubectlError): Short | undefined {
  if (exitCode !== undefined || !(cause instanceof Error) || cause instanceof TimeUp) return undefined;
  const { code, path = 'kubectl' } = cause as NodeJS.ErrnoException;
  const choose = 'name another one in the setting sidecarGuard.kubectl.path';
  switch (code) {
    case 'ENOENT':
      return { kind: 'missing', message: `There is no program at ${path}. Install kubectl there, or ${choose}.` };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'not-executable', message: `${path} may not be run. Make it executable, or ${choose}.` };
    default:
      return { kind: 'other', message: `${path} could not be started (${cause.message}). Correct that, or ${choose}.` };
  }
}

function timeProblem({ cause }: KubectlError, situation: Situation): Short | undefined {
  if (!(cause instanceof TimeUp)) return undefined;
  const { context, othersSaid, login, loginProgram } = situation;
  const time = `${Math.max(1, Math.round(cause.after / 1000))} s`;
  return { kind: 'timeout', message: message() };

  function message(): string {
    const start = `kubectl had no answer about ${context} after ${time} and was ended`;
    const wrote = othersSaid === '' ? '' : ` It wrote ${othersSaid}.`;
    if (loginProgram === '')
      return `${start}.${wrote} Check that its cluster runs, and whether it needs a VPN; then try again.`;
    if (othersSaid !== '')
      return `Logging in to ${context}, ${loginProgram} waited for somebody and was ended after ${time}: ${othersSaid}. To log in, ${login}, and then try again.`;
    return `${start}: its cluster is out of reach (does it run, does it need a VPN?), or ${loginProgram} waits for somebody. To find out, ${login}, and then try again.`;
  }
}

function causeIn({ exitCode }: KubectlError, said: string, situation: Situation): Short {
  for (const cause of CAUSES) {
    const found = cause.said.exec(said);
    if (found) return { kind: cause.kind, message: cause.message(situation, ...found.slice(1).map(toPart)) };
  }
  const [line = ''] = said.split('\n');
  if (line !== '')
    return { kind: 'other', message: `kubectl could not do it: ${toPart(line.replace(/^error: /i, ''))}` };
  const end = exitCode === undefined ? 'was ended' : `ended with exit code ${exitCode}`;
  const rest = situation.othersSaid === '' ? 'said nothing' : `wrote ${situation.othersSaid}`;
  return { kind: 'other', message: `kubectl ${end} and ${rest}.` };
}

/** A part of a message: what is longer is in kubectl's own words. */
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
    login: `run ${commands.map((command) => `"${command}"`).join(' or ')} in a terminal, where it can ask you`,
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
