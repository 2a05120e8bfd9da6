import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Access } from './access-review.ts';
import { makeCertificate } from './certificate.ts';
import { Containers } from './containers.ts';
import { demandToken, type Gate } from './gates.ts';
import { type Context, kubeconfig } from './kubeconfig.ts';
import { ContainerLog } from './logs.ts';
import { namespacesOf } from './namespaces.ts';
import type { KubeObject } from './objects.ts';
import type { ApiRequest } from './request.ts';
import type { Image } from './root-folder.ts';
import { listen } from './server.ts';
import { Store } from './store.ts';

export interface ClusterOptions {
  /** Of any kind in resources.ts. The namespaces that they are in need no objects of their own. */
  readonly objects?: readonly KubeObject[];
  /** Namespaces beside those of the objects. */
  readonly namespaces?: readonly string[];
  /** What is in a container, by its image as the pod has it; BusyBox where nothing is said. */
  readonly images?: Readonly<Record<string, Image>>;
  /** Answers `kubectl auth can-i`: yes, where nothing is said. */
  readonly can?: (access: Access) => boolean;
  /** The port of this machine that ports of pods lead to. */
  readonly forwardTo?: number;
  readonly gates?: readonly Gate[];
  /** Without it, no client has to authenticate. */
  readonly token?: string;
  /** The user in the kubeconfig: has the token, where nothing is said. */
  readonly user?: object;
  /** The contexts in the kubeconfig, the current one first. */
  readonly contexts?: readonly Context[];
  readonly gitVersion?: string;
}

export interface Cluster {
  readonly url: string;
  /** The path of a kubeconfig for it. */
  readonly kubeconfig: string;
  /** What to run kubectl with, in place of what is set for it on this machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** What was asked, in order, whatever was answered. */
  readonly requests: readonly ApiRequest[];
  /** Can be changed while it runs. */
  readonly gates: Gate[];
  readonly store: Store;
  /** What a container writes. */
  log(namespace: string, pod: string, container: string): ContainerLog;
  /** The first request for a path like this, of before or when it comes. */
  asked(path: RegExp): Promise<ApiRequest>;
  close(): Promise<void>;
}

/** An API server that the real kubectl can talk to, with real processes as containers. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { objects = [], images = {}, can = () => true, token, contexts = [{ name: 'test' }] } = options;
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-cluster-'));
  await mkdir(join(folder, 'containers'));
  const certificate = makeCertificate(folder);
  const store = new Store([...namespacesOf(options), ...objects]);
  const gates = [...(token === undefined ? [] : [demandToken(token)]), ...(options.gates ?? [])];
  const requests: ApiRequest[] = [];
  const arrivals = new EventEmitter<{ request: [ApiRequest] }>();
  const logs = new Map<string, ContainerLog>();
  const log = (...names: string[]): ContainerLog => {
    const key = names.join('/');
    const found = logs.get(key) ?? new ContainerLog();
    logs.set(key, found);
    return found;
  };
  const server = await listen(certificate, {
    api: {
      store,
      can,
      gitVersion: options.gitVersion ?? 'v1.36.0',
      log: ({ metadata }, container) => log(metadata.namespace ?? '', metadata.name, container),
    },
    containers: new Containers(join(folder, 'containers'), images),
    gates,
    forwardTo: options.forwardTo ?? 0,
    record: (request) => {
      requests.push(request);
      arrivals.emit('request', request);
    },
  });
  const path = join(folder, 'kubeconfig');
  const authority = Buffer.from(certificate.cert).toString('base64');
  const reached = { server: server.url, 'certificate-authority-data': authority };
  // Without any credentials kubectl would ask for a password.
  const user = options.user ?? { token: token ?? 'anybody' };
  await writeFile(path, kubeconfig(reached, contexts, user));
  return {
    url: server.url,
    kubeconfig: path,
    environment: {
      KUBECONFIG: path,
      // Ports come back, with other kinds of objects behind them.
      KUBECACHEDIR: join(folder, 'cache'),
      // kubectl 1.29 uses SPDY unless it is told.
      KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true',
    },
    requests,
    gates,
    store,
    log,
    asked: (pattern) =>
      new Promise((resolve) => {
        const look = (request: ApiRequest): void => {
          if (!pattern.test(request.path)) return;
          arrivals.off('request', look);
          resolve(request);
        };
        const known = requests.find(({ path }) => pattern.test(path));
        if (known) resolve(known);
        else arrivals.on('request', look);
      }),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
