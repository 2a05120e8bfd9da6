import { apiGroup, type Resource, stringMap } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { Place } from './place';
import { type PolicyRule, policyRuleOf } from './policy-rule';

/** A Role or ClusterRole. */
export interface RoleFact {
  readonly kind: string;
  readonly name: string;
  /** None for a ClusterRole. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
  /** It takes over the rules of the ClusterRoles that match one of these (`aggregationRule`). */
  readonly aggregates: readonly LabelSelector[];
  readonly place: Place;
}

export interface LabelSelector {
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly expressions: readonly {
    readonly key: string;
    readonly operator: string | undefined;
    readonly values: readonly string[];
  }[];
}

/** Who a binding gives its role to. */
export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a service account. */
  readonly namespace: string | undefined;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface BindingFact {
  readonly kind: string;
  readonly name: string;
  /** The only namespace that it reaches; none for a ClusterRoleBinding. */
  readonly namespace: string | undefined;
  readonly role: { readonly kind: string; readonly name: string };
  readonly subjects: readonly Subject[];
  readonly place: Place;
}

export interface ServiceAccountFact {
  readonly name: string;
  readonly namespace: string | undefined;
  /** `automountServiceAccountToken`, where it says so. */
  readonly automounts: boolean | undefined;
}

const GROUP = 'rbac.authorization.k8s.io';

export function isRole(resource: Resource): boolean {
  return apiGroup(resource) === GROUP && (resource.kind === 'Role' || resource.kind === 'ClusterRole');
}

export function isBinding(resource: Resource): boolean {
  return apiGroup(resource) === GROUP && (resource.kind === 'RoleBinding' || resource.kind === 'ClusterRoleBinding');
}

export function roleOf(resource: Resource): RoleFact[] {
  if (!isRole(resource) || resource.name === undefined) return [];
  const { kind, name, namespace, labels, value } = resource;
  return [
    {
      kind,
      name,
      namespace: kind === 'ClusterRole' ? undefined : namespace,
      labels: Object.fromEntries(labels),
      rules: value.get('rules').items.map(policyRuleOf),
      aggregates: value.at('aggregationRule', 'clusterRoleSelectors').items.map(labelSelectorOf),
      place: Place.ofResource(resource),
    },
  ];
}

export function bindingOf(resource: Resource): BindingFact[] {
  const role = { kind: resource.value.at('roleRef', 'kind').string, name: resource.value.at('roleRef', 'name').string };
  if (!isBinding(resource) || resource.name === undefined || role.name === undefined) return [];
  const { kind, name, namespace, value } = resource;
  return [
    {
      kind,
      name,
      namespace: kind === 'ClusterRoleBinding' ? undefined : namespace,
      role: { kind: role.kind ?? 'ClusterRole', name: role.name },
      subjects: value.get('subjects').items.flatMap((subject) => subjectOf(subject, namespace)),
      place: Place.ofResource(resource),
    },
  ];
}

export function serviceAccountOf(resource: Resource): ServiceAccountFact[] {
  const { kind, apiVersion, name, namespace, value } = resource;
  if (kind !== 'ServiceAccount' || apiVersion !== 'v1' || name === undefined) return [];
  return [{ name, namespace, automounts: value.get('automountServiceAccountToken').boolean }];
}

/** A subject of a binding; a service account that names no namespace is taken to be of the binding's. */
export function subjectOf(value: YamlValue, bindingNamespace: string | undefined): Subject[] {
  const kind = value.get('kind').string;
  const name = value.get('name').string;
  if ((kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') || name === undefined) return [];
  const namespace = kind === 'ServiceAccount' ? (value.get('namespace').string ?? bindingNamespace) : undefined;
  return [{ kind, name, namespace }];
}

function labelSelectorOf(value: YamlValue): LabelSelector {
  return {
    labels: [...stringMap(value.get('matchLabels'))],
    expressions: value.get('matchExpressions').items.map((expression) => ({
      key: expression.get('key').string ?? '',
      operator: expression.get('operator').string,
      values: expression.get('values').strings,
    })),
  };
}

/** Whether labels meet a selector; an empty one selects everything (API reference, LabelSelector). */
export function selects({ labels, expressions }: LabelSelector, of: Readonly<Record<string, string>>): boolean {
  const has = (key: string): boolean => Object.hasOwn(of, key);
  return (
    labels.every(([key, value]) => has(key) && of[key] === value) &&
    expressions.every(({ key, operator, values }) => {
      const isIn = has(key) && values.includes(of[key] ?? '');
      switch (operator) {
        case 'In':
          return isIn;
        case 'NotIn':
          return !isIn;
        case 'Exists':
          return has(key);
        case 'DoesNotExist':
          return !has(key);
        default:
          return false;
      }
    })
  );
}

/**
 * Whether two manifests mean the same object by name. One without a namespace goes wherever it is applied, so it can be
 * any; only a name that every namespace has (`default`) is taken for the one of the namespace `default`.
 */
export function isSameObject(a: Named, b: Named): boolean {
  if (a.name !== b.name) return false;
  if (a.namespace === b.namespace) return true;
  const written = a.namespace ?? b.namespace;
  return (a.namespace === undefined || b.namespace === undefined) && (a.name !== 'default' || written === 'default');
}

interface Named {
  readonly name: string;
  readonly namespace: string | undefined;
}
