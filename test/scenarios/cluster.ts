import { inject } from 'vitest';
import type { Context } from '../stand-in/kubeconfig.ts';
import type { KubeObject } from '../stand-in/objects.ts';
import type { Image } from '../stand-in/root-folder.ts';
import { onApiServer } from './on-api-server.ts';
import { onStandIn } from './on-stand-in.ts';
import type { Denied } from './rights.ts';

/** What is there when a scenario begins. */
export interface ScenarioOptions {
  /** Their namespaces need no objects of their own. What only a server writes, such as a uid, is left to it. */
  readonly objects?: readonly KubeObject[];
  /** Namespaces beside those of the objects. */
  readonly namespaces?: readonly string[];
  /** The contexts in the kubeconfig, the current one first. */
  readonly contexts?: readonly Context[];
  /** What the user may not do; all else they may. */
  readonly mayNot?: readonly Denied[];
  /** Whether pods have to run: logs, shells and ports are asked for. Otherwise objects stay as they are. */
  readonly isLive?: boolean;
  /** What is in a container, by its image; a shell where nothing is said. */
  readonly images?: Readonly<Record<string, Image>>;
  /** The port of this machine that ports of pods lead to. */
  readonly forwardTo?: number;
}

/** A cluster for one scenario. */
export interface ScenarioCluster {
  /** The path of a kubeconfig for it. */
  readonly kubeconfig: string;
  /** What to run kubectl with, in place of what is set for it on this machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** The user name in the cluster; any, where nothing is denied. */
  readonly user: string;
  /** The minor version of the API server. */
  readonly minor: number;
  /** What a namespace or a node of the scenario is called there. */
  own(name: string): string;
  /** Puts an object in the place of the one with the same name, or beside the others. */
  put(object: KubeObject): Promise<void>;
  /** Adds a line to what a container of the scenario has written. */
  append(namespace: string, pod: string, container: string, line: string, time?: Date): Promise<void>;
  close(): Promise<void>;
}

/** Scenarios run twice: in `npm test` on the stand-in, and in the cluster suite on real API servers. */
const isReal = (inject('kubeconfig') as string | undefined) !== undefined;

/** A cluster with this in it, for this scenario alone. */
export function startScenario(options: ScenarioOptions = {}): Promise<ScenarioCluster> {
  return isReal ? onApiServer(options) : onStandIn(options);
}
