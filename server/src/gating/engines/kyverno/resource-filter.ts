import type { YamlValue } from '../../../manifest/value';
import { all, any } from '../../answers';
import type { Answer } from '../../gate';
import type { AdmittedObject, GatedNamespace, GatedPod } from '../../gated-pod';
import { NAME_LABEL } from '../../label-selector';
import { isForEphemeralOnly, type KindSelector, toKindSelector } from './kinds';
import { compilePairs, compileSelector } from './labels';
import { isOpen, policyText, policyTexts } from './policy-json';
import { compileWildcards, hasWildcard, matchesWildcard } from './wildcard';

/** What an answer depends on. */
export type Criterion = 'kind' | 'name' | 'namespace' | 'labels' | 'operation' | 'template' | 'nothing';

/** What a filter says of an object, and by which criterion. */
export interface FilterAnswer {
  readonly answer: Answer;
  readonly by: Criterion;
}

/** One filter of a `match` or `exclude` block ("Selecting Resources", Resource Filters). */
export interface ResourceFilter {
  readonly kinds: readonly KindSelector[];
  /** Whether it is about certain users, too, which nobody knows here. */
  readonly isByUser: boolean;
  /** Whether it selects an object, users aside. */
  selects(object: AdmittedObject, pod: GatedPod): FilterAnswer;
}

interface Check {
  readonly by: Criterion;
  readonly test: (object: AdmittedObject, pod: GatedPod) => Answer;
}

/** What a template fills in can be anything. */
const OPEN: Check = { by: 'template', test: () => 'unknown' };

/** Reads a filter; one that says nothing selects nothing. */
export function compileFilter(filter: YamlValue): ResourceFilter {
  const resources = filter.get('resources');
  const operations = policyTexts(resources.get('operations'));
  const isAtCreation = operations.length === 0 || operations.includes('CREATE') || operations.includes('*');
  const written = policyTexts(resources.get('kinds')).map(toKindSelector);
  // Objects are created; only ephemeral containers come by an update of the pod that they join.
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

/** The cheap checks come first, and the first that fails decides. */
function selectsBy(checks: readonly Check[], isByUser: boolean, object: AdmittedObject, pod: GatedPod): FilterAnswer {
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

/** @param isAsked whether the filter's operations are those by which objects and ephemeral containers come */
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
    const selector = compileSelector(resources.get('selector'));
    checks.push({ by: 'labels', test: ({ labels }) => selector(labels, true) });
  }
  if (resources.get('annotations').isMap) {
    const selector = compilePairs(resources.get('annotations'));
    checks.push({ by: 'labels', test: ({ annotations }) => selector(annotations, true) });
  }
  if (resources.get('namespaceSelector').isMap) {
    checks.push({ by: 'namespace', test: namespaceCheck(resources.get('namespaceSelector')) });
  }
  return checks;
}

export function compileNamespaces(patterns: readonly string[]): (namespace: GatedNamespace | undefined) => Answer {
  const isNamed = compileWildcards(patterns);
  const otherwise = patterns.includes('*') ? 'yes' : 'unknown';
  return (namespace) => (namespace ? (isNamed(namespace.name) ? 'yes' : 'no') : otherwise);
}

export function namespaceCheck(selector: YamlValue): Check['test'] {
  const selects = compileSelector(selector);
  return (_, { namespace }) => {
    if (!namespace) return selects({}, false);
    const { name, manifest } = namespace;
    return all([selects({ ...manifest?.labels, [NAME_LABEL]: name }, manifest !== undefined)]);
  };
}

/** Of the name of a pod that a controller makes only the beginning is known. */
function hasName(pattern: string, { name, data }: AdmittedObject): Answer {
  if (name !== undefined) return matchesWildcard(pattern, name) ? 'yes' : 'no';
  const metadata: object = Object(data.metadata);
  const start = 'generateName' in metadata ? String(metadata.generateName) : '';
  if (matchesWildcard(pattern, start) && pattern.endsWith('*')) return 'yes';
  const head = hasWildcard(pattern) ? (pattern.split(/[*?]/, 1)[0] ?? '') : pattern;
  return head.startsWith(start) || (hasWildcard(pattern) && start.startsWith(head)) ? 'unknown' : 'no';
}
