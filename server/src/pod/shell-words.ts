const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);
/** Programs that run the rest of their words as a command, and what else may stand before it besides options. */
const WRAPPERS: ReadonlyMap<string, RegExp | undefined> = new Map([
  ...['exec', 'nohup', 'sudo', 'time', 'tini', 'dumb-init', 'command', 'setsid', 'stdbuf', 'busybox'].map(
    (name) => [name, undefined] as const,
  ),
  ['env', /=/],
  ...['timeout', 'nice', 'ionice', 'chrt'].map((name) => [name, /^\d+(?:\.\d+)?[smhd]?$/] as const),
]);
/** Options of wrappers whose value is a word of its own. */
const WRAPPER_OPTIONS = new Set(['-u', '-g', '-s', '-k', '-n', '-c']);

export function isShell(program: string): boolean {
  return SHELLS.has(program);
}

/** Where the script stands in the words of a shell called with `-c`. */
export function scriptIndex(words: readonly string[]): number | undefined {
  let at = unwrap(words);
  if (!SHELLS.has(basename(words[at] ?? ''))) return undefined;
  while (++at < words.length) {
    const word = words[at] ?? '';
    if (/^-[a-z]*c$/.test(word)) return at + 1 < words.length ? at + 1 : undefined;
    // `-o pipefail`, also at the end of other letters: `-euo pipefail`.
    if (/^[-+][a-z]*o$/.test(word)) at++;
    else if (!/^[-+]/.test(word)) return undefined;
  }
  return undefined;
}

/** Where, past wrappers such as `exec` or `env A=b`, the program itself stands. */
export function unwrap(words: readonly string[]): number {
  let at = 0;
  while (WRAPPERS.has(basename(words[at] ?? ''))) {
    const operand = WRAPPERS.get(basename(words[at] ?? ''));
    for (at++; at < words.length; at++) {
      const word = words[at] ?? '';
      if (WRAPPER_OPTIONS.has(word)) at++;
      else if (!word.startsWith('-') && !operand?.test(word)) break;
    }
  }
  return at;
}

/** `/bin/cat` is `cat`. */
export function basename(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
