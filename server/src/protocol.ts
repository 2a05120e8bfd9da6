/**
 * What the client and the server of this extension say to each other beyond the Language Server Protocol. The only file
 * that both sides import; every editor works without any of it.
 */
import type { RunningState } from './audit/running';

export { foreignFolders } from './workspace/paths';

/** The `initializationOptions` of a client that offers more than the protocol. */
export interface InitializationOptions {
  /** It answers `findFiles` and `readFiles`: the way to the files of a virtual workspace. */
  readonly providesFiles?: boolean;
  /** It runs the command `explainRuleCommand`. */
  readonly explainsRules?: boolean;
  /** It knows what `openBesideCommand` stands for. */
  readonly opensBeside?: boolean;
}

/** The files that may hold manifests; a kustomization may be called just that. */
export const manifestGlob = '**/{*.yaml,*.yml,Kustomization}';

/** Run by the client with a rule's id. */
export const explainRuleCommand = 'sidecarGuard.explainRule';

/** In an action, with the URI of the file that its edit makes: the client puts its own way to show it beside others here. */
export const openBesideCommand = 'sidecarGuard.openBeside';

/** Client to server: a policy that gates images, made from those of the workspace; `null` for an unknown engine. */
export const newGateRequest = 'sidecarGuard/newGate';
export interface NewGateParams {
  /** One of `newGateEngines`. */
  readonly engine: string;
  /** The file or folder to put it beside. */
  readonly beside: string;
}
export interface NewGate {
  /** Where no file is yet, as far as the server knows. */
  readonly uri: string;
  readonly text: string;
}
/** The images tell no place that a gate could admit. */
export interface NoNewGate {
  /** Why, in sentences for the user. */
  readonly problem: string;
}
/** The policy engines that a gate can be written for. */
export const newGateEngines = ['ValidatingAdmissionPolicy', 'Kyverno', 'Gatekeeper'] as const;

/** Run by the server, on the user's word: asks the registry of an image for its digest and writes that. */
export const pinImageCommand = 'sidecarGuard.pinImage';
export interface PinImageParams {
  readonly uri: string;
  /** A place in the image's text, 0-based, in UTF-16 units. */
  readonly position: { readonly line: number; readonly character: number };
  /** As it is written there. */
  readonly image: string;
  /** Who will be asked, for the user to know before. */
  readonly host: string;
}

/** Server to client: the URIs of the workspace's YAML files. No parameters. */
export const findFilesRequest = 'sidecarGuard/findFiles';

/** Server to client: the texts of files. */
export const readFilesRequest = 'sidecarGuard/readFiles';
export interface ReadFilesParams {
  readonly uris: readonly string[];
  /** Larger files are refused by whoever reads them, before they take up memory and the way between the two. */
  readonly maxBytes: number;
}
/** A file's text; the size in bytes of one that is too large; `null` for what can't be read. */
export type FileText = string | number | null;
/** In the order asked for. */
export type ReadFilesResult = readonly FileText[];

/** Client to server: a rule's page in Markdown; `null` for an unknown rule. */
export const ruleDocumentationRequest = 'sidecarGuard/ruleDocumentation';
export interface RuleDocumentationParams {
  readonly rule: string;
}

/** Server to client: what a document was found to hold, each time it is analysed. */
export const statusNotification = 'sidecarGuard/status';
export interface DocumentStatus {
  readonly uri: string;
  /** How many pods the document describes. */
  readonly pods: number;
  /** How many containers there are in each role that occurs: `app`, `sidecar`, `native-sidecar`, `init`, `ephemeral`. */
  readonly roles: Readonly<Record<string, number>>;
}

/** Client to server: what runs in a cluster, compared with the manifests of the workspace; the report, in Markdown. */
export const auditRequest = 'sidecarGuard/audit';
export interface AuditParams {
  readonly running: RunningState;
}
export { podFactsOf } from './audit/pod-facts';
export type { RunningGroup, RunningNamespace, RunningState, RunningTemplate } from './audit/running';

/** Client to server: the workload that a manifest describes at a place; `null` where it describes none. */
export const workloadAtRequest = 'sidecarGuard/workloadAt';
export interface WorkloadAtParams {
  readonly uri: string;
  /** 0-based, in UTF-16 units. */
  readonly position: { readonly line: number; readonly character: number };
}
export interface WorkloadAt {
  readonly kind: string;
  readonly name: string;
  /** As the manifest says it. */
  readonly namespace?: string;
  /** Those of its pods; empty for a pod itself, which has its name. */
  readonly labels: Readonly<Record<string, string>>;
  /** The container at the place. */
  readonly container?: string;
  /** Its image as it is written there, where it is a reference. */
  readonly image?: { readonly text: string; readonly position: WorkloadAtParams['position'] };
}

/** Client to server: which digests of an image run, of those that its manifest could be pinned to. */
export const runningDigestsRequest = 'sidecarGuard/runningDigests';
export interface RunningDigestsParams {
  /** As the manifest has it. */
  readonly image: string;
  readonly running: readonly RunningImage[];
}
/** The image of a container that runs. */
export interface RunningImage {
  /** As the pod has it. */
  readonly image: string;
  /** As the container runtime names it (`imageID`); empty before it has been pulled. */
  readonly imageId: string;
  /** The node's, such as `linux/arm64`; none where the node may not be read. */
  readonly platform?: string;
}
export interface RunningDigests {
  /** The most used first. */
  readonly digests: readonly RunningDigest[];
  /** Why there is none, as a sentence for the user. */
  readonly problem?: string;
}
export interface RunningDigest {
  readonly digest: string;
  readonly pods: number;
  /** What is known of the platforms that it is for, as a sentence without its end. */
  readonly platforms: string;
}

/** Client to server: write a digest behind an image. The server tells the user how that went. */
export const writeDigestRequest = 'sidecarGuard/writeDigest';
export interface WriteDigestParams extends Omit<PinImageParams, 'host'> {
  readonly digest: string;
}

/** Client to server: what each container of a running pod is to it. */
export const rolesRequest = 'sidecarGuard/roles';
export interface RolesParams {
  /** The pod as the API server tells it, in JSON. */
  readonly pod: string;
}
export interface ContainerRole {
  readonly name: string;
  /** `app`, `sidecar`, `native-sidecar`, `init`, `ephemeral`. */
  readonly role: string;
}
