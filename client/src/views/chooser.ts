import { window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Kubectl } from '../../../server/src/cluster/kubectl';
import {
  type ContainerRole,
  type RolesParams,
  rolesRequest,
  type WorkloadAt,
  type WorkloadAtParams,
  workloadAtRequest,
} from '../../../server/src/protocol';
import type { Saying } from '../../../server/src/text/saying';
import type { Cluster } from '../cluster';
import { say } from '../says/words';
import { contextStep, type Known, NOTHING, namespaceStep, type StepSurroundings } from './cluster-steps';
import { containerStep } from './container-step';
import type { LastChoices } from './last-choices';
import { type Step, walk } from './picker';
import { podStep } from './pod-steps';
import { portStep } from './port-step';

/** What was chosen, and the kubectl that reaches it. */
export interface Chosen extends Known {
  readonly kubectl: Kubectl;
}

/** Lets the user choose something in a cluster. It does not ask for what the manifest at the cursor says. */
export class Chooser {
  readonly #client: BaseLanguageClient;
  readonly #cluster: Cluster;
  readonly #last: LastChoices;

  constructor(client: BaseLanguageClient, cluster: Cluster, last: LastChoices) {
    this.#client = client;
    this.#cluster = cluster;
    this.#last = last;
  }

  /** @param title the action */
  pod(title: Saying): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [contextStep(around), namespaceStep(around), podStep(around)]);
  }

  /** @param which whether a stopped container can be chosen, too */
  container(title: Saying, which: 'running' | 'all'): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [
      contextStep(around),
      namespaceStep(around),
      podStep(around),
      containerStep(around, which),
    ]);
  }

  /** Ports of a pod or a Service, with the local ports for them. */
  ports(title: Saying): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [
      contextStep(around),
      namespaceStep(around),
      podStep(around, 'and Services'),
      portStep(around),
    ]);
  }

  /** The namespace that the manifest at the cursor is applied to. */
  namespace(title: Saying): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [contextStep(around), namespaceStep(around)]);
  }

  /** One namespace, or all of them: then its name is empty. */
  namespaces(title: Saying): Promise<Chosen | undefined> {
    return this.#choose(title, (around) => [contextStep(around), namespaceStep(around, say`All namespaces`)]);
  }

  async #choose(title: Saying, steps: (around: StepSurroundings) => Step<Known>[]): Promise<Chosen | undefined> {
    const kubectl = await this.#cluster.kubectl();
    if (!kubectl) return undefined;
    const around: StepSurroundings = {
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
    // What led nowhere is not where the next list starts.
    if (known) await this.#last.remember(known);
    return known && { ...known, kubectl };
  }

  /** The workload at the cursor of the active editor. */
  async workloadAtCursor(): Promise<WorkloadAt | undefined> {
    const editor = window.activeTextEditor;
    if (!editor || !['yaml', 'helm'].includes(editor.document.languageId)) return undefined;
    const params: WorkloadAtParams = { uri: editor.document.uri.toString(), position: editor.selection.active };
    return (await this.#client.sendRequest<WorkloadAt | null>(workloadAtRequest, params)) ?? undefined;
  }
}
