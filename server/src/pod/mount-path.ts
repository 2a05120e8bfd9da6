/** The path of a folder without trailing slashes. It is called thousands of times for a pod with many mounts. */
export function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.replace(/(?<!\/)\/+$/, '') : path;
}
