import { basename, scriptIndex, unwrap } from './shell-words';

/** What a program runs, besides itself. */
export type Inner =
  /** A shell script; `index` is the word that has it, or a part of it. */
  | { readonly kind: 'script'; readonly text: string; readonly index: number }
  /** A program with its words, from this word on. */
  | { readonly kind: 'words'; readonly words: readonly string[] };

const INTERPRETER =
  /^(?:python[\d.]*|perl[\d.]*|ruby[\d.]*|node|nodejs|php[\d.]*|lua[\d.]*|luajit|[gmn]?awk|tclsh|expect)$/;

/** The scripts and commands that the words of a command run: those of a nested shell, of `eval`, `trap`, `su -c` and others. */
export function innerCommands(words: readonly string[]): Inner[] {
  const script = scriptIndex(words);
  if (script !== undefined) return [...scriptAt(words, script), ...argumentsRunBy(words, script)];
  const start = unwrap(words);
  const [program, args] = [basename(words[start] ?? ''), words.slice(start + 1)];
  switch (program) {
    case 'eval':
      return args.length === 0 ? [] : [{ kind: 'script', text: args.join(' '), index: start + 1 }];
    case 'trap':
      return args.length < 2 ? [] : scriptAt(words, start + (args[0] === '--' ? 2 : 1));
    case 'watch':
      return watched(words, start);
    case 'chroot':
      return [{ kind: 'words', words: args.slice(endOfOptions(args) + 1) }];
    case 'nsenter':
      return [{ kind: 'words', words: args.slice(endOfOptions(args, NSENTER_VALUED)) }];
    case 'sqlite3':
      return args.flatMap((word, index): Inner[] => {
        const text = /^\.(?:shell|system)\s+([\s\S]+)/.exec(word)?.[1];
        return text === undefined ? [] : [{ kind: 'script', text, index: start + 1 + index }];
      });
    case 'xargs':
      return [{ kind: 'words', words: args.slice(endOfOptions(args, XARGS_VALUED)) }];
    case 'find':
      return [{ kind: 'words', words: args.slice(args.findIndex((word) => /^-(?:exec|ok)(?:dir)?$/.test(word)) + 1) }];
    case 'su':
    case 'script':
    case 'capsh':
      return [
        ...scriptAt(words, afterOption(words, start, /^(?:-[a-z]*c|--(?:session-)?command)$/)),
        ...args.flatMap((word, index): Inner[] => {
          const text = /^--(?:session-)?command=([\s\S]+)$/.exec(word)?.[1];
          return text === undefined ? [] : [{ kind: 'script', text, index: start + 1 + index }];
        }),
      ];
  }
  // A wrapper hands over its script by an option: `flock FILE -c SCRIPT`, `runuser -c SCRIPT`, `env -S WORDS`.
  const option = words.findIndex((word, index) => index < start && /^(?:-c|-S|--command|--split-string)$/.test(word));
  if (start > 0 && option !== -1)
    return isSplit(words, option) ? splitWords(words, option) : scriptAt(words, option + 1);
  return INTERPRETER.test(program) ? calledScripts(args, start + 1) : [];
}

function scriptAt(words: readonly string[], index: number | undefined): Inner[] {
  const text = index === undefined ? undefined : words[index];
  return text === undefined || index === undefined ? [] : [{ kind: 'script', text, index }];
}

/** What a script runs that only hands on its arguments, the first of which is its name: `sh -c 'exec "$@"' -- PROGRAM WORD…`. */
function argumentsRunBy(words: readonly string[], script: number): Inner[] {
  const isHandedOn = /(?:^|[\n;&|]|exec|eval)[ \t]*"?\$[@*]/.test(words[script] ?? '');
  return isHandedOn && words.length > script + 2 ? [{ kind: 'words', words: words.slice(script + 2) }] : [];
}

/** Whether `env -S WORDS` has more words behind, which are arguments of the same command. */
function isSplit(words: readonly string[], option: number): boolean {
  return /^(?:-S|--split-string)$/.test(words[option] ?? '') && words.length > option + 2;
}

function splitWords(words: readonly string[], option: number): Inner[] {
  return [{ kind: 'words', words: [...(words[option + 1] ?? '').trim().split(/\s+/), ...words.slice(option + 2)] }];
}

/** The index of the value of an option of a program. */
function afterOption(words: readonly string[], start: number, option: RegExp): number | undefined {
  const index = words.findIndex((word, place) => place > start && option.test(word));
  return index === -1 ? undefined : index + 1;
}

const NSENTER_VALUED = /^(?:-[tSG]|--(?:target|setuid|setgid))$/;
const XARGS_VALUED = /^(?:-[InPLdEsa]|--(?:replace|max-(?:args|procs|lines|chars)|delimiter|eof|arg-file))$/;

/** The index of the first word that is neither an option nor the value of one. */
function endOfOptions(args: readonly string[], valued?: RegExp): number {
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    if (word === '--') return index + 1;
    if (!word.startsWith('-')) return index;
    if (valued?.test(word)) index++;
  }
  return args.length;
}

/** `watch` gives its words to a shell, unless it has the option `-x`. */
function watched(words: readonly string[], start: number): Inner[] {
  const index = start + 1 + endOfOptions(words.slice(start + 1), /^-(?:n|-interval)$/);
  const text = words.slice(index).join(' ');
  return text === '' ? [] : [{ kind: 'script', text, index }];
}

/** Functions of scripting languages that give a text to a shell. */
const CALL =
  /\b(?:system|popen[23]?|getoutput|getstatusoutput|exec(?:Sync)?|spawn(?:Sync)?|shell_exec|passthru|proc_open|execute|run|call|check_output|check_call|Popen|capture2e?)\b/g;
/** The most calls that are read, the most words of a list, and the most UTF-16 units of a text. */
const [MOST_CALLS, MOST_WORDS, LONGEST_TEXT] = [20, 20, 2000];

/** The scripts and programs that code in another language runs: `os.system("…")`, `subprocess.run(["sh", "-c", "…"])`. */
function calledScripts(args: readonly string[], first: number): Inner[] {
  return args.flatMap((code, index) => {
    const found: Inner[] = [];
    for (const call of code.matchAll(CALL)) {
      const start = call.index + call[0].length;
      const quoted = quotedAt(code, start);
      const words = quoted === undefined ? listAt(code, start) : [];
      if (quoted !== undefined) found.push({ kind: 'script', text: quoted.text, index: first + index });
      else if (words.length > 0) found.push({ kind: 'words', words });
      if (found.length === MOST_CALLS) break;
    }
    return found;
  });
}

/** The texts in quotes of the list that is at a place, perhaps in a parenthesis. */
function listAt(code: string, start: number): string[] {
  const before = /^[ (]{0,3}\[/.exec(code.slice(start, start + 4))?.[0];
  const words: string[] = [];
  let at = before === undefined ? undefined : start + before.length;
  while (at !== undefined && words.length < MOST_WORDS) {
    const quoted = quotedAt(code, at);
    if (quoted) words.push(quoted.text);
    at = quoted && code[quoted.end] === ',' ? quoted.end + 1 : undefined;
  }
  return words;
}

/** The text in quotes that is at a place, perhaps in a parenthesis and with a letter before it, and the place behind it. */
function quotedAt(code: string, start: number): { readonly text: string; readonly end: number } | undefined {
  const [before = '', quote] = /^[ (]{0,3}[rbf]?(["'`])/.exec(code.slice(start, start + 5)) ?? [];
  if (quote === undefined) return undefined;
  const from = start + before.length;
  const end = Math.min(code.length, from + LONGEST_TEXT);
  let text = '';
  for (let index = from; index < end; index++) {
    const character = code[index] ?? '';
    if (character === quote) return { text, end: index + 1 };
    text += character === '\\' ? (code[++index] ?? '') : character;
  }
  return undefined;
}
