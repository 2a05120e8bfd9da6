import type { PodFacts } from './pod-facts';

/** What runs in a cluster, as whoever reads the cluster tells it to the audit. Plain data. */
export interface RunningState {
  /** Which cluster, by the name of its context; empty where there is none. */
  readonly context: string;
  /** Of which namespace; none where it is all of them. */
  readonly namespace?: string;
  /** Where what names no namespace goes: the context's. None where it isn't known. */
  readonly defaultNamespace?: string | undefined;
  readonly groups: readonly RunningGroup[];
  /** Of the groups' namespaces: those that could be read. */
  readonly namespaces: readonly RunningNamespace[];
  /** The MutatingWebhookConfigurations, without certificates; none where they could not be read. */
  readonly webhooks?: readonly object[];
  /** Whether whoever asks may add ephemeral containers; none where nobody asked or the cluster did not say. */
  readonly canDebug?: boolean;
  /** What could not be read, as sentences. */
  readonly limits: readonly string[];
}

/** Pods that are the same to the audit: of one owner, with one spec. */
export interface RunningGroup {
  readonly namespace: string;
  /** Whom people know them by: the Deployment, not its ReplicaSet; a pod without controller is its own. */
  readonly workload: { readonly kind: string; readonly name: string };
  readonly template: RunningTemplate;
  /** Their workload has another template by now: they are still to be replaced, or never will be (ReplicaSetSpec.template). */
  readonly isOutdated?: boolean;
  readonly spec: PodFacts;
  /** Of one of the pods, long values cut off. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pods: number;
  /** Some of their names. */
  readonly names: readonly string[];
  readonly statuses: readonly RunningContainer[];
}

/** What the pods were made from. */
export type RunningTemplate =
  /** The template of their controller. */
  | { readonly from: 'owner'; readonly kind: string; readonly spec: PodFacts }
  /** Nothing: they are what somebody, or the kubelet, has asked for. */
  | { readonly from: 'itself' }
  /** It isn't known, and why not: the end of a sentence. */
  | { readonly from: 'unknown'; readonly reason: string };

/** What the kubelets say of a container in a group's pods. */
export interface RunningContainer {
  readonly name: string;
  /** In how many pods it runs, and in how many it has ended; in the others it waits to start. */
  readonly running: number;
  readonly ended: number;
  /** The images as the runtimes name them (`imageID`), and in how many of the pods that are to stay each is. */
  readonly images: Readonly<Record<string, number>>;
}

export interface RunningNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
