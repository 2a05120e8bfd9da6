import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { type Candidate, candidatesOnPath, isWithin, type KubectlPlaces, settingCandidate } from './kubectl-places';

/** Where kubectl is and who said so, or why there is none, in words for the user. */
export type FoundKubectl =
  | { readonly program: string; readonly from: Candidate['from'] }
  | { readonly kind: 'missing' | 'not-executable'; readonly problem: string };

/**
 * Finds kubectl by our setting, that of the Kubernetes extension, and the PATH. A setting that is wrong is said to be so:
 * another kubectl than the one that was asked for could be of another age, or ask another cluster. What is in a folder of
 * the workspace is never run, nor what could lead there: a repository must not bring its own kubectl.
 */
export async function findKubectl(places: KubectlPlaces): Promise<FoundKubectl> {
  const chosen = settingCandidate(places);
  if (chosen && 'problem' in chosen) return { kind: 'missing', problem: chosen.problem };
  if (chosen) return asChosen(chosen, places);
  const found = await kubectlOnPath(places);
  if ('program' in found) return found;
  const install =
    'Install it (https://kubernetes.io/docs/tasks/tools/), or say where it is in the setting sidecarGuard.kubectl.path.';
  if (found.inWorkspace === undefined)
    return { kind: 'missing', problem: `kubectl is not on the PATH of VS Code. ${install}` };
  return {
    kind: 'missing',
    problem: `The only kubectl on the PATH of VS Code is ${found.inWorkspace}. It is in the workspace, so whoever wrote the workspace could have put it there, and it is not run. ${install}`,
  };
}

/**
 * The first kubectl on the PATH that is not in the workspace. Programs are always started by where they are: Windows looks
 * for a bare name in the current folder before it looks on the PATH.
 * @param called the name of its program
 * @returns else the first that is in the workspace, if there is one
 */
export async function kubectlOnPath(
  places: KubectlPlaces,
  called = 'kubectl',
): Promise<Candidate | { readonly inWorkspace: string | undefined }> {
  let inWorkspace: string | undefined;
  for (const candidate of candidatesOnPath(places, called)) {
    const { program } = candidate;
    if ((await stateOf(program)) !== 'program') continue;
    if (!(await isInWorkspace(program, places))) return candidate;
    inWorkspace ??= program;
  }
  return { inWorkspace };
}

async function asChosen({ program, from, setting }: Candidate, places: KubectlPlaces): Promise<FoundKubectl> {
  const said = `The setting ${setting} says that kubectl is ${program}`;
  switch (await stateOf(program)) {
    case 'nothing':
      return { kind: 'missing', problem: `${said}, and there is nothing. Correct the setting, or empty it.` };
    case 'folder':
      return { kind: 'missing', problem: `${said}, which is a folder. Name the program in it.` };
    case 'file':
      return {
        kind: 'not-executable',
        problem: `${said}, which may not be run. Make it executable, or correct the setting.`,
      };
    case 'program':
      if (!(await isInWorkspace(program, places))) return { program, from };
      return {
        kind: 'missing',
        problem: `${said}. That is in the workspace, so whoever wrote the workspace could have put it there, and it is not run. Name one outside of it.`,
      };
  }
}

async function stateOf(path: string): Promise<'nothing' | 'folder' | 'file' | 'program'> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'nothing';
  if (!found.isFile()) return 'folder';
  return access(path, constants.X_OK).then(
    () => 'program',
    () => 'file',
  );
}

/** Links count on both sides: neither a link in the workspace nor one into it is safe. */
async function isInWorkspace(
  program: string,
  { workspaceFolders = [], home, platform }: KubectlPlaces,
): Promise<boolean> {
  if (workspaceFolders.length === 0) return false;
  const withTarget = async (path: string): Promise<string[]> => [path, await realpath(path).catch(() => path)];
  const programs = await withTarget(program);
  const folders = (await Promise.all(workspaceFolders.map(withTarget))).flat();
  // Who opens their home, or all of the disk, has everything in the workspace; no repository is that wide.
  const narrow = folders.filter((folder) => !isWithin(home, folder, platform));
  return programs.some((path) => narrow.some((folder) => isWithin(path, folder, platform)));
}
