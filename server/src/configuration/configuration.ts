import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { AnalysisOptions } from '../rules/engine';
import { findRule } from '../rules/index';
import { parseKubernetesVersion } from '../rules/kubernetes-version';
import { LEVELS, parseLeveledVersion } from '../rules/permissions/pod-security';
import { SEVERITIES, type Severity } from '../rules/severity';

/** The file that holds what CI and editors must agree on. */
export const CONFIGURATION_FILE = '.sidecar-guard.yaml';

/** What a team, a user or a command line has decided; the rest is left to others. */
export type Configuration = Partial<Omit<AnalysisOptions, 'only'>>;

/** Something in a configuration file that can't be taken as it stands. */
export interface ConfigurationProblem {
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

/** Reads a configuration file. What is wrong in it is left out and reported; the rest counts. */
export function parseConfiguration(text: string): ParsedConfiguration {
  const lineCounter = new LineCounter();
  // YAML 1.2, in which `off` is a word.
  const document = parseDocument(text, { lineCounter, version: '1.2', logLevel: 'silent', prettyErrors: false });
  const problems: ConfigurationProblem[] = [];
  const report = (message: string, [start, end]: readonly [number, number, ...number[]]): void => {
    const [from, to] = [lineCounter.linePos(start), lineCounter.linePos(Math.max(start, end))];
    const position = ({ line, col }: { line: number; col: number }) => ({ line: line - 1, character: col - 1 });
    problems.push({ message, start: position(from), end: position(to) });
  };
  for (const { message, pos } of document.errors) report(`This is not valid YAML: ${message}`, pos);
  let configuration: Configuration = {};
  for (const { key, value, at } of entriesOf(document.contents)) {
    const read = READERS[key];
    const fail = (message: string, node: Node | undefined = value): void => report(message, node?.range ?? at);
    if (read) configuration = { ...configuration, ...read(value, fail) };
    else report(`"${key}" is unknown. Write one of ${Object.keys(READERS).join(', ')}.`, at);
  }
  if (document.contents && !isMap(document.contents) && document.errors.length === 0)
    report(`Write a map with one of ${Object.keys(READERS).join(', ')}.`, document.contents.range ?? [0, 0]);
  return { configuration, problems };
}

/** Options with what a configuration says in their place; severities are taken rule by rule. */
export function withConfiguration(options: AnalysisOptions, configuration: Configuration): AnalysisOptions {
  const severities = new Map([...options.severities, ...(configuration.severities ?? [])]);
  return { ...options, ...configuration, severities };
}

type Fail = (message: string, node?: Node) => void;

/** How each key of the file is read. */
const READERS: Readonly<Record<string, (value: Node | undefined, fail: Fail) => Configuration>> = {
  rules: (value, fail) => {
    if (value && !isMap(value) && scalarOf(value) !== null) fail('Write a map of rules and their severities.');
    const severities = new Map<string, Severity | 'off'>();
    for (const { key, value: severity } of entriesOf(value)) {
      const known = [...SEVERITIES, 'off' as const].find((name) => name === scalarOf(severity));
      if (!findRule(key)) fail(`There is no rule "${key}"; "sidecar-guard rules" lists them.`, severity);
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
      fail(`This is not a level. Write ${LEVELS.join(', ')}, or one with a version such as baseline:v1.30.`);
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
};

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

/** As it is written: a version such as 1.30 is no number. */
function textOf(node: Node | undefined): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : '';
}
