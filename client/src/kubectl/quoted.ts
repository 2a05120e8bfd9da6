/** What every shell takes as it is; to PowerShell a comma makes a list. */
const PLAIN = /^[\w+:./-]+(?:=[\w+:./-]*)?$/;

/** A line that gives these words to a program again: for a POSIX shell, or for PowerShell on Windows. */
export function quotedLine(words: readonly string[], platform: NodeJS.Platform): string {
  return words.map((word) => (PLAIN.test(word) ? word : quoted(word, platform))).join(' ');
}

function quoted(word: string, platform: NodeJS.Platform): string {
  // Nothing means anything within single quotes; their own end is written in two different ways.
  const end = platform === 'win32' ? "''" : "'\\''";
  return `'${word.replaceAll("'", end)}'`;
}
