import { RESOURCES } from '../stand-in/resources.ts';

/** Something that a user may not do. */
export interface Denied {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'update';
  /** The plural; with a slash and its subresource: `pods/exec`. */
  readonly resource: string;
  /** Whether they may do it in each of the scenario's namespaces, but not in all at once. */
  readonly isForAllOnly?: boolean;
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete'];

/** The rules of RBAC for all that scenarios do but for what is denied. */
export function rulesWithout(denied: readonly Denied[]): Rule[] {
  return RESOURCES.flatMap(({ group, name, subresources }) =>
    [name, ...subresources.map((subresource) => `${name}/${subresource}`)].map((resource) => ({
      apiGroups: [group],
      resources: [resource],
      verbs: VERBS.filter((verb) => !denied.some((one) => one.resource === resource && one.verb === verb)),
    })),
  );
}
