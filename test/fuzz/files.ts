/** Several files in one text: each begins with a line of its path, and the first part is without one. */
const HEADER = /^=== ([^\n]*)\n/m;

/** The files of a text; what stands before the first header is `first`. */
export function toFiles(text: string, first: string): Map<string, string> {
  const files = new Map<string, string>();
  const [start = '', ...rest] = text.split(HEADER);
  if (start !== '') files.set(first, start);
  for (let index = 0; index < rest.length; index += 2) files.set(rest[index] ?? '', rest[index + 1] ?? '');
  return files;
}

/** The text of several files. */
export function fromFiles(files: Iterable<readonly [string, string]>): string {
  return [...files].map(([path, content]) => `=== ${path}\n${content.replace(/\n?$/, '\n')}`).join('');
}
