import { startCluster } from '../stand-in/cluster.ts';
import { forbid } from '../stand-in/gates.ts';
import type { ScenarioCluster, ScenarioOptions } from './cluster.ts';
import type { Denied } from './rights.ts';

const MINOR = 36;

/** A scenario on an API server of our own, which answers in milliseconds. */
export async function onStandIn({ mayNot = [], isLive: _, ...options }: ScenarioOptions): Promise<ScenarioCluster> {
  const cluster = await startCluster({
    ...options,
    token: 'of the scenario',
    gitVersion: `v1.${MINOR}.0`,
    can: ({ verb, resource, subresource }) =>
      !mayNot.some((denied) => denied.verb === verb && denied.resource === joined(resource, subresource)),
    gates: [forbid((request) => mayNot.some((denied) => isDenied(denied, request)))],
  });
  return {
    ...cluster,
    user: 'tester',
    minor: MINOR,
    own: (name) => name,
    put: async (object) => void cluster.store.put(object),
    append: async (namespace, pod, container, line, time) =>
      void cluster.log(namespace, pod, container).append(line, time),
  };
}

interface Request {
  readonly verb: string;
  readonly resource: string | undefined;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
}

function isDenied(denied: Denied, { verb, resource, subresource, namespace }: Request): boolean {
  if (denied.isForAllOnly && namespace !== undefined) return false;
  return denied.verb === verb && denied.resource === joined(resource, subresource);
}

function joined(resource: string | undefined, subresource: string | undefined): string {
  return subresource ? `${resource}/${subresource}` : String(resource);
}
