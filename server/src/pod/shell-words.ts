import { isOptionWithValue, wrapperOf } from './wrappers';

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'rbash', 'hush']);
/** Long options of bash whose value is the next word. */
const LONG_WITH_VALUE = new Set(['--rcfile', '--init-file']);

export function isShell(program: string): boolean {
  return SHELLS.has(program);
}

/** The index of the script in the words of a shell that is called with `-c`, also behind wrappers. */
export function scriptIndex(words: readonly string[]): number | undefined {
  const start = unwrap(words);
  if (!isShell(basename(words[start] ?? ''))) return undefined;
  const { hasScript, end } = shellOptions(words, start + 1);
  return hasScript && end < words.length ? end : undefined;
}

/** Whether a shell with these words after its name reads its script from its standard input. */
export function readsInput(args: readonly string[]): boolean {
  const { hasScript, hasInput, end } = shellOptions(args, 0);
  return hasInput || (!hasScript && end >= args.length);
}

/**
 * The options of a shell (POSIX, `sh`): `-c` can be among other letters and before other options, and each `o` takes one of
 * the next words.
 * @param end the index of the first word that is no option: the script after `-c`, otherwise a file
 */
function shellOptions(words: readonly string[], start: number) {
  let [hasScript, hasInput, end] = [false, false, start];
  for (; end < words.length; end++) {
    const word = words[end] ?? '';
    if (word === '--' || word === '-') {
      end++;
      break;
    }
    if (word.startsWith('--')) {
      if (LONG_WITH_VALUE.has(word)) end++;
      continue;
    }
    if (!/^[-+][a-zA-Z]+$/.test(word)) break;
    if (word.startsWith('-')) {
      hasScript ||= word.includes('c');
      hasInput ||= word.includes('s');
    }
    end += word.match(/o/gi)?.length ?? 0;
  }
  return { hasScript, hasInput, end };
}

/** The index of the program itself, after wrappers such as `exec` or `env A=b`. */
export function unwrap(words: readonly string[], start = 0): number {
  let index = start;
  for (let wrapper = wrapperOf(basename(words[index] ?? '')); wrapper; ) {
    let operands = wrapper.operands ?? 0;
    for (index++; index < words.length; index++) {
      const word = words[index] ?? '';
      if (word.startsWith('-')) {
        if (isOptionWithValue(wrapper, word)) index++;
      } else if (!wrapper.assigns || !word.includes('=')) {
        if (operands === 0) break;
        operands--;
      }
    }
    wrapper = wrapperOf(basename(words[index] ?? ''));
  }
  return index;
}

/** `/bin/cat` is `cat`. */
export function basename(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
