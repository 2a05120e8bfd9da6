import { own } from '../text/own';
import type { ProblemKind } from './causes';
import { loginProgramOf } from './contexts';
import { type Kubectl, KubectlError } from './kubectl';
import { contextOf, type Login, type Problem, problemOf } from './problem';

/** The problems that a login can solve. */
const LOGIN: readonly ProblemKind[] = ['timeout', 'unauthorized', 'exec-plugin'];

/** How to log in, for login programs that can't ask the user themselves. */
const COMMANDS: Readonly<Record<string, string>> = {
  aws: 'aws sso login',
  'aws-iam-authenticator': 'aws sso login',
  'gke-gcloud-auth-plugin': 'gcloud auth login',
  doctl: 'doctl auth init',
  tsh: 'tsh login',
  oci: 'oci session authenticate',
};

/** Like `problemOf`, and looks up how to log in if a login may help. It asks no cluster. */
export async function explainProblem(kubectl: Kubectl, error: unknown): Promise<Problem | undefined> {
  const problem = problemOf(error);
  if (!(error instanceof KubectlError) || !problem || !LOGIN.includes(problem.kind)) return problem;
  const login = await loginOf(kubectl, contextOf(error));
  return login ? problemOf(error, login) : problem;
}

async function loginOf(kubectl: Kubectl, context: string): Promise<Login | undefined> {
  try {
    const program = await loginProgramOf(kubectl, context);
    return { program, command: program === undefined ? undefined : own(COMMANDS, nameOf(program)) };
  } catch {
    // Without this information, the message is more general.
    return undefined;
  }
}

function nameOf(program: string): string {
  return (program.split(/[/\\]/).at(-1) ?? '').replace(/\.exe$/i, '');
}
