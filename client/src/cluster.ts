import { homedir } from 'node:os';
import { type LogOutputChannel, window, workspace } from 'vscode';
import { explain } from './kubectl/explain';
import { findKubectl } from './kubectl/find-kubectl';
import { fieldsOf, textOf } from './kubectl/json';
import { Kubectl } from './kubectl/kubectl';
import type { Problem } from './kubectl/problem';
import { versionOf } from './kubectl/version';

/** What the Kubernetes extension calls systems in the names of its settings. */
const TOOLS_SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux',
  darwin: 'mac',
  win32: 'windows',
};

/** The user's way to their clusters. Nothing is run before they ask for it. */
export class Cluster {
  readonly #output: LogOutputChannel;
  /** The programs that are known to be kubectl, and new enough. */
  readonly #checked = new Set<string>();

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
      kubernetesTools: kubernetesToolsSetting(),
      path: process.env.PATH,
      home: homedir(),
      platform: process.platform,
      workspaceFolders: (workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .map(({ uri }) => uri.fsPath),
    });
    if ('problem' in found) {
      await window.showErrorMessage(found.problem);
      return undefined;
    }
    const kubectl = new Kubectl(found.program, process.env, (line) => this.#output.info(line));
    const isGood = await this.attempt(kubectl, () => this.#check(kubectl));
    return isGood ? kubectl : undefined;
  }

  /** Does something with kubectl, and tells the user what keeps it from being done. */
  async attempt<T>(kubectl: Kubectl, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      const problem = await explain(kubectl, error);
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

  /** Whether this kubectl is new enough; asked once of each. */
  async #check(kubectl: Kubectl): Promise<boolean> {
    if (this.#checked.has(kubectl.program)) return true;
    const version = await versionOf(kubectl);
    if ('problem' in version) {
      void this.#tell(version.problem);
      return false;
    }
    this.#output.info(`${kubectl.program} is kubectl ${version.version}.`);
    if (version.warning !== undefined) this.#output.warn(version.warning);
    this.#checked.add(kubectl.program);
    return true;
  }

  async #tell({ message }: Problem): Promise<void> {
    const showOutput = 'Show Output';
    if ((await window.showErrorMessage(message, showOutput)) === showOutput) this.#output.show();
  }
}

/** Where the Kubernetes extension finds kubectl: its settings are the fields of one, and the system's own comes first. */
function kubernetesToolsSetting(): string | undefined {
  const settings = fieldsOf(workspace.getConfiguration().get('vs-kubernetes'));
  const name = 'vs-kubernetes.kubectl-path';
  return textOf(settings[`${name}.${TOOLS_SYSTEMS[process.platform]}`]) || textOf(settings[name]);
}

function toPattern(glob: string): RegExp {
  const escaped = glob.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 'i');
}
