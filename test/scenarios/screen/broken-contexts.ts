import { readFile, writeFile } from 'node:fs/promises';
import { deleteObject } from '../../cluster/api/create.ts';
import { uniqueName } from '../../cluster/api/resources.ts';
import { newestServer } from '../../cluster/api/server.ts';
import type { KubeObject } from '../../stand-in/objects.ts';
import type { ScenarioCluster } from '../cluster.ts';
import { grant } from '../grant.ts';
import type { Denied } from '../rights.ts';

/** Users who may not do one thing, by their contexts. */
const MAY_NOT: Readonly<Record<string, Denied>> = {
  'no-pods': { verb: 'list', resource: 'pods' },
  'no-exec': { verb: 'create', resource: 'pods/exec' },
  'no-debug': { verb: 'patch', resource: 'pods/ephemeralcontainers' },
  'no-logs': { verb: 'get', resource: 'pods/log' },
};

/** A kubeconfig whose contexts lead nowhere, each in its own way. */
export interface BrokenContexts {
  readonly text: string;
  readonly serverPort: number;
  /** The same without one context. */
  without(context: string): string;
  clear(): Promise<void>;
}

/**
 * Adds such contexts to the kubeconfig of a scenario.
 * @param namespace of the scenario, in which users have rights
 * @param wire the local port of what leads to the API server, for the context `cut`
 */
export async function breakContexts(
  cluster: ScenarioCluster,
  namespace: string,
  wire: number,
): Promise<BrokenContexts> {
  const config = JSON.parse(await readFile(cluster.kubeconfig, 'utf8'));
  const server: { readonly server: string } = config.clusters[0].cluster;
  const user: object = config.users[0].user;
  const add = (name: string, ownCluster: object, ownUser: object): void => {
    config.clusters.push({ name, cluster: { ...server, ...ownCluster } });
    config.users.push({ name, user: ownUser });
    config.contexts.push({ name, context: { cluster: name, user: name } });
  };
  add('dead', { server: 'https://127.0.0.1:1' }, user);
  add('foreign', { 'insecure-skip-tls-verify': false }, user);
  add('expired', {}, { token: 'expired' });
  const login = { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-login', interactiveMode: 'Never' };
  add('no-login', {}, { exec: login });
  add('cut', { server: `https://127.0.0.1:${wire}` }, user);
  const api = await newestServer();
  const granted: KubeObject[] = [];
  for (const [name, denied] of Object.entries(MAY_NOT)) {
    const as = uniqueName('s');
    granted.push(...(await grant(api, as, [cluster.own(namespace)], [denied])));
    add(name, {}, { ...user, as });
  }
  const text = JSON.stringify(config);
  await writeFile(cluster.kubeconfig, text);
  return {
    text,
    serverPort: Number(new URL(server.server).port),
    without: (context) => {
      const contexts = config.contexts.filter(({ name }: { readonly name: string }) => name !== context);
      return JSON.stringify({ ...config, contexts });
    },
    clear: async () => {
      for (const object of granted) await deleteObject(api, object);
    },
  };
}
