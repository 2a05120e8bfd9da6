import { Border } from '../programs/border';
import { programOnPath, programState } from '../programs/find-program';
import { type Candidate, type KubectlPlaces, settingCandidate } from './kubectl-places';

/** The path of kubectl and where it comes from, or why there is none, in sentences for the user. */
export type FoundKubectl =
  | { readonly program: string; readonly from: Candidate['from']; readonly border: Border }
  | { readonly kind: 'missing' | 'not-executable'; readonly problem: string };

/**
 * Finds kubectl by our setting, the setting of the Kubernetes extension, and the PATH, in this order. A wrong setting is a
 * problem and not skipped: another kubectl could have another version, or ask another cluster. A program inside the
 * repositories of the opened folders is never run.
 */
export async function findKubectl(places: KubectlPlaces): Promise<FoundKubectl> {
  const chosen = settingCandidate(places);
  if (chosen && 'problem' in chosen) return { kind: 'missing', problem: chosen.problem };
  const border = await Border.around(places.opened, places.account);
  if (chosen) return asChosen(chosen, border);
  const found = await programOnPath('kubectl', places.path, border, places.account.platform);
  if ('program' in found) return { program: found.program, from: 'PATH', border };
  const install =
    'Install it (https://kubernetes.io/docs/tasks/tools/), or set `sidecarGuard.kubectl.path` to its path.';
  if (found.refused === undefined)
    return { kind: 'missing', problem: `kubectl is not on the PATH of VS Code. ${install}` };
  return {
    kind: 'missing',
    problem: `kubectl was not run: the only one on the PATH of VS Code is ${found.refused}, in the workspace or its repository. The authors of the repository could have put it there. ${install}`,
  };
}

async function asChosen({ program, from, setting }: Candidate, border: Border): Promise<FoundKubectl> {
  const said = `The setting \`${setting}\` names ${program}`;
  switch (await programState(program)) {
    case 'nothing':
      return { kind: 'missing', problem: `${said}, which does not exist. Correct the setting, or clear it.` };
    case 'folder':
      return { kind: 'missing', problem: `${said}, which is a folder. Set it to the program in that folder.` };
    case 'file':
      return {
        kind: 'not-executable',
        problem: `${said}, which is not executable. Make it executable, or correct the setting.`,
      };
    case 'program':
      if (!(await border.holds(program))) return { program, from, border };
      return {
        kind: 'missing',
        problem: `${said}, which was not run: it is in the workspace or its repository, and the authors of the repository could have put it there. Set a path outside of the repository.`,
      };
  }
}
