import { COMMANDS, type CommandSpec, NOTES, type OptionSpec } from './commands';
import { UsageError } from './words';

/** The columns of a line, and the column in which the words about an option begin. */
const WIDTH = 118;
const COLUMN = 32;

/** The help for all commands, or for one. */
export function helpText(command?: string): string {
  if (command === undefined) {
    const parts = COMMANDS.map((spec) => `${commandLines(spec)}${spec.options.map(optionLines).join('')}`);
    return `Usage: sidecar-guard COMMAND\n\n${parts.join('')}\n${notes()}`;
  }
  const spec = COMMANDS.find(({ name }) => name === command);
  if (!spec) throw new UsageError(`There is no command "${command}"; see "sidecar-guard --help".`);
  const { name, words, about, options } = spec;
  const usage = ['Usage: sidecar-guard', name, ...(options.length > 0 ? ['[OPTION...]'] : []), words]
    .join(' ')
    .trimEnd();
  const end = name === 'check' || name === 'audit' ? `\n${notes()}` : '';
  return `${usage}\n\n${wrapped(sentence(about), 0)}\n${options.length > 0 ? '\n' : ''}${options.map(optionLines).join('')}${end}`;
}

/** An option as it is written: `--namespace, -n NAMESPACE`. */
function written({ name, short, value }: OptionSpec): string {
  return `--${name}${short ? `, -${short}` : ''}${value === undefined ? '' : ` ${value}`}`;
}

function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}

function commandLines({ name, words, about }: CommandSpec): string {
  return twoColumns(`  ${name} ${words}`.trimEnd(), 22, about);
}

function optionLines(option: OptionSpec): string {
  return twoColumns(`    ${written(option)}`, COLUMN, option.about);
}

function twoColumns(head: string, column: number, text: string): string {
  const lines = wrapped(text, column).trimEnd().slice(column);
  return head.length < column ? `${head.padEnd(column)}${lines}\n` : `${head}\n${' '.repeat(column)}${lines}\n`;
}

function notes(): string {
  return NOTES.map((note) => wrapped(note, 0)).join('\n');
}

/** Text in lines, each with an indentation. */
function wrapped(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}
