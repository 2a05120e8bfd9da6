import type { Configuration } from '../configuration/configured';
import { findRule } from '../rules/index';
import { NEWEST_KUBERNETES_MINOR, parseKubernetesVersion } from '../rules/kubernetes-version';
import { type LeveledVersion, POD_SECURITY_LEVELS, parseLeveledVersion } from '../rules/permissions/pod-security';
import { SEVERITIES, type Severity } from '../rules/severity';
import { didYouMean } from '../rules/similar-rule';
import { FORMATS } from './usage/commands';
import { type CallWords, readWords, UsageError } from './usage/words';

export type Format = (typeof FORMATS)[number];

/** A report to write. */
export interface ReportOptions {
  readonly format: Format;
  /** The file, as the user wrote it; `undefined` for stdout. */
  readonly output: string | undefined;
}

export interface CheckOptions {
  readonly paths: readonly string[];
  /** Whether what .gitignore names is left out. */
  readonly ignores: boolean;
  readonly reports: readonly ReportOptions[];
  /** The least severity that reports for people show. */
  readonly severity: Severity;
  /** Findings only. */
  readonly isQuiet: boolean;
  /** Whether text has colours; `undefined` where the terminal decides. */
  readonly hasColors: boolean | undefined;
  /** The file with the accepted findings, as the user wrote it. */
  readonly baseline: string | undefined;
  readonly updatesBaseline: boolean;
  /** A branch, tag or commit, as the user wrote it: what was found there is left out. */
  readonly diffBase: string | undefined;
  /** The name of stdin. */
  readonly stdinName: string | undefined;
  readonly failOn: Severity | 'never';
  readonly fix: boolean;
  readonly fixDryRun: boolean;
  /** Whether fixing asks registries for the digests of images. */
  readonly pin: boolean;
  readonly insecureRegistries: readonly string[];
  /** The configuration file for every manifest; if `undefined`, each manifest has the nearest one. */
  readonly config: string | undefined;
  /** What the command line sets. It overrides every configuration file. */
  readonly overrides: Configuration;
  /** The only rules to run; if `undefined`, all rules run. */
  readonly only: ReadonlySet<string> | undefined;
}

/** @throws UsageError */
export function parseCheckOptions(given: readonly string[]): CheckOptions {
  const words = readWords('check', given);
  const [fix, fixDryRun, pin] = [words.has('fix'), words.has('fix-dry-run'), words.has('pin')];
  if (fix && fixDryRun) throw new UsageError("`--fix` and `--fix-dry-run` can't be used together; choose one.");
  if (pin && !fix) throw new UsageError('`--pin` changes files, so it needs `--fix`; add `--fix`.');
  const baseline = words.valueOf('baseline');
  const updatesBaseline = words.has('update-baseline');
  if (updatesBaseline && baseline === undefined)
    throw new UsageError('`--update-baseline` needs a file; add `--baseline FILE`.');
  const diffBase = words.valueOf('diff');
  if (diffBase !== undefined && baseline !== undefined)
    throw new UsageError(
      "`--diff` and `--baseline` can't be used together: `--diff` leaves out all findings of BASE; choose one.",
    );
  if (updatesBaseline && words.valuesOf('only').length > 0)
    throw new UsageError('`--update-baseline` writes all findings, so `--only` does not go with it; remove it.');
  const only = words.valuesOf('only').flatMap((ids) => ids.split(',').map(knownRule));
  const color = chosen(words, 'color', ['auto', 'always', 'never'], 'auto');
  return {
    ...parseSearch(words),
    reports: parseReports(words),
    severity: chosen(words, 'severity', SEVERITIES, 'warning'),
    isQuiet: words.has('quiet'),
    hasColors: color === 'auto' ? undefined : color === 'always',
    baseline,
    updatesBaseline,
    diffBase,
    stdinName: words.valueOf('stdin-filename'),
    failOn: parseFailOn(words),
    fix,
    fixDryRun,
    pin,
    insecureRegistries: words.valuesOf('insecure-registry'),
    config: words.valueOf('config'),
    overrides: overridesOf(words),
    only: only.length > 0 ? new Set(only) : undefined,
  };
}

/** Which files a command reads. */
export function parseSearch({ paths, has }: CallWords): {
  readonly paths: readonly string[];
  readonly ignores: boolean;
} {
  return { paths: paths.length > 0 ? paths : ['.'], ignores: !has('no-ignore') };
}

function overridesOf(words: CallWords): Configuration {
  const [version, level] = [words.valueOf('kubernetes-version'), words.valueOf('pod-security')];
  return {
    severities: new Map(words.valuesOf('rule').map(parseRule)),
    ...(version !== undefined && { kubernetesMinor: parseVersion(version) }),
    ...(level !== undefined && { podSecurity: parsePodSecurity(level) }),
    ...(words.has('no-inline-ignores') && { inlineIgnores: false }),
  };
}

/** The reports that `--format` and `--output` ask for: one on stdout at most. */
function parseReports(words: CallWords): ReportOptions[] {
  const output = words.valueOf('output');
  const given = words.valuesOf('format').length > 0 ? words.valuesOf('format') : ['text'];
  const reports = given.map((word): ReportOptions => {
    const [name, file] = cut(word, '=');
    if (file === '') throw new UsageError(`\`--format ${word}\` names no file; write \`--format ${name}=FILE\`.`);
    return { format: oneOf(`--format ${word}`, name, FORMATS), output: file };
  });
  const open = reports.filter((report) => report.output === undefined);
  if (open.length > 1)
    throw new UsageError('Only one `--format` can be printed; write the others to files with `--format FORMAT=FILE`.');
  if (output !== undefined && open.length === 0)
    throw new UsageError('`--output` is for a `--format` without a file; remove one of them.');
  return reports.map((report) => (report.output === undefined ? { ...report, output } : report));
}

/** @throws UsageError */
export function parseFailOn(words: CallWords): Severity | 'never' {
  return chosen(words, 'fail-on', [...SEVERITIES, 'never'], 'error');
}

/**
 * The value of an option that has to be one of some words.
 * @throws UsageError
 */
export function chosen<T extends string>(words: CallWords, option: string, allowed: readonly T[], standard: T): T {
  const value = words.valueOf(option);
  return value === undefined ? standard : oneOf(`--${option} ${value}`, value, allowed);
}

function parseRule(word: string): [string, Severity | 'off'] {
  const [id, severity] = cut(word, '=');
  if (severity === undefined)
    throw new UsageError(
      `\`--rule ${word}\` has no severity; write \`--rule ${word}=warning\` or \`--rule ${word}=off\`.`,
    );
  return [knownRule(id), oneOf(`--rule ${word}`, severity, [...SEVERITIES, 'off'])];
}

function knownRule(id: string): string {
  const name = id.trim();
  if (!findRule(name))
    throw new UsageError(`There is no rule "${name}"; run "sidecar-guard rules" to list the rules.${didYouMean(name)}`);
  return name;
}

/** @throws UsageError */
export function parseVersion(text: string | undefined): number {
  const minor = text === undefined ? NEWEST_KUBERNETES_MINOR : parseKubernetesVersion(text);
  if (minor === undefined)
    throw new UsageError(
      `\`--kubernetes-version ${text}\` is not a version; write one such as 1.${NEWEST_KUBERNETES_MINOR}.`,
    );
  return minor;
}

function parsePodSecurity(text: string): LeveledVersion {
  const level = parseLeveledVersion(text);
  if (!level)
    throw new UsageError(
      `\`--pod-security ${text}\` is not a level; write ${POD_SECURITY_LEVELS.join(', ')}, or one with a version such as baseline:v1.30.`,
    );
  return level;
}

/** Checks that a value is one of the allowed words. `given` is what the user wrote, for the error. */
function oneOf<T extends string>(given: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`\`${given}\` is not known; write one of ${allowed.join(', ')}.`);
  return found;
}

/** The text before and after the first separator. */
function cut(text: string, separator: string): [string, string | undefined] {
  const offset = text.indexOf(separator);
  return offset === -1 ? [text, undefined] : [text.slice(0, offset), text.slice(offset + 1)];
}
