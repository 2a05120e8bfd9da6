import { execFile } from 'node:child_process';
import type { Border } from '../programs/border';
import { programOnPath } from '../programs/find-program';
import { neutralFolder } from '../programs/neutral-folder';
import { own } from '../text/own';
import type { Environment } from './credential-files';
import type { Credentials } from './credentials';
import { codeOf, RegistryError } from './errors';
import { asRecord, text } from './json';

const HELPER_NAME = /^[\w.-]+$/;
const TIMEOUT_MS = 10_000;
/** How much a helper may print, in bytes. */
const MOST_BYTES = 1024 * 1024;

/** Where credentials are searched. */
export interface HelperSurroundings {
  readonly environment: Environment;
  /** Programs inside it are not run, and files inside it are not read. */
  readonly border: Border;
  readonly signal: AbortSignal;
}

/**
 * The credentials of a credential helper. Docker's protocol: the key on stdin, JSON on stdout
 * (docker-credential-helpers, "get").
 * @throws RegistryError if it fails
 */
export async function askHelper(
  name: string,
  key: string,
  surroundings: HelperSurroundings,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  if (!HELPER_NAME.test(name))
    throw new RegistryError(`"${name}" can't be the name of a credential helper. Correct Docker's configuration.`);
  const output = await outputOf(program, await pathOf(program, surroundings), key, surroundings);
  return output === undefined ? undefined : toCredentials(output, program);
}

async function pathOf(program: string, { environment, border }: HelperSurroundings): Promise<string> {
  // On Windows the name can have any case, and only `process.env` ignores case.
  const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const found = await programOnPath(program, environment.PATH ?? own(environment, name), border);
  if ('program' in found) return found.program;
  throw new RegistryError(
    found.refused === undefined
      ? `${program} is not installed, but Docker's configuration names it. Install it, or correct the configuration.`
      : `${program} was not run: the only one on the PATH is ${found.refused}, in the workspace or its repository, and the authors of the repository could have put it there. Install it elsewhere, or correct Docker's configuration.`,
  );
}

/** The output of a helper; `undefined` if it has no credentials. */
async function outputOf(
  program: string,
  path: string,
  key: string,
  { environment, border, signal }: HelperSurroundings,
): Promise<string | undefined> {
  const options = {
    signal,
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL' as const,
    maxBuffer: MOST_BYTES,
    cwd: neutralFolder(),
    env: await border.environment({ ...environment }, process.cwd()),
    windowsHide: true,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(path, ['get'], options, (error, stdout) => {
      // The output on failure can contain secrets, so only this sentence of it is used.
      if (!error) resolve(stdout);
      else if (/credentials not found|no credentials/i.test(stdout)) resolve(undefined);
      else
        reject(
          new RegistryError(
            helperFailed(program, signal.aborted || (error.killed === true && codeOf(error) === ''), codeOf(error)),
          ),
        );
    });
    child.stdin?.on('error', () => {
      // It ended without reading its input; the exit code is handled elsewhere.
    });
    child.stdin?.end(key);
  });
}

function helperFailed(program: string, wasEnded: boolean, code: string): string {
  if (wasEnded) return `${program} took too long and was stopped. Run it in a terminal: it may wait for input.`;
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return `${program} printed more than ${MOST_BYTES} bytes and was stopped. Check that it is a credential helper.`;
  if (code === 'ENOENT') return `${program} can't be started. Check that it is built for this operating system.`;
  return `${program} failed (${code || 'it was stopped'}). Run "docker login" again.`;
}

function toCredentials(output: string, program: string): Credentials | undefined {
  let answer: Record<string, unknown>;
  try {
    answer = asRecord(JSON.parse(output));
  } catch {
    throw new RegistryError(`${program} did not answer in JSON. Run "docker login" again.`);
  }
  const [user, secret] = [text(answer.Username), text(answer.Secret)];
  if (user === undefined || !secret) return undefined;
  // This user name says that the secret is a token (docker-credential-helpers, "Development").
  if (user === '<token>') return { user: '', password: '', identityToken: secret, source: program };
  return { user, password: secret, source: program };
}
