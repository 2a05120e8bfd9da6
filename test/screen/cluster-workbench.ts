import { isAbsolute } from 'node:path';
import { installKubectl } from '../hosts/kubectl.mjs';
import { type ScenarioCluster, type ScenarioOptions, startScenario } from '../scenarios/cluster.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../stand-in/cluster.ts';
import { Workbench } from './workbench';

export interface ClusterWorkbench<Started = Cluster> {
  readonly cluster: Started;
  readonly workbench: Workbench;
  stop(): Promise<void>;
}

/**
 * A VS Code with the packed extension, these files open, and a kubectl of this age that reaches this cluster.
 * @param settings what the user has set beside that
 */
export async function startClusterWorkbench(
  age: 'newest' | 'oldest',
  files: Readonly<Record<string, string>>,
  options: ClusterOptions,
  settings: object = {},
): Promise<ClusterWorkbench> {
  return openBefore(age, await startCluster(options), files, settings);
}

/**
 * The same before the cluster of a scenario.
 * @param files is told what the scenario's namespaces are called
 */
export async function startScenarioWorkbench(
  age: 'newest' | 'oldest',
  files: (own: (name: string) => string) => Readonly<Record<string, string>>,
  options: ScenarioOptions,
): Promise<ClusterWorkbench<ScenarioCluster>> {
  const cluster = await startScenario(options);
  return openBefore(age, cluster, files(cluster.own));
}

async function openBefore<Started extends Pick<ScenarioCluster, 'environment' | 'close'>>(
  age: 'newest' | 'oldest',
  cluster: Started,
  files: Readonly<Record<string, string>>,
  settings: object = {},
): Promise<ClusterWorkbench<Started>> {
  const kubectl = await installKubectl(age);
  const workbench = await Workbench.start(files, {
    environment: cluster.environment,
    settings: {
      // VS Code takes the PATH of a login shell, whatever PATH it is started with.
      ...(isAbsolute(kubectl) && { 'sidecarGuard.kubectl.path': kubectl }),
      // Shells go where the lists came from, whatever other terminals are told.
      'terminal.integrated.env.linux': { KUBECONFIG: '/no/such/file' },
      // What is painted can't be read.
      'terminal.integrated.gpuAcceleration': 'off',
      ...settings,
    },
  });
  return {
    cluster,
    workbench,
    stop: async () => {
      await workbench.stop();
      await cluster.close();
    },
  };
}
