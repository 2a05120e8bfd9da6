import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

export interface KubectlPlaces {
  /** Our own setting. */
  readonly setting: string | undefined;
  /** The setting of the Kubernetes extension. */
  readonly kubernetesTools: string | undefined;
  /** `PATH`. */
  readonly path: string | undefined;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** Where kubectl is, or why there is none, in words for the user. */
export type FoundKubectl = { readonly program: string } | { readonly problem: string };

/**
 * Finds kubectl by our setting, that of the Kubernetes extension, and the PATH. Relative paths are left alone: they could
 * lead into a folder that somebody else has filled.
 */
export async function findKubectl({
  setting,
  kubernetesTools,
  path,
  home,
  platform,
}: KubectlPlaces): Promise<FoundKubectl> {
  const settings: [string, string | undefined][] = [
    ['sidecarGuard.kubectl.path', setting],
    ['vs-kubernetes.kubectl-path', kubernetesTools],
  ];
  for (const [name, value = ''] of settings) {
    if (value === '') continue;
    const program = value.replace(/^~(?=[/\\])/, home);
    if (!isAbsolute(program)) return { problem: `The setting ${name} has to be an absolute path, and is "${value}".` };
    if (await isProgram(program)) return { program };
    return {
      problem: `There is no program at ${program}, where the setting ${name} says that kubectl is. Correct it.`,
    };
  }
  const name = platform === 'win32' ? 'kubectl.exe' : 'kubectl';
  for (const folder of (path ?? '').split(delimiter).filter(isAbsolute)) {
    const program = join(folder, name);
    if (await isProgram(program)) return { program };
  }
  return {
    problem:
      'kubectl is not on the PATH of VS Code. Install it (https://kubernetes.io/docs/tasks/tools/), or say where it is in the setting sidecarGuard.kubectl.path.',
  };
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
