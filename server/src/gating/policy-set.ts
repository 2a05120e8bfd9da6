import type { Json } from '../manifest/json';
import { apiGroup, type Resource } from '../manifest/resource';

/** The resources of a workspace that policies consist of: themselves, what binds or exempts from them, their parameters. */
export interface PolicySet {
  /** Those of an API group and of one of some kinds; of every kind where none is named. */
  ofKind(group: string, ...kinds: readonly string[]): readonly Resource[];
  /** An object that a policy takes its parameters from; `undefined` where the workspace doesn't have it. */
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
  readonly data: Json;
  /** What changes when it does. */
  readonly identity: object;
}

/** The resources of a list, found by group and kind. */
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
