import { homedir } from 'node:os';
import { type LogOutputChannel, workspace } from 'vscode';
import { contextsOf } from '../../server/src/cluster/contexts';
import { explainProblem } from '../../server/src/cluster/explain';
import { findKubectl } from '../../server/src/cluster/find-kubectl';
import { fieldText, jsonFields } from '../../server/src/cluster/json';
import { Kubectl } from '../../server/src/cluster/kubectl';
import type { Problem } from '../../server/src/cluster/problem';
import { productionSign } from '../../server/src/cluster/production';
import { versionOf } from '../../server/src/cluster/version';
import { thisAccount } from '../../server/src/programs/border';
import { saying } from '../../server/src/text/saying';
import { tell } from './says/tell';
import { say } from './says/words';

/** The names of operating systems in the settings of the Kubernetes extension. */
const TOOLS_SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux',
  darwin: 'mac',
  win32: 'windows',
};

/** Finds kubectl and reports its failures. It runs nothing until the user starts a command. */
export class Cluster {
  readonly #output: LogOutputChannel;
  /** The programs that are known to be kubectl, and new enough. */
  readonly #checked = new Set<string>();

  constructor(output: LogOutputChannel) {
    this.#output = output;
  }

  /** The kubectl to use; `undefined` if there is none or it may not run. The user has been told why. */
  async kubectl(): Promise<Kubectl | undefined> {
    if (!workspace.isTrusted) {
      await tell(
        'warning',
        say`kubectl was not run: this workspace is not trusted. Trust the workspace, then try again.`,
      );
      return undefined;
    }
    const found = await findKubectl({
      setting: workspace.getConfiguration('sidecarGuard').get<string>('kubectl.path'),
      kubernetesTools: kubernetesToolsSetting(),
      path: process.env.PATH,
      home: homedir(),
      account: thisAccount(),
      opened: openedPaths(),
    });
    if ('problem' in found) {
      await tell('error', saying(found.problem));
      return undefined;
    }
    const environment = await found.border.environment(process.env, process.cwd());
    const kubectl = new Kubectl(found.program, environment, (line) => this.#output.info(line));
    const isGood = await this.attempt(kubectl, () => this.#check(kubectl));
    return isGood ? kubectl : undefined;
  }

  /** Does something with kubectl. If kubectl fails, tells the user why. */
  async attempt<T>(kubectl: Kubectl, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      const problem = await explainProblem(kubectl, error);
      if (!problem) throw error;
      void this.#tell(problem);
      return undefined;
    }
  }

  /**
   * Why a place looks like production, by `sidecarGuard.kubectl.productionContexts`; `undefined` if it does not.
   * @returns part of a sentence
   */
  async productionSign(
    kubectl: Kubectl,
    { context, namespace }: { readonly context: string; readonly namespace: string },
  ): Promise<string | undefined> {
    const patterns = workspace.getConfiguration('sidecarGuard').get<string[]>('kubectl.productionContexts') ?? [];
    // Without a readable kubeconfig, the names that were chosen still count.
    const contexts = await contextsOf(kubectl).catch(() => undefined);
    const name = context || contexts?.current;
    const own = contexts?.contexts.find((one) => one.name === name);
    return productionSign(patterns, { context, namespace, cluster: own?.cluster, server: own?.server });
  }

  /** Whether this kubectl is new enough. Each program is checked once. */
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
    const showOutput = say`Show Output`;
    if ((await tell('error', saying(message), showOutput)) === showOutput) this.#output.show();
  }
}

/**
 * The path of kubectl in the settings of the Kubernetes extension. The field for this operating system comes first. Only
 * user settings count: workspace settings come with the files of the workspace. VS Code ensures the same for our setting.
 */
function kubernetesToolsSetting(): string | undefined {
  const settings = jsonFields(workspace.getConfiguration().inspect('vs-kubernetes')?.globalValue);
  const name = 'vs-kubernetes.kubectl-path';
  return fieldText(settings[`${name}.${TOOLS_SYSTEMS[process.platform]}`]) || fieldText(settings[name]);
}

/** The folders of the workspace, and the open files outside of them. */
function openedPaths(): string[] {
  const uris = [...(workspace.workspaceFolders ?? []), ...workspace.textDocuments].map(({ uri }) => uri);
  return uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}
