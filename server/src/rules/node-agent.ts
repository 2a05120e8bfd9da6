import type { Resource } from '../manifest/resource';
import type { RuleFinding } from './analysis';
import { inWords } from './in-words';
import { isWorse, type Severity } from './severity';

/**
 * Agents of nodes are made of access to nodes. What a DaemonSet has of it is one finding that lists it, unless a level in force
 * refuses it: each error stays a finding of its own.
 * @param findings those of one resource
 */
export function joinNodeAccess(resource: Resource, findings: readonly RuleFinding[]): readonly RuleFinding[] {
  if (resource.kind !== 'DaemonSet') return findings;
  const joined = findings.filter(({ rule, severity }) => rule.nodeAccess !== undefined && severity !== 'error');
  if (joined.length < 2) return findings;
  const others = new Set(joined);
  return [...findings.filter((finding) => !others.has(finding)), oneOf(resource, joined)];
}

function oneOf(resource: Resource, joined: readonly RuleFinding[]): RuleFinding {
  const main = joined.reduce((one, other) => (isMoreDangerous(other, one) ? other : one));
  const containers = new Set(joined.map(({ container }) => container));
  const fixes = joined.flatMap((finding) => finding.fixes ?? []);
  const rest = joined.filter((finding) => finding !== main);
  return {
    ...main,
    message: `Access to the node: ${resource.kind} "${resource.name ?? ''}" has ${listOf(joined)}. Keep only what its programs need, in a namespace of its own.`,
    container: containers.size === 1 ? main.container : undefined,
    related: [...(main.related ?? []), ...rest.map(({ at, message }) => ({ at, message }))],
    fixes: fixes.length > 0 ? fixes : undefined,
  };
}

/** The worst one stands for the others: of equal ones, the one that is worse in other pods. */
function isMoreDangerous(one: RuleFinding, other: RuleFinding): boolean {
  if (one.severity !== other.severity) return isWorse(one.severity, other.severity);
  return isWorse(usually(one), usually(other));
}

function usually({ rule: { severity } }: RuleFinding): Severity {
  return severity === 'off' ? 'hint' : severity;
}

/** For example `host namespaces, privileged containers ("agent") and capabilities ("agent")`. */
function listOf(joined: readonly RuleFinding[]): string {
  const ways = [...new Set(joined.map(({ rule }) => rule.nodeAccess ?? ''))];
  const words = ways.map((way) => {
    const labels = joined.flatMap(({ rule, container }) =>
      rule.nodeAccess === way && container ? `"${container.label}"` : [],
    );
    return labels.length > 0 ? `${way} (${inWords([...new Set(labels)], MOST_CONTAINERS)})` : way;
  });
  return inWords(words, words.length);
}

const MOST_CONTAINERS = 3;
