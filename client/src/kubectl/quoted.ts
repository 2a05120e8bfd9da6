/** What every shell takes as it is; to PowerShell a comma makes a list. */
const PLAIN = /^[\w+:./-]+(?:=[\w+:./-]*)?$/;

/** A line that gives these words to a program again: for a POSIX shell, or for PowerShell on Windows. */
export function quotedLine(words: readonly string[], platform: NodeJS.Platform): string {
  return words.map((word) => (PLAIN.test(word) ? word : quoted(word, platform))).join(' ');
}

function quoted(word: string, platform: NodeJS.Platform): string {
  // Nothing means anything within single quotes but their own end; to PowerShell, typographic ones are the same.
  const content = platform === 'win32' ? word.replace(/['\u2018-\u201b]/g, '$&$&') : word.replaceAll("'", "'\\''");
  return `'${content}'`;
}
