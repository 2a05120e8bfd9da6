import { resolve } from 'node:path';
import { Kubectl } from '../cluster/kubectl';
import { versionOf } from '../cluster/version';
import { Border } from '../programs/border';
import { programOnPath } from '../programs/find-program';
import type { Io } from './io';
import { UsageError } from './usage/words';

/**
 * The kubectl to run: a path, or a name that is searched on the PATH. A program in the repository of the working folder or
 * of an audited path is not run, because the authors of the repository must not choose the program.
 * @param named by the user; `undefined` for `kubectl`
 * @param paths the audited paths, as the user wrote them
 * @throws UsageError if there is none
 */
export async function kubectlOfCommandLine(
  named: string | undefined,
  paths: readonly string[],
  io: Io,
): Promise<Kubectl> {
  const border = await Border.around([io.cwd, ...openedPaths(paths, io)]);
  const environment = await border.environment(process.env, io.cwd);
  if (named !== undefined && /[\\/]/.test(named)) return new Kubectl(resolve(io.cwd, named), environment);
  const called = named ?? 'kubectl';
  const found = await programOnPath(called, process.env.PATH, border);
  if ('program' in found) return new Kubectl(found.program, environment);
  const { refused } = found;
  throw new UsageError(
    refused === undefined
      ? `${called} is not on the PATH; install kubectl (https://kubernetes.io/docs/tasks/tools/), or name it with \`--kubectl PATH\`.`
      : `${called} was not run: the only one on the PATH is ${refused}, in the repository of the working folder or of an audited path, and the authors of the repository could have put it there; install kubectl elsewhere, or name this one with \`--kubectl ${refused}\` if you trust it.`,
  );
}

/** The absolute paths of the files and folders on the command line, without `-`. */
export function openedPaths(paths: readonly string[], { cwd }: Pick<Io, 'cwd'>): string[] {
  return paths.filter((path) => path !== '-').map((path) => resolve(cwd, path));
}

/**
 * Makes sure that a program is kubectl, and new enough.
 * @throws UsageError if it isn't
 * @throws KubectlError if it can't be run
 */
export async function checkVersion(kubectl: Kubectl, signal: AbortSignal | undefined): Promise<void> {
  const version = await versionOf(kubectl, { signal });
  if ('problem' in version) throw new UsageError(version.problem.message);
}
