import { execFile } from 'node:child_process';
import type { Environment } from './credential-files';
import type { Credentials } from './credentials';
import { codeOf, RegistryError } from './errors';
import { asRecord, text } from './json';

const HELPER_NAME = /^[\w.-]+$/;
const TIMEOUT_MS = 10_000;

/** In what a helper is started. */
export interface Surroundings {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly folder: string;
}

/**
 * What a credential helper has, by Docker's protocol for them: the key on stdin, JSON on stdout
 * (docker-credential-helpers, "get").
 * @throws RegistryError where it fails
 */
export async function askHelper(
  name: string,
  key: string,
  surroundings: Surroundings,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  if (!HELPER_NAME.test(name))
    throw new RegistryError(`"${name}" can't be the name of a credential helper. Correct Docker's configuration.`);
  const output = await outputOf(program, key, surroundings);
  return output === undefined ? undefined : toCredentials(output, program);
}

/** What a helper prints; `undefined` where it has no credentials. */
function outputOf(
  program: string,
  key: string,
  { environment, signal, folder }: Surroundings,
): Promise<string | undefined> {
  const options = {
    signal,
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL' as const,
    cwd: folder,
    env: environment as NodeJS.ProcessEnv,
    windowsHide: true,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['get'], options, (error, stdout) => {
      // What it prints on failure may hold more than whether it has none.
      if (!error) resolve(stdout);
      else if (/credentials not found|no credentials/i.test(stdout)) resolve(undefined);
      else reject(new RegistryError(helperFailed(program, signal.aborted || error.killed === true, codeOf(error))));
    });
    child.stdin?.on('error', () => {
      // It ended without reading; its exit says why.
    });
    child.stdin?.end(key);
  });
}

function helperFailed(program: string, wasEnded: boolean, code: string): string {
  if (wasEnded) return `${program} took too long and was ended. Try it in a terminal: it may wait for an answer.`;
  if (code === 'ENOENT')
    return `${program} is not installed, but Docker's configuration names it. Install it, or correct the configuration.`;
  return `${program} failed (${code || 'it was ended'}). Try "docker login" again.`;
}

function toCredentials(output: string, program: string): Credentials | undefined {
  let answer: Record<string, unknown>;
  try {
    answer = asRecord(JSON.parse(output));
  } catch {
    throw new RegistryError(`${program} did not answer in JSON. Try "docker login" again.`);
  }
  const [user, secret] = [text(answer.Username), text(answer.Secret)];
  if (user === undefined || !secret) return undefined;
  // By this name a helper says that the secret is a token (docker-credential-helpers, "Development").
  if (user === '<token>') return { user: '', password: '', identityToken: secret, source: program };
  return { user, password: secret, source: program };
}
