import {
  type Command,
  forEachChild,
  parse,
  type Redirected,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash';
import type { YamlValue } from '../manifest/value';
import { innerCommands } from './inner-commands';
import { basename, isShell, readsInput, scriptIndex, unwrap } from './shell-words';

/** A simple command of a shell script, or the program that a container starts without a shell. */
export interface ShellCommand {
  /** The program's base name (`/bin/cat` is `cat`); empty if it isn't literal. */
  readonly program: string;
  /** The words after the program, unquoted and without redirections. */
  readonly args: readonly string[];
  readonly redirects: readonly ShellRedirect[];
  /** The programs that its output is piped into, the next one first. */
  readonly pipedInto: readonly ShellCommand[];
  /** Runs inside an endless loop (`while true`, `until false`). */
  readonly isLooped: boolean;
  /** The script does not wait for it (`&`). */
  readonly isBackground: boolean;
  /** The YAML string that contains it, and the command as it is written there. */
  readonly source: YamlValue;
  readonly text: string;
  /** It represents a script, or the rest of a script, that is too long or too nested to be parsed. */
  readonly isUnread?: boolean;
}

interface ShellRedirect {
  readonly operator: string;
  readonly target: string;
}

/** The deepest level of nested scripts that is parsed. Real scripts are not nested deeper. */
const MAX_DEPTH = 5;
/** The most commands of a script that are parsed, because rules compare them with each other. */
const MOST_COMMANDS = 5000;
/** The most programs in `pipedInto` of a command. */
const MOST_PIPED = 16;
/** In UTF-16 units; a ConfigMap holds 1 MiB at most (API reference, ConfigMap). */
const LONGEST = 256 * 1024;
/** The time for parsing grows with the length of a script times its open substitutions. The largest product. */
const MOST_WORK = 10_000_000;
const OPENERS = /[$<>]\(|`|\$\{/g;

/**
 * The commands that the words of a container (`command` and `args`, an exec hook or probe) run: the program itself, or for
 * a shell with `-c` every simple command of its script, including those in nested shells and substitutions.
 */
export function commandsOf(words: readonly YamlValue[]): ShellCommand[] {
  const literal = words.flatMap((value) => (value.string === undefined ? [] : [{ text: value.string, value }]));
  const [first] = literal;
  if (!first) return [];
  const texts = literal.map(({ text }) => text);
  const command = toProgram(texts, { ...NOTHING_AROUND, source: first.value, text: texts.join(' ') });
  const sourceOf = (index: number): YamlValue => literal[index]?.value ?? first.value;
  // The shell itself is no command: its script is not nested in another.
  if (scriptIndex(texts) !== undefined) return runBy(texts, command, -1, sourceOf);
  return [command, ...runBy(texts, command, 0, sourceOf)];
}

/** The command of words that are no script. */
function toProgram(words: readonly string[], rest: Pick<ShellCommand, 'source' | 'text' | keyof Around>): ShellCommand {
  const start = unwrap(words);
  return { program: basename(words[start] ?? ''), args: words.slice(start + 1), redirects: [], ...rest };
}

/** What a command runs besides itself. @param sourceOf the YAML string that has a word */
function runBy(
  words: readonly string[],
  command: ShellCommand,
  depth: number,
  sourceOf: (index: number) => YamlValue = () => command.source,
): ShellCommand[] {
  if (depth >= MAX_DEPTH) return [];
  const { isLooped, isBackground, text } = command;
  const around = { isLooped, isBackground, pipedInto: [] };
  return innerCommands(words).flatMap((inner) => {
    if (inner.kind === 'script') return scriptCommands(inner.text, sourceOf(inner.index), depth + 1, around);
    const program = toProgram(inner.words, { ...around, source: command.source, text });
    return program.program === '' ? [] : [program, ...runBy(inner.words, program, depth + 1)];
  });
}

interface Around {
  readonly isLooped: boolean;
  readonly isBackground: boolean;
  readonly pipedInto: readonly ShellCommand[];
}

const NOTHING_AROUND: Around = { isLooped: false, isBackground: false, pipedInto: [] };

/**
 * The simple commands of a shell script. A loop or group with redirections is one more command, without a program. For text
 * that isn't a script, it is what could be parsed, and for a script that is too long, a command with `isUnread`.
 */
export function scriptCommands(script: string, source: YamlValue, depth = 0, outside = NOTHING_AROUND): ShellCommand[] {
  if (isTooLong(script)) return [unread(source)];
  const found: ShellCommand[] = [];
  const variables: Variables = new Map();
  const walk = (node: SyntaxNode, text: string, around: Around): void => {
    if (node.type === 'Pipeline') {
      // From the right, so that each command knows the commands that read its output.
      let downstream: ShellCommand[] = [];
      for (const command of [...node.commands].reverse()) {
        const before = found.length;
        walk(command, text, { ...around, pipedInto: downstream });
        downstream = [...found.slice(before, before + MOST_PIPED), ...downstream].slice(0, MOST_PIPED);
      }
      return;
    }
    // The positions in an escaped backtick script refer to its own, unescaped text.
    const ownText = node.type === 'Script' ? (node.source ?? text) : text;
    const inside: Around = {
      ...around,
      isLooped: around.isLooped || isEndlessLoop(node, ownText),
      isBackground: around.isBackground || (node.type === 'Statement' && node.background !== undefined),
    };
    if (node.type === 'Command' || node.type === 'Redirected') {
      if (node.type === 'Command') remember(node, variables);
      const command = toCommand(node, { text: ownText, source, variables }, inside);
      found.push(command);
      if (node.type === 'Command') found.push(...nestedScripts(node, command, depth));
    }
    forEachChild(node, (child) => walk(child, ownText, inside));
  };
  try {
    walk(parse(script), script, outside);
  } catch (error) {
    // The script is nested deeper than the stack allows.
    if (!(error instanceof RangeError)) throw error;
    return [unread(source)];
  }
  return found.length > MOST_COMMANDS ? [...found.slice(0, MOST_COMMANDS), unread(source)] : found;
}

function isTooLong(script: string): boolean {
  return script.length > LONGEST || (script.match(OPENERS)?.length ?? 0) * script.length > MOST_WORK;
}

function unread(source: YamlValue): ShellCommand {
  return { program: '', args: [], redirects: [], ...NOTHING_AROUND, source, text: '', isUnread: true };
}

/** What a script has set its variables to, as far as that is literal. */
type Variables = Map<string, string>;

/** In UTF-16 units: a longer value could be used very often. */
const LONGEST_VARIABLE = 1000;

/** Keeps what a command without a program assigns: `RUN="curl x"`. */
function remember({ name, prefix }: Command, variables: Variables): void {
  if (name) return;
  for (const part of prefix)
    if (part.type === 'Assignment' && part.value.type === 'Word' && part.value.value.length <= LONGEST_VARIABLE)
      variables.set(part.name, part.value.value);
}

interface Script {
  readonly text: string;
  readonly source: YamlValue;
  readonly variables: Variables;
}

function toCommand(node: Command | Redirected, { text, source, variables }: Script, around: Around): ShellCommand {
  const parts = node.type === 'Command' ? [node.name, ...node.args] : [];
  const words = parts
    .flatMap((part) => (part?.type === 'Word' ? splitWord(part) : (part?.text ?? [])))
    .flatMap((word, index) => {
      const value = variables.get(VARIABLE.exec(word)?.[1] ?? '');
      // The shell splits the value of a variable in the place of a program.
      return value === undefined ? word : index === 0 ? value.trim().split(/\s+/) : value;
    });
  const start = unwrap(words);
  const redirects = node.redirects.flatMap((redirect) =>
    redirect.type === 'HereDoc' || !redirect.target
      ? []
      : [{ operator: redirect.operator, target: redirect.target.value }],
  );
  return {
    program: basename(words[start] ?? ''),
    args: words.slice(start + 1),
    redirects,
    ...around,
    source,
    text: text.slice(node.pos, node.end),
  };
}

/** The scripts and commands that a command of a script runs, and texts that a shell reads or that are written as scripts. */
function nestedScripts(node: Command, command: ShellCommand, depth: number): ShellCommand[] {
  if (depth >= MAX_DEPTH) return [];
  const { program, args, isLooped, isBackground } = command;
  const documents = isShell(program) || isGivenToShell(command) ? node.redirects.map(hereText) : [];
  const read = [...documents, writtenScript(command)].flatMap((text) =>
    text ? scriptCommands(text, command.source, depth + 1, { isLooped, isBackground, pipedInto: [] }) : [],
  );
  return [...runBy([program, ...args], command, depth), ...read];
}

/** Whether a shell reads what `cat`, `tee`, `echo` or `printf` writes: from a pipe, or from a file that is named as a script. */
function isGivenToShell({ program, args, redirects, pipedInto }: ShellCommand): boolean {
  if (!WRITERS.has(program)) return false;
  const [next] = pipedInto;
  if (next && isShell(next.program)) return readsInput(next.args);
  const files = [...redirects.map(({ target }) => target), ...(program === 'tee' ? args : [])];
  return files.some((file) => /\.(?:ba)?sh$/.test(file));
}

/** The text of an `echo` or `printf` that is given to a shell. */
function writtenScript(command: ShellCommand): string | undefined {
  const { program, args } = command;
  if ((program !== 'echo' && program !== 'printf') || !isGivenToShell(command)) return undefined;
  // What stands before it is an option, or the format of `printf`.
  return args.filter((word) => !/^(?:-[neE]+|(?:%[sb]|\\n)+)$/.test(word)).join(' ');
}

const WRITERS: ReadonlySet<string> = new Set(['cat', 'tee', 'echo', 'printf']);

function hereText(redirect: Redirection): string | undefined {
  if (redirect.type === 'HereDoc') return redirect.body.text;
  return redirect.type === 'HereString' ? redirect.target?.value : undefined;
}

/** A word that is a variable and nothing else. */
const VARIABLE = /^\$\{?(\w+)\}?$/;

/** `$IFS` and braces, as in `{echo,text}`, can replace spaces in a command, to hide it from a text search. */
function splitWord(word: Word): string[] {
  const { text, value } = word;
  const isBraced = text === value && value.startsWith('{') && value.endsWith('}') && value.includes(',');
  if (isBraced) return value.slice(1, -1).split(',');
  const parts = value.split(/\$\{?IFS\}?(?:\$\d)?/);
  return parts.length > 1 ? parts.filter(Boolean) : parts;
}

const ALWAYS_TRUE = /^(?:(?:(?:\/bin\/)?true|:|(?:test )?1|\[\[? (?:1|true) \]\]?|\(\( ?1 ?\)\))\s*|sleep [^;|&]+);?$/;

function isEndlessLoop(node: SyntaxNode, text: string): boolean {
  if (node.type === 'ArithmeticFor') return node.test === undefined;
  if (node.type !== 'While') return false;
  const clause = text.slice(node.clause.pos, node.clause.end).trim();
  return (node.kind === 'while' ? ALWAYS_TRUE : /^(?:\/bin\/)?false\s*;?$/).test(clause);
}
