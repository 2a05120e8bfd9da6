import { homedir } from 'node:os';
import { type LogOutputChannel, window, workspace } from 'vscode';
import { findKubectl } from './kubectl/find-kubectl';
import { Kubectl } from './kubectl/kubectl';
import { type Problem, problemOf } from './kubectl/problem';

/** The user's way to their clusters. Nothing is run before they ask for it. */
export class Cluster {
  readonly #output: LogOutputChannel;

  constructor(output: LogOutputChannel) {
    this.#output = output;
  }

  /** The kubectl to use; `undefined` where there is none or none may be run, which the user has been told then. */
  async kubectl(): Promise<Kubectl | undefined> {
    if (!workspace.isTrusted) {
      await window.showWarningMessage(
        'Sidecar Guard runs no kubectl while the workspace is not trusted. Trust it, and then try again.',
      );
      return undefined;
    }
    const found = await findKubectl({
      setting: workspace.getConfiguration('sidecarGuard').get<string>('kubectl.path'),
      kubernetesTools: workspace.getConfiguration('vs-kubernetes').get<string>('vs-kubernetes.kubectl-path'),
      path: process.env.PATH,
      home: homedir(),
      platform: process.platform,
    });
    if ('program' in found) return new Kubectl(found.program, process.env, (line) => this.#output.info(line));
    await window.showErrorMessage(found.problem);
    return undefined;
  }

  /** Does something with kubectl, and tells the user what keeps it from being done. */
  async attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      void this.#tell(problem);
      return undefined;
    }
  }

  /** Contexts that ask for care, by the setting's patterns, in which `*` stands for anything. */
  isProduction(context: string): boolean {
    const patterns = workspace.getConfiguration('sidecarGuard').get<string[]>('kubectl.productionContexts') ?? [];
    return patterns.some((pattern) => toPattern(pattern).test(context));
  }

  async #tell({ message }: Problem): Promise<void> {
    const showOutput = 'Show Output';
    if ((await window.showErrorMessage(message, showOutput)) === showOutput) this.#output.show();
  }
}

function toPattern(glob: string): RegExp {
  const escaped = glob.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 'i');
}
