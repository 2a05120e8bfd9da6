import type { Pod } from './pod';

/** Whether a pod says that its nodes run Windows. */
export function isForWindows(pod: Pod): boolean {
  const named = pod.spec.at('os', 'name').string ?? pod.spec.at('nodeSelector', 'kubernetes.io/os').string;
  return named === 'windows';
}

/** Whether a path of a node is written as only Windows has it: with a drive or a backslash. */
export function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:(?:[\\/]|$)|\\|^\/\/\.\/pipe\//i.test(path);
}

/**
 * The path on a Linux node that a path on a Windows node stands for: `/var/lib` for `C:\Var\lib` and `\var\lib`. Windows takes
 * both slashes, several of them, and either case. Other paths stay as they are.
 */
export function asOnLinux(path: string): string {
  if (!isWindowsPath(path)) return path;
  return path
    .replace(/^[A-Za-z]:/, '')
    .replace(/[\\/]+/g, '/')
    .toLowerCase();
}
