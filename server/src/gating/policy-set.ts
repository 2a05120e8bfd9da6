import type { Json } from '../manifest/json';
import { apiGroup, type Resource } from '../manifest/resource';

/** The resources of a workspace that policies consist of: policies, their bindings, exceptions and parameters. */
export interface PolicySet {
  /** The resources of an API group with one of some kinds; with any kind if no kinds are given. */
  ofKind(group: string, ...kinds: readonly string[]): readonly Resource[];
  /** The objects that a policy takes its parameters from; empty if the workspace has none. */
  parameters(of: ParameterReference): readonly Parameter[];
}

export interface ParameterReference {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An object with the parameters of policies. */
export interface Parameter {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** `undefined` where a template fills in a part of it. */
  readonly data: Json | undefined;
  readonly resource: Resource;
  /** An object that changes with the parameters. */
  readonly identity: object;
}

/** The resources of a list, indexed by group and kind. */
export function groupByKind(resources: readonly Resource[]): (group: string, ...kinds: string[]) => Resource[] {
  const found = new Map<string, Resource[]>();
  for (const resource of resources) {
    const group = apiGroup(resource);
    for (const key of [group, `${group} ${resource.kind}`]) {
      const list = found.get(key);
      if (list) list.push(resource);
      else found.set(key, [resource]);
    }
  }
  return (group, ...kinds) =>
    kinds.length === 0 ? (found.get(group) ?? []) : kinds.flatMap((kind) => found.get(`${group} ${kind}`) ?? []);
}
