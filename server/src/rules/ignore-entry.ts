import { matchesWildcard } from '../text/wildcard';
import type { RuleFinding } from './analysis';

/** Findings that a configuration file accepts. In names, `*` stands for any text, and `?` for one character. */
export interface IgnoreEntry {
  /** Globs of files, relative to the folder of the configuration; empty for all files. */
  readonly paths: readonly string[];
  /** Empty for all rules. */
  readonly rules: readonly string[];
  /** `name`, `Kind/name`, `namespace/name` or `Kind/namespace/name`; empty for all resources. */
  readonly resources: readonly string[];
  /** Empty for all containers, and for findings about no container. */
  readonly containers: readonly string[];
  readonly reason: string;
  /** The last day on which it counts, as `2026-12-31`; `undefined` for ever. */
  readonly until: string | undefined;
}

/** The entry that accepts a finding; `undefined` if none does. */
export function entryFor(entries: readonly IgnoreEntry[], finding: RuleFinding): IgnoreEntry | undefined {
  return entries.find((entry) => !isOver(entry) && covers(entry, finding));
}

/** Whether the last day of an entry has passed, in UTC. */
export function isOver({ until }: Pick<IgnoreEntry, 'until'>): boolean {
  return until !== undefined && new Date().toISOString().slice(0, 10) > until;
}

function covers({ rules, resources, containers }: IgnoreEntry, { rule, resource, container }: RuleFinding): boolean {
  if (rules.length > 0 && !rules.includes(rule.id)) return false;
  if (resources.length > 0 && !resources.some((pattern) => isNamed(pattern, resource))) return false;
  return containers.length === 0 || containers.some((pattern) => matchesWildcard(pattern, container?.name ?? ''));
}

function isNamed(pattern: string, { kind, namespace = '', name = '' }: RuleFinding['resource']): boolean {
  const parts = pattern.split('/');
  const wanted = parts.pop() ?? '';
  if (!matchesWildcard(wanted, name)) return false;
  // Kinds begin with a capital, and namespaces have none.
  const [first, second] = parts;
  if (second !== undefined) return matchesWildcard(first ?? '', kind) && matchesWildcard(second, namespace);
  if (first === undefined) return true;
  return matchesWildcard(first, /^[A-Z*?]/.test(first) ? kind : namespace);
}
