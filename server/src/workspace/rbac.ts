import { readSelector, type SelectorFields } from '../admission/label-selector';
import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { FactPlace } from './place';
import { type PolicyRule, policyRuleOf } from './policy-rule';

/** A Role or ClusterRole. */
export interface RoleFact {
  readonly kind: string;
  readonly name: string;
  /** None for a ClusterRole. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
  /** It aggregates the rules of the ClusterRoles that match one of these selectors (`aggregationRule`). */
  readonly aggregates: readonly SelectorFields[];
  /** The API server gives a built-in role its rules back, unless an annotation keeps it from that. */
  readonly isReconciled: boolean;
  readonly place: FactPlace;
}

/** A subject of a binding. */
export interface RbacSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** The namespace of a service account. */
  readonly namespace: string | undefined;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface BindingFact {
  readonly kind: string;
  readonly name: string;
  /** The only namespace that it applies to; none for a ClusterRoleBinding. */
  readonly namespace: string | undefined;
  readonly role: { readonly kind: string; readonly name: string };
  readonly subjects: readonly RbacSubject[];
  readonly place: FactPlace;
}

export interface ServiceAccountFact {
  readonly name: string;
  readonly namespace: string | undefined;
  /** `automountServiceAccountToken`, if it is set. */
  readonly automounts: boolean | undefined;
  readonly place: FactPlace;
}

/** Using RBAC Authorization, "Auto-reconciliation". */
const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

const GROUP = 'rbac.authorization.k8s.io';

function isRole(resource: Resource): boolean {
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
      aggregates:
        kind === 'ClusterRole' ? value.at('aggregationRule', 'clusterRoleSelectors').items.map(readSelector) : [],
      isReconciled: resource.annotations.get(AUTO_UPDATE) !== 'false',
      place: FactPlace.ofResource(resource),
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
      subjects: value.get('subjects').items.flatMap((subject) => toRbacSubject(subject, namespace)),
      place: FactPlace.ofResource(resource),
    },
  ];
}

export function serviceAccountSubject(resource: Resource): ServiceAccountFact[] {
  const { kind, apiVersion, name, namespace, value } = resource;
  if (kind !== 'ServiceAccount' || apiVersion !== 'v1' || name === undefined) return [];
  const automounts = value.get('automountServiceAccountToken').boolean;
  return [{ name, namespace, automounts, place: FactPlace.ofResource(resource) }];
}

/** A subject of a binding. A service account without a namespace is in the namespace of the binding. */
export function toRbacSubject(value: YamlValue, bindingNamespace: string | undefined): RbacSubject[] {
  const kind = value.get('kind').string;
  const name = value.get('name').string;
  if ((kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') || name === undefined) return [];
  const namespace = kind === 'ServiceAccount' ? (value.get('namespace').string ?? bindingNamespace) : undefined;
  return [{ kind, name, namespace }];
}

/**
 * Whether two manifests refer to the same object. An object without a namespace can be in any namespace. Only a name that
 * every namespace has (`default`) is then in the namespace `default`.
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
