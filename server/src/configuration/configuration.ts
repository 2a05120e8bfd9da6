import { type Document, isMap, LineCounter, type Node, parseDocument, type Range } from 'yaml';
import type { AnalysisOptions } from '../rules/options';
import type { Configuration } from './configured';
import { looksLikeKey, mapEntriesOf } from './nodes';
import { READERS } from './readers';
import { repeatedKeys } from './repeated-keys';
import { syntaxReason } from './syntax-reason';

/** The file with the settings that CI and editors share. */
export const CONFIGURATION_FILE = '.sidecar-guard.yaml';

/** An error in a configuration file. */
interface ConfigurationProblem {
  /** A sentence or two for the user. */
  readonly message: string;
  /** It is no mistake, but the user has to look at it. */
  readonly isNotice?: true;
  /** 0-based, in UTF-16 units. */
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface ParsedConfiguration {
  readonly configuration: Configuration;
  readonly problems: readonly ConfigurationProblem[];
}

/** In UTF-16 units. Longer files are not written by hand. */
const LONGEST = 32 * 1024;

/** Reads a configuration file. Wrong entries are left out and reported; the others count. */
export function parseConfiguration(text: string): ParsedConfiguration {
  const lineCounter = new LineCounter();
  // YAML 1.2, in which `off` is a word.
  if (text.length > LONGEST) return refused(`This is too long: a configuration has at most ${LONGEST} characters.`);
  let document: Document;
  let repeated: readonly Range[];
  try {
    document = parseDocument(text, {
      lineCounter,
      version: '1.2',
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    repeated = repeatedKeys(document);
  } catch {
    // The parser calls itself for each level.
    return refused('This has too many levels of nesting.');
  }
  const problems: ConfigurationProblem[] = [];
  const report = (message: string, [start, end]: readonly [number, number, ...number[]]): void => {
    const [from, to] = [lineCounter.linePos(start), lineCounter.linePos(Math.max(start, end))];
    const position = ({ line, col }: { line: number; col: number }) => ({ line: line - 1, character: col - 1 });
    problems.push({ message, start: position(from), end: position(to) });
  };
  for (const { code, pos } of document.errors) report(`This is not valid YAML: ${syntaxReason(code)}.`, pos);
  for (const range of repeated) report(`This is not valid YAML: ${syntaxReason('DUPLICATE_KEY')}.`, range);
  let configuration: Configuration = {};
  for (const { key, value, at } of mapEntriesOf(document.contents)) {
    const read = READERS.get(key);
    const fail = (message: string, node: Node | undefined = value): void => report(message, node?.range ?? at);
    const remind = (message: string, node: Node): void => {
      report(message, node.range ?? at);
      const made = problems.pop();
      if (made) problems.push({ ...made, isNotice: true });
    };
    if (read) configuration = { ...configuration, ...read(value, fail, remind) };
    else
      report(
        `${quoted(key, lineCounter.linePos(at[0]).line)} is unknown. Write one of ${[...READERS.keys()].join(', ')}.`,
        at,
      );
  }
  if (document.contents && !isMap(document.contents) && document.errors.length === 0)
    report(`Write a map with one of ${[...READERS.keys()].join(', ')}.`, document.contents.range ?? [0, 0]);
  return { configuration, problems };
}

/** The result for a file that is refused as a whole. */
function refused(message: string): ParsedConfiguration {
  const start = { line: 0, character: 0 };
  return { configuration: {}, problems: [{ message, start, end: start }] };
}

/** Options, overridden by a configuration; severities are merged rule by rule. */
export function withConfiguration(options: AnalysisOptions, configuration: Configuration): AnalysisOptions {
  const { exclude: _, ignore: __, extends: ___, ...own } = configuration;
  return { ...options, ...own, severities: new Map([...options.severities, ...(own.severities ?? [])]) };
}

/** A configuration that adds to another one: its own settings come first, and lists of files and findings are joined. */
export function extended(base: Configuration, own: Configuration): Configuration {
  return {
    ...base,
    ...own,
    severities: new Map([...(base.severities ?? []), ...(own.severities ?? [])]),
    exclude: [...(base.exclude ?? []), ...(own.exclude ?? [])],
    ignore: [...(base.ignore ?? []), ...(own.ignore ?? [])],
  };
}

/** A key in a message. Text that does not look like a key may come from another file, so it is not quoted. */
function quoted(key: string, line: number): string {
  return looksLikeKey(key) ? `"${key}"` : `A key in line ${line}`;
}
