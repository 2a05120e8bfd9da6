import { BUILT_IN_GROUP_BINDINGS, BUILT_IN_ROLE_LINES } from './built-in-roles.generated';
import type { PolicyRule } from './policy-rule';

/** A ClusterRole that the API server makes itself, and gives its rules back when it starts. */
export interface BuiltInRole {
  readonly labels: Readonly<Record<string, string>>;
  /** It aggregates the rules of the ClusterRoles that have one of these labels, with the value `true`. */
  readonly aggregates: readonly string[];
  readonly rules: readonly PolicyRule[];
}

const AGGREGATE_TO = 'rbac.authorization.k8s.io/aggregate-to-';

let roles: ReadonlyMap<string, BuiltInRole> | undefined;

/** The ClusterRoles that every cluster has (Using RBAC Authorization, "Default roles and role bindings"), by name. */
export function builtInRoles(): ReadonlyMap<string, BuiltInRole> {
  roles ??= new Map(BUILT_IN_ROLE_LINES.split(/\n(?! )/).map(readRole));
  return roles;
}

/** Whether every cluster binds this role to this group by itself. */
export function isBoundByServer(role: string, group: string): boolean {
  return BUILT_IN_GROUP_BINDINGS.includes(`${role} ${group}`);
}

function readRole(text: string): [string, BuiltInRole] {
  const [head = '', ...lines] = text.split('\n');
  const [name = '', ...words] = head.split(' ');
  const labelsAfter = (sign: string): string[] =>
    words.filter((word) => word.startsWith(sign)).map((word) => AGGREGATE_TO + word.slice(1));
  return [
    name,
    {
      labels: {
        'kubernetes.io/bootstrapping': 'rbac-defaults',
        ...Object.fromEntries(labelsAfter('>').map((label) => [label, 'true'])),
      },
      aggregates: labelsAfter('<'),
      rules: lines.map(readRule),
    },
  ];
}

function readRule(line: string): PolicyRule {
  const [apiGroups = [], resources = [], verbs = [], resourceNames = []] = line
    .trim()
    .split(' ')
    .map((words) => words.split(','));
  return { apiGroups: apiGroups.map((group) => (group === '-' ? '' : group)), resources, verbs, resourceNames };
}
