import type { SessionTexts } from './session-texts';

/** What the program in a terminal needs to run kubectl, and to say what happened when kubectl has ended. */
export interface KubectlSession {
  readonly program: string;
  readonly words: readonly string[];
  /** What is open, such as "The shell in web of web-1". */
  readonly name: string;
  /** The first line of the terminal; empty for none. */
  readonly heading: string;
  readonly isProduction: boolean;
  /** What the program says: it can't ask the editor for its language. */
  readonly texts: SessionTexts;
  /** Arguments of kubectl that fail if the session cannot be opened now, to find out why it has ended; empty for none. */
  readonly probe: readonly string[];
  /** Whether the same call can be made again. */
  readonly runsAgain: boolean;
  /** What the user can do beside running kubectl again and closing the terminal. */
  readonly answers: readonly SessionAnswer[];
  /** The file that gets the letter of the answer. */
  readonly answerFile: string;
}

interface SessionAnswer {
  /** Neither `a` nor `c`. */
  readonly letter: string;
  readonly label: string;
}

const VARIABLE = 'SIDECAR_GUARD_SESSION';

/** Variables for the program. VS Code would fill in `${…}` in arguments, so the session is encoded. */
export function sessionEnvironment(session: KubectlSession): Readonly<Record<string, string>> {
  return { [VARIABLE]: Buffer.from(JSON.stringify(session)).toString('base64url'), ELECTRON_RUN_AS_NODE: '1' };
}

/** The session in the environment, and the environment of kubectl, which has no traces of it. */
export function readSession(environment: NodeJS.ProcessEnv): {
  readonly session: KubectlSession;
  readonly environment: NodeJS.ProcessEnv;
} {
  const { [VARIABLE]: encoded = '', ELECTRON_RUN_AS_NODE: _, ...rest } = environment;
  const session: KubectlSession = JSON.parse(Buffer.from(encoded, 'base64url').toString());
  return { session, environment: rest };
}
