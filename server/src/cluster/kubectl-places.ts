import type { Account } from '../programs/border';
import { isAbsolute } from '../programs/paths';

export interface KubectlPlaces {
  /** Our own setting. */
  readonly setting: string | undefined;
  /** The setting of the Kubernetes extension. */
  readonly kubernetesTools: string | undefined;
  /** `PATH`. */
  readonly path: string | undefined;
  /** What `~` in a setting means. */
  readonly home: string;
  readonly account: Account;
  /** The opened files and folders, as absolute paths. Programs inside their repositories are not run. */
  readonly opened: readonly string[];
}

/** A program that may be kubectl. */
export interface Candidate {
  readonly program: string;
  readonly from: 'setting' | 'kubernetes-tools' | 'PATH';
  /** The name of the setting that names it. */
  readonly setting?: string;
}

/** The program that a setting names; `undefined` if both settings are empty. A setting that can't be used is a problem. */
export function settingCandidate({
  setting,
  kubernetesTools,
  home,
  account: { platform },
}: Pick<KubectlPlaces, 'setting' | 'kubernetesTools' | 'home' | 'account'>):
  | Candidate
  | { readonly problem: string }
  | undefined {
  const settings = [
    { from: 'setting', name: 'sidecarGuard.kubectl.path', value: setting },
    { from: 'kubernetes-tools', name: 'vs-kubernetes.kubectl-path', value: kubernetesTools },
  ] as const;
  for (const { from, name, value } of settings) {
    const text = value?.trim() ?? '';
    if (text === '') continue;
    const program = text.replace(/^~(?=[/\\])/, () => home);
    if (!isAbsolute(program, platform)) {
      return {
        problem: `The setting \`${name}\` is "${text}", a relative path. Write an absolute path, or a path that begins with "~/".`,
      };
    }
    if (platform === 'win32' && /\.(?:cmd|bat|ps1)$/i.test(program)) {
      return { problem: `The setting \`${name}\` names the script ${program}. Set it to the program kubectl.exe.` };
    }
    return { program, from, setting: name };
  }
  return undefined;
}
