import { parseArgs } from 'node:util';
import type { Configuration } from '../configuration/configuration';
import { findRule } from '../rules/index';
import { NEWEST_KUBERNETES_MINOR, parseKubernetesVersion } from '../rules/kubernetes-version';
import { type LeveledVersion, POD_SECURITY_LEVELS, parseLeveledVersion } from '../rules/permissions/pod-security';
import { SEVERITIES, type Severity } from '../rules/severity';

/** Wrong usage: a message for the user, and exit code 2. */
export class UsageError extends Error {
  /** Keeps the first sentence of an error of `parseArgs`: the second one is advice for programmers. */
  static from(error: unknown): UsageError {
    const [sentence] = error instanceof Error ? error.message.split(/\.\s/) : [String(error)];
    return new UsageError(`${sentence}. See "sidecar-guard --help".`);
  }
}

const FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckOptions {
  readonly paths: readonly string[];
  /** Whether what .gitignore names is left out. */
  readonly ignores: boolean;
  readonly format: Format;
  readonly output: string | undefined;
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
export function parseCheckOptions(words: readonly string[]): CheckOptions {
  const { values, positionals } = parse(words);
  if (values.fix && values['fix-dry-run'])
    throw new UsageError("`--fix` and `--fix-dry-run` can't be used together; choose one.");
  if (values.pin && !values.fix) throw new UsageError('`--pin` changes files, so it needs `--fix`; add `--fix`.');
  return {
    paths: positionals.length > 0 ? positionals : ['.'],
    ignores: !values['no-ignore'],
    format: oneOf(`--format ${values.format}`, values.format, FORMATS),
    output: values.output,
    failOn: oneOf(`--fail-on ${values['fail-on']}`, values['fail-on'], [...SEVERITIES, 'never']),
    fix: values.fix,
    fixDryRun: values['fix-dry-run'],
    pin: values.pin,
    insecureRegistries: values['insecure-registry'],
    config: values.config,
    overrides: {
      severities: new Map(values.rule.map(parseRule)),
      ...(values['kubernetes-version'] !== undefined && {
        kubernetesMinor: parseVersion(values['kubernetes-version']),
      }),
      ...(values['pod-security'] !== undefined && { podSecurity: parsePodSecurity(values['pod-security']) }),
    },
    only: values.only.length > 0 ? new Set(values.only.flatMap((ids) => ids.split(',').map(knownRule))) : undefined,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        output: { type: 'string' },
        'fail-on': { type: 'string', default: 'error' },
        config: { type: 'string' },
        rule: { type: 'string', multiple: true, default: [] },
        only: { type: 'string', multiple: true, default: [] },
        'pod-security': { type: 'string' },
        'kubernetes-version': { type: 'string' },
        fix: { type: 'boolean', default: false },
        'fix-dry-run': { type: 'boolean', default: false },
        pin: { type: 'boolean', default: false },
        'insecure-registry': { type: 'string', multiple: true, default: [] },
        'no-ignore': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw UsageError.from(error);
  }
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
  if (!findRule(name)) throw new UsageError(`There is no rule "${name}"; run "sidecar-guard rules" to list the rules.`);
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
export function oneOf<T extends string>(given: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`\`${given}\` is not known; write one of ${allowed.join(', ')}.`);
  return found;
}

/** The text before and after the first separator. */
function cut(text: string, separator: string): [string, string | undefined] {
  const offset = text.indexOf(separator);
  return offset === -1 ? [text, undefined] : [text.slice(0, offset), text.slice(offset + 1)];
}
