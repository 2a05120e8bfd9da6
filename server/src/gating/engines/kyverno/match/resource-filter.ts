import type { AdmissionNamespace, AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import { type Answer, any } from '../../../../admission/answers';
import type { YamlValue } from '../../../../manifest/value';
import { compileWildcards, hasWildcard, matchesWildcard } from '../../../../text/wildcard';
import { isOpen, policyText, policyTexts } from '../expression/policy-json';
import { isForEphemeralOnly, type KindSelector, toKindSelector } from './kinds';
import { wildcardPairs, wildcardSelector } from './labels';

/** The field of a filter that an answer depends on. */
export type Criterion = 'kind' | 'name' | 'namespace' | 'labels' | 'operation' | 'template' | 'nothing';

/** Whether a filter selects an object, and the criterion that decided. */
export interface FilterAnswer {
  readonly answer: Answer;
  readonly by: Criterion;
}

/** One filter of a `match` or `exclude` block ("Selecting Resources", Resource Filters). */
export interface ResourceFilter {
  readonly kinds: readonly KindSelector[];
  /** Whether it also selects by user, which is unknown here. */
  readonly isByUser: boolean;
  /** Whether it selects an object, without regard to users. */
  selects(object: AdmissionObject, pod: AdmissionPod): FilterAnswer;
}

interface Check {
  readonly by: Criterion;
  readonly test: (object: AdmissionObject, pod: AdmissionPod) => Answer;
}

/** A value that a template fills in can be anything. */
const OPEN: Check = { by: 'template', test: () => 'unknown' };

/** Compiles a filter; an empty filter selects nothing. */
export function compileFilter(filter: YamlValue): ResourceFilter {
  const resources = filter.get('resources');
  const operations = policyTexts(resources.get('operations'));
  const isAtCreation = operations.length === 0 || operations.includes('CREATE') || operations.includes('*');
  const written = policyTexts(resources.get('kinds')).map(toKindSelector);
  // Pods are created. Only ephemeral containers are added with an update of their pod.
  const byUpdate = operations.includes('UPDATE') ? written.filter(isForEphemeralOnly) : [];
  const kinds = isAtCreation || byUpdate.length === 0 ? written : byUpdate;
  const isAsked = isAtCreation || byUpdate.length > 0;
  const isByUser = ['subjects', 'roles', 'clusterRoles'].some((key) => filter.get(key).items.length > 0);
  const hasOpenKinds = isOpen(filter) && (!resources.isMap || isOpen(resources.get('kinds')));
  const checks = [
    ...(hasOpenKinds ? [] : kindCheck(kinds)),
    ...(isOpen(filter) ? [OPEN] : checksOf(resources, isAsked)),
  ];
  return { kinds, isByUser, selects: (object, pod) => selectsBy(checks, isByUser, object, pod) };
}

const YES: FilterAnswer = { answer: 'yes', by: 'nothing' };
const NO = Object.fromEntries(
  (['kind', 'name', 'namespace', 'labels', 'operation', 'template', 'nothing'] as const).map((by) => [
    by,
    { answer: 'no', by },
  ]),
) as Readonly<Record<Criterion, FilterAnswer>>;

/** The cheap checks come first, and the first check that fails decides. */
function selectsBy(
  checks: readonly Check[],
  isByUser: boolean,
  object: AdmissionObject,
  pod: AdmissionPod,
): FilterAnswer {
  if (checks.length === 0) return { answer: isByUser ? 'yes' : 'no', by: 'nothing' };
  let doubt: Criterion | undefined;
  for (const { by, test } of checks) {
    const answer = test(object, pod);
    if (answer === 'no') return NO[by];
    if (answer === 'unknown') doubt ??= by;
  }
  return doubt ? { answer: 'unknown', by: doubt } : YES;
}

function kindCheck(kinds: readonly KindSelector[]): Check[] {
  if (kinds.length === 0) return [];
  const isByEphemeral = kinds.some(({ subresource }) => subresource !== '');
  return [
    {
      by: 'kind',
      test: (object, pod) => {
        const hasEphemeral = isByEphemeral && pod.images.some(({ list }) => list === 'ephemeralContainers');
        return kinds.some((kind) => kind.selects(object, hasEphemeral)) ? 'yes' : 'no';
      },
    },
  ];
}

/** @param isAsked whether the operations of the filter include those that create objects or add ephemeral containers */
function checksOf(resources: YamlValue, isAsked: boolean): Check[] {
  const checks: Check[] = [];
  const namespaces = policyTexts(resources.get('namespaces'));
  if (namespaces.length > 0) {
    const isNamed = compileNamespaces(namespaces);
    checks.push({ by: 'namespace', test: (_, { namespace }) => isNamed(namespace) });
  }
  if (resources.get('operations').exists) checks.push({ by: 'operation', test: () => (isAsked ? 'yes' : 'no') });
  const name = policyText(resources.get('name'));
  for (const names of [name === undefined || name === '' ? [] : [name], policyTexts(resources.get('names'))]) {
    if (names.length === 0) continue;
    checks.push({ by: 'name', test: (object) => any(names.map((pattern) => hasName(pattern, object))) });
  }
  if (resources.get('selector').isMap) {
    const selector = wildcardSelector(resources.get('selector'));
    checks.push({ by: 'labels', test: ({ labels }) => selector.selects(labels) });
  }
  if (resources.get('annotations').isMap) {
    const selector = wildcardPairs(resources.get('annotations'));
    checks.push({ by: 'labels', test: ({ annotations }) => selector.selects(annotations) });
  }
  if (resources.get('namespaceSelector').isMap) {
    checks.push({ by: 'namespace', test: namespaceCheck(resources.get('namespaceSelector')) });
  }
  return checks;
}

export function compileNamespaces(patterns: readonly string[]): (namespace: AdmissionNamespace | undefined) => Answer {
  const isNamed = compileWildcards(patterns);
  const otherwise = patterns.includes('*') ? 'yes' : 'unknown';
  return (namespace) => (namespace ? (isNamed(namespace.name) ? 'yes' : 'no') : otherwise);
}

export function namespaceCheck(value: YamlValue): Check['test'] {
  const selector = wildcardSelector(value);
  return (_, { namespace }) => selector.selectsNamespace(namespace);
}

/** Only the prefix of the name is known for a pod that a controller creates. */
function hasName(pattern: string, { name, data }: AdmissionObject): Answer {
  if (name !== undefined) return matchesWildcard(pattern, name) ? 'yes' : 'no';
  const metadata: object = Object(data.metadata);
  const start = 'generateName' in metadata ? String(metadata.generateName) : '';
  if (matchesWildcard(pattern, start) && pattern.endsWith('*')) return 'yes';
  const head = hasWildcard(pattern) ? (pattern.split(/[*?]/, 1)[0] ?? '') : pattern;
  return head.startsWith(start) || (hasWildcard(pattern) && start.startsWith(head)) ? 'unknown' : 'no';
}
