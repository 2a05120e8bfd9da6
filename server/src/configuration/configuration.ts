import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Range } from 'yaml';
import { findRule } from '../rules/index';
import { parseKubernetesVersion } from '../rules/kubernetes-version';
import type { AnalysisOptions } from '../rules/options';
import { POD_SECURITY_LEVELS, parseLeveledVersion } from '../rules/permissions/pod-security';
import { SEVERITIES, type Severity } from '../rules/severity';
import { repeatedKeys } from './repeated-keys';
import { syntaxReason } from './syntax-reason';

/** The file with the settings that CI and editors share. */
export const CONFIGURATION_FILE = '.sidecar-guard.yaml';

/** The options that a file, a user or a command line sets. Options that are not set come from elsewhere. */
export type Configuration = Partial<Omit<AnalysisOptions, 'only'>>;

/** An error in a configuration file. */
interface ConfigurationProblem {
  /** A sentence or two for the user. */
  readonly message: string;
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
  for (const { key, value, at } of entriesOf(document.contents)) {
    const read = READERS.get(key);
    const fail = (message: string, node: Node | undefined = value): void => report(message, node?.range ?? at);
    if (read) configuration = { ...configuration, ...read(value, fail) };
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
  const severities = new Map([...options.severities, ...(configuration.severities ?? [])]);
  return { ...options, ...configuration, severities };
}

type Fail = (message: string, node?: Node) => void;

/** Reads the value of a key of the file. */
type Reader = (value: Node | undefined, fail: Fail) => Configuration;
const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    rules: (value, fail) => {
      if (value && !isMap(value) && scalarOf(value) !== null) fail('Write a map of rules and their severities.');
      const severities = new Map<string, Severity | 'off'>();
      for (const { key, value: severity } of entriesOf(value)) {
        const known = [...SEVERITIES, 'off' as const].find((name) => name === scalarOf(severity));
        if (!findRule(key))
          fail(
            `There is no rule ${looksLikeKey(key) ? `"${key}"` : 'of this name'}; run "sidecar-guard rules" to list the rules.`,
            severity,
          );
        else if (known) severities.set(key, known);
        else fail(`This is not a severity. Write one of ${[...SEVERITIES, 'off'].join(', ')}.`, severity);
      }
      return { severities };
    },
    kubernetesVersion: (value, fail) => {
      const kubernetesMinor = parseKubernetesVersion(textOf(value));
      if (kubernetesMinor === undefined) fail('This is not a version of Kubernetes. Write one such as "1.33".');
      return kubernetesMinor === undefined ? {} : { kubernetesMinor };
    },
    podSecurity: (value, fail) => {
      const podSecurity = parseLeveledVersion(textOf(value));
      if (!podSecurity)
        fail(
          `This is not a level. Write ${POD_SECURITY_LEVELS.join(', ')}, or one with a version such as baseline:v1.30.`,
        );
      return podSecurity ? { podSecurity } : {};
    },
    allowedRegistries: (value, fail) => {
      if (!isSeq(value)) {
        fail('Write a list of registries, such as [registry.example.com, ghcr.io/my-team].');
        return {};
      }
      const allowedRegistries = value.items.flatMap((item) => {
        const text = scalarOf(item as Node);
        if (typeof text === 'string') return [text];
        fail('Write the name of a registry.', item as Node);
        return [];
      });
      return { allowedRegistries };
    },
    requireDigest: (value, fail) => {
      const requireDigest = scalarOf(value);
      if (typeof requireDigest === 'boolean') return { requireDigest };
      fail('Write true or false.');
      return {};
    },
  }),
);

/** A key in a message. Text that does not look like a key may come from another file, so it is not quoted. */
function quoted(key: string, line: number): string {
  return looksLikeKey(key) ? `"${key}"` : `A key in line ${line}`;
}

function looksLikeKey(key: string): boolean {
  return /^[A-Za-z_][\w-]{0,40}$/.test(key);
}

function entriesOf(node: Node | null | undefined) {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) =>
    isScalar(key)
      ? [{ key: String(key.value), value: value as Node | undefined, at: key.range ?? ([0, 0, 0] as const) }]
      : [],
  );
}

function scalarOf(node: Node | undefined): unknown {
  return isScalar(node) ? node.value : undefined;
}

/** The text as it is written: a version such as 1.30 must not be read as a number. */
function textOf(node: Node | undefined): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : '';
}
