import type { ProblemKind } from './causes';
import { loginProgramOf } from './contexts';
import { type Kubectl, KubectlError } from './kubectl';
import { contextOf, type Login, type Problem, problemOf } from './problem';

/** Those that a login can solve. */
const LOGIN: readonly ProblemKind[] = ['timeout', 'unauthorized', 'exec-plugin'];

/** How to log in where the program that kubectl runs for it can't do that by itself. */
const COMMANDS: Readonly<Record<string, string>> = {
  aws: 'aws sso login',
  'aws-iam-authenticator': 'aws sso login',
  'gke-gcloud-auth-plugin': 'gcloud auth login',
  doctl: 'doctl auth init',
  tsh: 'tsh login',
  oci: 'oci session authenticate',
};

/** Like `problemOf`, and looks up how to log in where that could be what is missing. It asks no cluster. */
export async function explain(kubectl: Kubectl, error: unknown): Promise<Problem | undefined> {
  const problem = problemOf(error);
  if (!(error instanceof KubectlError) || !problem || !LOGIN.includes(problem.kind)) return problem;
  const login = await loginOf(kubectl, contextOf(error));
  return login ? problemOf(error, login) : problem;
}

async function loginOf(kubectl: Kubectl, context: string): Promise<Login | undefined> {
  try {
    const program = await loginProgramOf(kubectl, context);
    return { program, command: program === undefined ? undefined : COMMANDS[nameOf(program)] };
  } catch {
    // What can't be looked up is not said; the problem is the one of before.
    return undefined;
  }
}

function nameOf(program: string): string {
  return (program.split(/[/\\]/).at(-1) ?? '').replace(/\.exe$/i, '');
}
