import { posix, win32 } from 'node:path';

export interface KubectlPlaces {
  /** Our own setting. */
  readonly setting: string | undefined;
  /** The setting of the Kubernetes extension. */
  readonly kubernetesTools: string | undefined;
  /** `PATH`. */
  readonly path: string | undefined;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Absolute paths. */
  readonly workspaceFolders?: readonly string[];
}

/** What could be kubectl. */
export interface Candidate {
  readonly program: string;
  readonly from: 'setting' | 'kubernetes-tools' | 'PATH';
  /** The name of the setting that says so. */
  readonly setting?: string;
}

/** The program that a setting names; `undefined` where none does. A setting that can't be followed is a problem. */
export function settingCandidate({
  setting,
  kubernetesTools,
  home,
  platform,
}: KubectlPlaces): Candidate | { readonly problem: string } | undefined {
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
        problem: `The setting ${name} is "${text}", which leads to another file in every folder. Write where kubectl is from the root of the disk on, or begin with "~/".`,
      };
    }
    if (platform === 'win32' && /\.(?:cmd|bat|ps1)$/i.test(program)) {
      return { problem: `The setting ${name} names the script ${program}. Name the program kubectl.exe instead.` };
    }
    return { program, from, setting: name };
  }
  return undefined;
}

/**
 * Where on the PATH it could be. Relative entries are left out: what they lead to depends on the folder.
 * @param called the name of its program, which on Windows may leave out its end
 */
export function candidatesOnPath({ path = '', platform }: KubectlPlaces, called = 'kubectl'): Candidate[] {
  const { delimiter, join } = pathsOf(platform);
  const name = platform === 'win32' && !/\.exe$/i.test(called) ? `${called}.exe` : called;
  return path
    .split(delimiter)
    .map((entry) => (platform === 'win32' ? entry.replace(/^"(.*)"$/, '$1') : entry))
    .filter((entry) => isAbsolute(entry, platform))
    .map((entry) => ({ program: join(entry, name), from: 'PATH' }));
}

/** Whether a path is a folder or in it. */
export function isWithin(path: string, folder: string, platform: NodeJS.Platform): boolean {
  const { relative, isAbsolute: isOther, sep } = pathsOf(platform);
  // The disks of these systems don't tell upper from lower case, or need not.
  const same = (text: string): string => (['win32', 'darwin'].includes(platform) ? text.toLowerCase() : text);
  const way = relative(same(folder), same(path));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isOther(way);
}

/** On Windows, what begins with a backslash is on the disk of the current folder. */
function isAbsolute(path: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^(?:[a-z]:[/\\]|[/\\]{2}[^/\\])/i.test(path) : posix.isAbsolute(path);
}

function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
