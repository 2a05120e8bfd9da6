import type { PodFacts } from './pod-facts';

/** The running pods of a cluster as input of the audit. Plain data. */
export interface RunningState {
  /** The name of the kubectl context; empty if there is none. */
  readonly context: string;
  /** `undefined` for all namespaces. */
  readonly namespace?: string;
  /** The namespace of the context, for manifests without a namespace; `undefined` if it isn't known. */
  readonly defaultNamespace?: string | undefined;
  readonly groups: readonly RunningGroup[];
  /** The namespaces of the groups that could be read. */
  readonly namespaces: readonly RunningNamespace[];
  /** The MutatingWebhookConfigurations, without certificates; `undefined` if they could not be read. */
  readonly webhooks?: readonly object[];
  /** The MutatingAdmissionPolicies and their bindings; `undefined` if they could not be read. */
  readonly policies?: readonly object[];
  /** Whether the user has permission to add ephemeral containers; `undefined` if it isn't known. */
  readonly canDebug?: boolean;
  /** What could not be read, as sentences. */
  readonly limits: readonly string[];
}

/** Pods that are equal for the audit: they have the same owner and the same spec. */
export interface RunningGroup {
  readonly namespace: string;
  /** The top-level workload: the Deployment, not its ReplicaSet. For a pod without a controller, the pod itself. */
  readonly workload: { readonly kind: string; readonly name: string };
  readonly template: RunningTemplate;
  /** The workload has a newer template, and may or may not replace these pods (ReplicaSetSpec.template). */
  readonly isOutdated?: boolean;
  /** The template from which the workload would make these pods now, if they are from an older one and it is known. */
  readonly present?: PodFacts;
  readonly spec: PodFacts;
  /** Those of one of the pods, with long values cut off. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** By container: who changed its image after the pod was created (`managedFields`: the name of a client). */
  readonly imageChangedBy?: Readonly<Record<string, string>>;
  /** When the newest of the pods was created, in milliseconds since 1970; `undefined` if one of them does not say. */
  readonly newest?: number | undefined;
  readonly pods: number;
  /** Some of their names. */
  readonly names: readonly string[];
  readonly statuses: readonly RunningContainer[];
}

/** The source of the pods. */
type RunningTemplate =
  /** The template of their controller. */
  | { readonly from: 'owner'; readonly kind: string; readonly spec: PodFacts }
  /** There is no template: a user or the kubelet created the pods directly. */
  | { readonly from: 'itself' }
  /** It isn't known. The reason is the end of a sentence. */
  | { readonly from: 'unknown'; readonly reason: string };

/** The status of a container in the pods of a group, as reported by the kubelets. */
interface RunningContainer {
  readonly name: string;
  /** The numbers of pods in which it runs and has ended. In the others, it waits to start. */
  readonly running: number;
  readonly ended: number;
  /** The image IDs that the runtimes report (`imageID`), and the number of pods for each, without pods that are being deleted. */
  readonly images: Readonly<Record<string, number>>;
}

export interface RunningNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
