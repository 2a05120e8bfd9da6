import type { Resource } from '../../../../manifest/resource';
import type { YamlValue } from '../../../../manifest/value';
import { policyTexts } from '../expression/policy-json';

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

/** Computed once for each policy, because every rule needs it and it reads all rules. */
const known = new WeakMap<Resource, readonly string[]>();

/**
 * The kinds of workloads whose pod templates a policy on pods also checks ("Auto-Gen Rules"). Kyverno generates no
 * rules for a policy that selects by name or labels, or that also matches other kinds than pods.
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

/** The name of the generated rule for a kind. */
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
