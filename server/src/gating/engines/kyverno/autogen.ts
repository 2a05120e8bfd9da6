import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { policyTexts } from './policy-json';

const ANNOTATION = 'pod-policies.kyverno.io/autogen-controllers';
const CONTROLLERS: readonly string[] = [
  'DaemonSet',
  'Deployment',
  'Job',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'CronJob',
];

/** All rules of a policy are gone through for each of them. */
const known = new WeakMap<Resource, readonly string[]>();

/**
 * The kinds of workloads whose pods a policy on pods already refuses in their template ("Auto-Gen Rules"). Nothing is
 * generated for a policy that selects by name or labels, or is about other kinds than pods, too.
 */
export function generatedKinds(policy: Resource): readonly string[] {
  let kinds = known.get(policy);
  if (!kinds) {
    kinds = find(policy);
    known.set(policy, kinds);
  }
  return kinds;
}

function find({ value, annotations }: Resource): readonly string[] {
  const rules = value.at('spec', 'rules').items;
  const filters = rules.flatMap((rule) => [rule.get('match'), rule.get('exclude')].flatMap(resourcesOf));
  if (filters.some(isOnlyForPods)) return [];
  const written = annotations.get(ANNOTATION);
  if (written === undefined || written === '' || written === 'all') return CONTROLLERS;
  const wanted = written.split(',').map((kind) => kind.trim());
  return CONTROLLERS.filter((kind) => wanted.includes(kind));
}

/** What the generated rule for a kind is called. */
export function generatedName(rule: string, kind: string): string {
  return kind === 'CronJob' ? `autogen-cronjob-${rule}` : `autogen-${rule}`;
}

function resourcesOf(block: YamlValue): YamlValue[] {
  return [block, ...block.get('any').items, ...block.get('all').items].map((filter) => filter.get('resources'));
}

function isOnlyForPods(resources: YamlValue): boolean {
  const kinds = policyTexts(resources.get('kinds'));
  const isMixed = kinds.length > 1 && kinds.some((kind) => /(?:^|\/)Pod$/.test(kind));
  return isMixed || ['name', 'names', 'selector', 'annotations'].some((key) => resources.get(key).exists);
}
