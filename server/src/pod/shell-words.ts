const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);
/** Programs that run their last arguments as a command, and the arguments besides options that can precede it. */
const WRAPPERS: ReadonlyMap<string, RegExp | undefined> = new Map([
  ...['exec', 'nohup', 'sudo', 'time', 'tini', 'dumb-init', 'command', 'setsid', 'stdbuf', 'busybox'].map(
    (name) => [name, undefined] as const,
  ),
  ['env', /=/],
  ...['timeout', 'nice', 'ionice', 'chrt'].map((name) => [name, /^\d+(?:\.\d+)?[smhd]?$/] as const),
]);
/** Options of wrappers whose value is a separate word. */
const WRAPPER_OPTIONS = new Set(['-u', '-g', '-s', '-k', '-n', '-c']);

export function isShell(program: string): boolean {
  return SHELLS.has(program);
}

/** The index of the script in the words of a shell that is called with `-c`. */
export function scriptIndex(words: readonly string[]): number | undefined {
  let index = unwrap(words);
  if (!SHELLS.has(basename(words[index] ?? ''))) return undefined;
  while (++index < words.length) {
    const word = words[index] ?? '';
    if (/^-[a-z]*c$/.test(word)) return index + 1 < words.length ? index + 1 : undefined;
    // `-o pipefail`, also at the end of other letters: `-euo pipefail`.
    if (/^[-+][a-z]*o$/.test(word)) index++;
    else if (!/^[-+]/.test(word)) return undefined;
  }
  return undefined;
}

/** The index of the program itself, after wrappers such as `exec` or `env A=b`. */
export function unwrap(words: readonly string[]): number {
  let index = 0;
  while (WRAPPERS.has(basename(words[index] ?? ''))) {
    const operand = WRAPPERS.get(basename(words[index] ?? ''));
    for (index++; index < words.length; index++) {
      const word = words[index] ?? '';
      if (WRAPPER_OPTIONS.has(word)) index++;
      else if (!word.startsWith('-') && !operand?.test(word)) break;
    }
  }
  return index;
}

/** `/bin/cat` is `cat`. */
export function basename(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
