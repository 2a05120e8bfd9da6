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
import { basename, isShell, scriptIndex, unwrap } from './shell-words';

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
  /** The script goes on without waiting for it (`&`). */
  readonly isBackground: boolean;
  /** The YAML string that holds it, and its words there as they are written. */
  readonly source: YamlValue;
  readonly text: string;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly target: string;
}

/** Nested scripts deeper than this are not written by people. */
const MAX_DEPTH = 5;

/**
 * The commands that a container's words (command and args, an exec hook or probe) run: the program itself or, where
 * that is a shell with `-c`, every simple command of its script, those in nested shells and substitutions included.
 */
export function commandsOf(words: readonly YamlValue[]): ShellCommand[] {
  const literal = words.flatMap((value) => (value.string === undefined ? [] : [{ text: value.string, value }]));
  const texts = literal.map(({ text }) => text);
  const [first] = literal;
  if (!first) return [];
  const script = scriptIndex(texts);
  const source = script === undefined ? undefined : literal[script];
  if (source) return scriptCommands(source.text, source.value);
  const start = unwrap(texts);
  return [
    {
      program: basename(texts[start] ?? ''),
      args: texts.slice(start + 1),
      redirects: [],
      pipedInto: [],
      isLooped: false,
      isBackground: false,
      source: first.value,
      text: texts.join(' '),
    },
  ];
}

interface Around {
  readonly isLooped: boolean;
  readonly isBackground: boolean;
  readonly pipedInto: readonly ShellCommand[];
}

const NOTHING_AROUND: Around = { isLooped: false, isBackground: false, pipedInto: [] };

/**
 * The simple commands of a shell script; a loop or group with redirections is one more, without a program. Text that
 * isn't a script gives what could be read of it.
 */
export function scriptCommands(script: string, source: YamlValue, depth = 0, outside = NOTHING_AROUND): ShellCommand[] {
  const found: ShellCommand[] = [];
  const walk = (node: SyntaxNode, text: string, around: Around): void => {
    if (node.type === 'Pipeline') {
      // From the right, so that each command knows those that it feeds.
      let downstream: ShellCommand[] = [];
      for (const command of [...node.commands].reverse()) {
        const before = found.length;
        walk(command, text, { ...around, pipedInto: downstream });
        downstream = [...found.slice(before), ...downstream];
      }
      return;
    }
    // The positions in an escaped backtick script count in its own, unescaped text.
    const ownText = node.type === 'Script' ? (node.source ?? text) : text;
    const inside: Around = {
      ...around,
      isLooped: around.isLooped || isEndlessLoop(node, ownText),
      isBackground: around.isBackground || (node.type === 'Statement' && node.background !== undefined),
    };
    if (node.type === 'Command' || node.type === 'Redirected') {
      const command = toCommand(node, ownText, source, inside);
      found.push(command);
      if (node.type === 'Command') found.push(...nestedScripts(node, command, depth));
    }
    forEachChild(node, (child) => walk(child, ownText, inside));
  };
  walk(parse(script), script, outside);
  return found;
}

function toCommand(node: Command | Redirected, script: string, source: YamlValue, around: Around): ShellCommand {
  const parts = node.type === 'Command' ? [node.name, ...node.args] : [];
  const words = parts.flatMap((part) => (part?.type === 'Word' ? splitWord(part) : (part?.text ?? [])));
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
    text: script.slice(node.pos, node.end),
  };
}

/** `sh -c "…"` inside a script, what `eval` runs, and what a here-document gives a shell to read. */
function nestedScripts(node: Command, command: ShellCommand, depth: number): ShellCommand[] {
  if (depth >= MAX_DEPTH) return [];
  const { program, args, pipedInto, isLooped, isBackground } = command;
  const words = [program, ...args];
  const index = program === 'eval' ? 1 : scriptIndex(words);
  const script = index === undefined ? undefined : words[index];
  const isRead = isShell(program) || (program === 'cat' && isShell(pipedInto[0]?.program ?? ''));
  const documents = isRead ? node.redirects.map(hereText) : [];
  return [script, ...documents].flatMap((text) =>
    text ? scriptCommands(text, command.source, depth + 1, { isLooped, isBackground, pipedInto: [] }) : [],
  );
}

function hereText(redirect: Redirection): string | undefined {
  if (redirect.type === 'HereDoc') return redirect.body.text;
  return redirect.type === 'HereString' ? redirect.target?.value : undefined;
}

/** `$IFS` is how commands hide their spaces from a plain search. */
function splitWord(word: Word): string[] {
  const parts = word.value.split(/\$\{?IFS\}?(?:\$\d)?/);
  return parts.length > 1 ? parts.filter(Boolean) : parts;
}

const ALWAYS_TRUE =
  /^\s*(?:(?:\/bin\/)?true|:|(?:test )?1|\[\[? (?:1|true) \]\]?|\(\( ?1 ?\)\)|sleep [^;|&]+)\s*;?\s*$/;

function isEndlessLoop(node: SyntaxNode, text: string): boolean {
  if (node.type === 'ArithmeticFor') return node.test === undefined;
  if (node.type !== 'While') return false;
  const clause = text.slice(node.clause.pos, node.clause.end);
  return (node.kind === 'while' ? ALWAYS_TRUE : /^\s*(?:\/bin\/)?false\s*;?\s*$/).test(clause);
}
