import { isAbsolute } from 'node:path';
import { installKubectl } from '../hosts/kubectl.mjs';
import { type Cluster, type ClusterOptions, startCluster } from '../stand-in/cluster.ts';
import { Workbench } from './workbench';

export interface ClusterWorkbench {
  readonly cluster: Cluster;
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
  const kubectl = await installKubectl(age);
  const cluster = await startCluster(options);
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
