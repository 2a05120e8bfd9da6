import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { kubectlOnPath } from '../../../client/src/kubectl/find-kubectl';
import { Kubectl } from '../../../client/src/kubectl/kubectl';
import { versionOf } from '../../../client/src/kubectl/version';
import type { Io } from './io';
import { UsageError } from './options';

/**
 * The kubectl to run: a path as it is, a name as it is found on the PATH. What is found in the working folder is not run:
 * the repository that is audited must not bring its own kubectl.
 * @param named by the user; none for `kubectl`
 * @throws UsageError where there is none
 */
export async function findKubectl(named: string | undefined, io: Io): Promise<Kubectl> {
  if (named !== undefined && /[\\/]/.test(named)) return new Kubectl(resolve(io.cwd, named));
  const called = named ?? 'kubectl';
  const places = {
    setting: undefined,
    kubernetesTools: undefined,
    path: process.env.PATH,
    home: homedir(),
    platform: process.platform,
    workspaceFolders: [io.cwd],
  };
  const found = await kubectlOnPath(places, called);
  if ('program' in found) return new Kubectl(found.program);
  const { inWorkspace } = found;
  throw new UsageError(
    inWorkspace === undefined
      ? `${called} is not on the PATH; install kubectl (https://kubernetes.io/docs/tasks/tools/), or name it by --kubectl PATH.`
      : `The only ${called} on the PATH is ${inWorkspace}, in the working folder, whose files could have brought it; install kubectl elsewhere, or name this one by --kubectl ${inWorkspace} if you trust it.`,
  );
}

/**
 * Makes sure that a program is kubectl, and new enough.
 * @throws UsageError where it isn't
 * @throws KubectlError where it can't be run
 */
export async function checkVersion(kubectl: Kubectl, signal: AbortSignal | undefined): Promise<void> {
  const version = await versionOf(kubectl, { signal });
  if ('problem' in version) throw new UsageError(version.problem.message);
}
