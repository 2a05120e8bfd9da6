/**
 * The messages between the client and the server of this extension that the Language Server Protocol does not have. Other
 * editors work without them.
 */
import type { RunningState } from './audit/running';

/** The `initializationOptions` of a client that offers more than the protocol. */
export interface InitializationOptions {
  /** It answers `findFiles` and `readFiles`, so the server can read the files of a virtual workspace. */
  readonly providesFiles?: boolean;
  /** It runs the command `explainRuleCommand`. */
  readonly explainsRules?: boolean;
  /** What the client opens as the page of a rule if the id of the rule follows it. */
  readonly rulePages?: string;
  /** It runs the command `silenceCommand`. */
  readonly silencesFindings?: boolean;
  /** It runs the command `fixWorkspaceCommand`. */
  readonly fixesWorkspace?: boolean;
  /** It handles `openBesideCommand`. */
  readonly opensBeside?: boolean;
  /** Another extension offers what the schema of `.sidecar-guard.yaml` says. */
  readonly hasSchemas?: boolean;
  /** The settings of a client that cannot be asked for them. */
  readonly sidecarGuard?: unknown;
}

/** The files that may contain manifests; a kustomization can be named `Kustomization`. */
export const manifestGlob = '**/{*.yaml,*.yml,*.json,Kustomization}';

/** The command that shows the page of a rule; the client runs it with the id of the rule. */
export const explainRuleCommand = 'sidecarGuard.explainRule';

/** Fixes what has a safe fix in the whole workspace, behind a preview. The client runs it without arguments. */
export const fixWorkspaceCommand = 'sidecarGuard.fixWorkspace';

/** In a code action: asks where to silence one of some findings, and for what reason. The client runs it with a `SilenceOffer`. */
export const silenceCommand = 'sidecarGuard.silence';
export interface SilenceOffer {
  readonly uri: string;
  readonly findings: readonly OfferedFinding[];
}
export interface OfferedFinding {
  readonly rule: string;
  /** Where the finding begins, 0-based, in UTF-16 units. */
  readonly position: { readonly line: number; readonly character: number };
  /** The kind of its resource. */
  readonly kind: string;
  /** The container that it is about, if that has a name. */
  readonly container?: string;
}

/** Client to server: silence a finding. The server edits the files, and tells the user what went wrong. */
export const silenceRequest = 'sidecarGuard/silence';
export interface SilenceParams {
  readonly uri: string;
  readonly rule: string;
  readonly position: OfferedFinding['position'];
  readonly scope: SilenceScope;
  /** Empty for none. */
  readonly reason: string;
}
/** How much is silenced: the narrowest first. `workspace` writes the configuration file. */
export const SILENCE_SCOPES = ['line', 'container', 'resource', 'file', 'workspace'] as const;
export type SilenceScope = (typeof SILENCE_SCOPES)[number];

/** In a code action, with the URI of the file that it creates. The client replaces it with a command that opens the file. */
export const openBesideCommand = 'sidecarGuard.openBeside';

/** Client to server: the policy engines for which a gate can be written. No parameters. */
export const newGateEnginesRequest = 'sidecarGuard/newGateEngines';
/** By the names that users know. */
export type NewGateEngines = readonly string[];

/** Client to server: create an image gate from the images of the workspace; `null` for an unknown engine. */
export const newGateRequest = 'sidecarGuard/newGate';
export interface NewGateParams {
  /** One of `NewGateEngines`. */
  readonly engine: string;
  /** The file or folder beside which the new file goes. */
  readonly beside: string;
}
export interface NewGate {
  /** A URI at which the server knows no file. */
  readonly uri: string;
  readonly text: string;
}
/** No gate can be made: the images have no registry that it could admit. */
export interface NoNewGate {
  /** Why, in sentences for the user. */
  readonly problem: string;
}

/** The command that asks the registry of an image for its digest and writes it. The server runs it, after the user agreed. */
export const pinImageCommand = 'sidecarGuard.pinImage';
export interface PinImageParams {
  readonly uri: string;
  /** A place in the image's text, 0-based, in UTF-16 units. */
  readonly position: { readonly line: number; readonly character: number };
  /** As it is written there. */
  readonly image: string;
  /** The host that will be asked, for the question to the user. */
  readonly host: string;
}

/** Client to server: is the server alive? It answers after it has handled all earlier messages. No parameters. */
export const aliveRequest = 'sidecarGuard/alive';

/** Client to server: answered when the files of the workspace were read. No parameters. */
export const workspaceReadRequest = 'sidecarGuard/workspaceRead';

/** Client to server: read a file of the workspace again; answered when that is done. */
export const readAgainRequest = 'sidecarGuard/readAgain';
export interface ReadAgainParams {
  readonly uri: string;
}

/** Server to client: the URIs of the workspace's YAML files. No parameters. */
export const findFilesRequest = 'sidecarGuard/findFiles';

/** Server to client: the texts of files. */
export const readFilesRequest = 'sidecarGuard/readFiles';
export interface ReadFilesParams {
  readonly uris: readonly string[];
  /** The client does not send larger files, to save memory and time. */
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

/** Server to client: the pods and roles in a document, after each analysis. */
export const statusNotification = 'sidecarGuard/status';
export interface DocumentStatus {
  readonly uri: string;
  /** How many pods the document describes. */
  readonly pods: number;
  /** How many documents are templates that cannot be read. */
  readonly templates: number;
  /** The number of findings of each severity that occurs: `error`, `warning`, `information`, `hint`. */
  readonly findings: Readonly<Record<string, number>>;
  /** The number of containers in each role that occurs: `app`, `sidecar`, `native-sidecar`, `init`, `ephemeral`. */
  readonly roles: Readonly<Record<string, number>>;
}

/** Client to server: compare what runs in a cluster with the manifests of the workspace; the answer is a Markdown report. */
export const auditRequest = 'sidecarGuard/audit';
export interface AuditParams {
  readonly running: RunningState;
}

/** Client to server: the workload or Service at a place of a manifest; `null` if there is none. */
export const workloadAtRequest = 'sidecarGuard/workloadAt';
export interface WorkloadAtParams {
  readonly uri: string;
  /** 0-based, in UTF-16 units. */
  readonly position: { readonly line: number; readonly character: number };
}
export interface WorkloadAt {
  readonly kind: string;
  readonly name: string;
  /** As in the manifest. */
  readonly namespace?: string;
  /** The labels of its pods, which a Service selects; empty for a pod, which is found by its name. */
  readonly labels: Readonly<Record<string, string>>;
  /** The container at the place. */
  readonly container?: string;
  /** Its image as it is written, if it is a valid reference. */
  readonly image?: { readonly text: string; readonly position: WorkloadAtParams['position'] };
}

/** Client to server: the running digests of an image to which its manifest can be pinned. */
export const runningDigestsRequest = 'sidecarGuard/runningDigests';
export interface RunningDigestsParams {
  /** As in the manifest. */
  readonly image: string;
  readonly running: readonly RunningImage[];
}
/** The image of a running container. */
export interface RunningImage {
  /** As in the pod. */
  readonly image: string;
  /** As the container runtime names it (`imageID`); empty before it was pulled. */
  readonly imageId: string;
  /** The platform of the node, such as `linux/arm64`; `undefined` if the node may not be read. */
  readonly platform?: string;
}
export interface RunningDigests {
  /** The most used digest comes first. */
  readonly digests: readonly RunningDigest[];
  /** Why there is none, as a sentence for the user. */
  readonly problem?: string;
}
export interface RunningDigest {
  readonly digest: string;
  readonly pods: number;
  /** Which platforms the digest is for, as a clause. */
  readonly platforms: string;
}

/** Client to server: add a digest to an image in a manifest. The server tells the user the result. */
export const writeDigestRequest = 'sidecarGuard/writeDigest';
export interface WriteDigestParams extends Omit<PinImageParams, 'host'> {
  readonly digest: string;
}

/** Client to server: the role of each container of a running pod. */
export const rolesRequest = 'sidecarGuard/roles';
export interface RolesParams {
  /** The pod in JSON, in the form of the API server. */
  readonly pod: string;
}
export interface ContainerRole {
  readonly name: string;
  /** `app`, `sidecar`, `native-sidecar`, `init`, `ephemeral`. */
  readonly role: string;
}
