import { type Command, forEachChild, parse, type SyntaxNode, type Word } from 'unbash';
import type { YamlValue } from '../manifest/value';

/** A simple command of a shell script, or the program that a container starts without a shell. */
export interface ShellCommand {
  /** The program's base name (`/bin/cat` is `cat`); empty where it isn't literal. */
  readonly program: string;
  /** The words behind the program, unquoted; redirections are not among them. */
  readonly args: readonly string[];
  readonly redirects: readonly ShellRedirect[];
  /** The programs that its output is piped into, the next one first. */
  readonly pipedInto: readonly ShellCommand[];
  /** Runs inside an endless loop (`while true`, `until false`). */
  readonly isLooped: boolean;
  /** The YAML string that holds it, and its words there as they are written. */
  readonly source: YamlValue;
  readonly text: string;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly target: string;
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'busybox']);
/** Programs that run the rest of their words as a command. */
const WRAPPERS = new Set(['exec', 'nohup', 'sudo', 'env', 'time', 'tini', 'dumb-init', 'command', 'setsid', 'stdbuf']);
/** Nested scripts deeper than this are not written by people. */
const MAX_DEPTH = 5;

export function isShell(program: string): boolean {
  return SHELLS.has(program);
}

/**
 * The commands that a container's words (command and args, an exec hook or probe) run: the program itself or, where
 * that is a shell with `-c`, every simple command of its script, those in nested shells and substitutions included.
 */
export function commandsOf(words: readonly YamlValue[]): ShellCommand[] {
  const literal = words.flatMap((value) => (value.string === undefined ? [] : [{ text: value.string, value }]));
  const [first] = literal;
  if (!first) return [];
  const script = scriptIndex(literal.map(({ text }) => text));
  const source = script === undefined ? undefined : literal[script];
  if (source) return scriptCommands(source.text, source.value);
  return [
    {
      program: basename(first.text),
      args: literal.slice(1).map(({ text }) => text),
      redirects: [],
      pipedInto: [],
      isLooped: false,
      source: first.value,
      text: literal.map(({ text }) => text).join(' '),
    },
  ];
}

/** The simple commands of a shell script. Text that isn't a script gives what could be read of it. */
export function scriptCommands(script: string, source: YamlValue, depth = 0, isLooped = false): ShellCommand[] {
  const found: ShellCommand[] = [];
  const walk = (node: SyntaxNode, text: string, looped: boolean, pipedInto: readonly ShellCommand[]): void => {
    if (node.type === 'Pipeline') {
      // From the right, so that each command knows those that it feeds.
      let downstream: ShellCommand[] = [];
      for (const command of [...node.commands].reverse()) {
        const before = found.length;
        walk(command, text, looped, downstream);
        downstream = [...found.slice(before), ...downstream];
      }
      return;
    }
    // The positions in an escaped backtick script count in its own, unescaped text.
    const ownText = node.type === 'Script' ? (node.source ?? text) : text;
    const inLoop =
      looped || (node.type === 'While' && isEndless(ownText.slice(node.clause.pos, node.clause.end), node.kind));
    if (node.type === 'Command') {
      const command = toCommand(node, ownText, source, pipedInto, inLoop);
      found.push(command);
      found.push(...nestedScript(command, depth));
    }
    forEachChild(node, (child) => walk(child, ownText, inLoop, pipedInto));
  };
  walk(parse(script), script, isLooped, []);
  return found;
}

function toCommand(
  node: Command,
  script: string,
  source: YamlValue,
  pipedInto: readonly ShellCommand[],
  isLooped: boolean,
): ShellCommand {
  const words = [node.name, ...node.args].filter((word): word is Word => word?.type === 'Word').flatMap(splitWord);
  let start = 0;
  while (WRAPPERS.has(basename(words[start] ?? ''))) {
    start++;
    while (words[start]?.startsWith('-') || words[start]?.includes('=')) start++;
  }
  const redirects = node.redirects.flatMap((redirect) =>
    redirect.type === 'HereDoc' || !redirect.target
      ? []
      : [{ operator: redirect.operator, target: redirect.target.value }],
  );
  return {
    program: basename(words[start] ?? ''),
    args: words.slice(start + 1),
    redirects,
    pipedInto,
    isLooped,
    source,
    text: script.slice(node.pos, node.end),
  };
}

/** `sh -c "…"` inside a script, and what `eval` runs. */
function nestedScript(command: ShellCommand, depth: number): ShellCommand[] {
  if (depth >= MAX_DEPTH) return [];
  const words = [command.program, ...command.args];
  const index = command.program === 'eval' ? 1 : scriptIndex(words);
  const script = index === undefined ? undefined : words[index];
  return script ? scriptCommands(script, command.source, depth + 1, command.isLooped) : [];
}

/** `$IFS` is how commands hide their spaces from a plain search. */
function splitWord(word: Word): string[] {
  return word.value.split(/\$\{?IFS\}?(?:\$\d)?/);
}

function isEndless(clause: string, kind: 'while' | 'until'): boolean {
  return (kind === 'while' ? /^\s*(?:true|:|\[ 1 \]|\(\(1\)\))\s*;?\s*$/ : /^\s*false\s*;?\s*$/).test(clause);
}

/** Where the script stands in the words of a shell called with `-c`. */
function scriptIndex(words: readonly string[]): number | undefined {
  let at = words.findIndex((word) => !WRAPPERS.has(basename(word)) && !word.startsWith('-') && !word.includes('='));
  if (at === -1 || !SHELLS.has(basename(words[at] ?? ''))) return undefined;
  while (++at < words.length) {
    const word = words[at] ?? '';
    if (/^-[a-z]*c$/.test(word)) return at + 1 < words.length ? at + 1 : undefined;
    if (/^[-+]o$/.test(word)) at++;
    else if (!/^[-+]/.test(word) && !SHELLS.has(word)) return undefined;
  }
  return undefined;
}

function basename(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
