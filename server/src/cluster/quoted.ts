/** Words that need no quotes in any shell; in PowerShell a comma makes a list. */
const PLAIN = /^[\w+:./-]+(?:=[\w+:./-]*)?$/;

/** A command line for a POSIX shell, or for PowerShell on Windows. */
export function quotedLine(words: readonly string[], platform: NodeJS.Platform): string {
  return words.map((word) => (PLAIN.test(word) ? word : quoted(word, platform))).join(' ');
}

function quoted(word: string, platform: NodeJS.Platform): string {
  // Inside single quotes, only the closing quote is special. PowerShell takes typographic quotes for single quotes.
  const content = platform === 'win32' ? word.replace(/['\u2018-\u201b]/g, '$&$&') : word.replaceAll("'", "'\\''");
  return `'${content}'`;
}
