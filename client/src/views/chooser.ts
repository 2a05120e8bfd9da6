import { window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ContainerRole,
  type RolesParams,
  rolesRequest,
  type WorkloadAt,
  type WorkloadAtParams,
  workloadAtRequest,
} from '../../../server/src/protocol';
import type { Cluster } from '../cluster';
import type { Kubectl } from '../kubectl/kubectl';
import { contextStep, type Known, NOTHING, namespaceStep, type Surroundings } from './cluster-steps';
import type { LastChoices } from './last-choices';
import { type Step, walk } from './picker';
import { containerStep, podStep } from './pod-steps';

/** What was chosen, and what to reach it with. */
export interface Chosen extends Known {
  readonly kubectl: Kubectl;
}

/** Lets the user choose something in a cluster: what the manifest at the cursor says is not asked. */
export class Chooser {
  readonly #client: BaseLanguageClient;
  readonly #cluster: Cluster;
  readonly #last: LastChoices;

  constructor(client: BaseLanguageClient, cluster: Cluster, last: LastChoices) {
    this.#client = client;
    this.#cluster = cluster;
    this.#last = last;
  }

  /** @param title what is to be done */
  pod(title: string): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [contextStep(around), namespaceStep(around), podStep(around)]);
  }

  /** @param which whether one that has stopped can be chosen, too */
  container(title: string, which: 'running' | 'all'): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [
      contextStep(around),
      namespaceStep(around),
      podStep(around),
      containerStep(around, which),
    ]);
  }

  /** Where the manifest at the cursor is applied, if anywhere. */
  namespace(title: string): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [contextStep(around), namespaceStep(around)]);
  }

  /** One namespace, or all of them: it is empty then. */
  namespaces(title: string): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [contextStep(around), namespaceStep(around, 'All namespaces')]);
  }

  async #choose(title: string, steps: (around: Surroundings) => Step<Known>[]): Promise<Chosen | undefined> {
    const kubectl = await this.#cluster.kubectl();
    if (!kubectl) return undefined;
    const around: Surroundings = {
      kubectl,
      title,
      workload: await this.workloadAtCursor(),
      last: this.#last,
      rolesOf: (pod) => {
        const params: RolesParams = { pod };
        return this.#client.sendRequest<ContainerRole[]>(rolesRequest, params);
      },
    };
    const tell = async (error: unknown): Promise<void> => {
      await this.#cluster.attempt(kubectl, () => Promise.reject(error));
    };
    const known = await this.#cluster.attempt(kubectl, () => walk(steps(around), NOTHING, tell));
    return known && { ...known, kubectl };
  }

  /** What the manifest in the editor describes at its cursor. */
  async workloadAtCursor(): Promise<WorkloadAt | undefined> {
    const editor = window.activeTextEditor;
    if (!editor || !['yaml', 'helm'].includes(editor.document.languageId)) return undefined;
    const params: WorkloadAtParams = { uri: editor.document.uri.toString(), position: editor.selection.active };
    return (await this.#client.sendRequest<WorkloadAt | null>(workloadAtRequest, params)) ?? undefined;
  }
}
