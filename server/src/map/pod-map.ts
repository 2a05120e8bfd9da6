import type { ManifestDocument } from '../manifest/document';
import type { Span } from '../manifest/value';
import type { Role } from '../pod/container';
import type { Severity } from '../rules/severity';

/** A pod as a graph: what is in it, and who does what with what. Its texts are foreign, so each format escapes them. */
export interface PodMap {
  /** The workload: `Deployment "web"`. */
  readonly title: string;
  readonly place: MapPlace;
  /** Services and the service account, then namespaces and containers in the order in which they start, then volumes. */
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** Findings about the pod as a whole. */
  readonly marks: readonly MapMark[];
  /** What is left out because the pod is too large, as a sentence. */
  readonly cut: string | undefined;
}

export type NodeKind = 'service' | 'account' | 'namespace' | 'container' | 'added' | 'volume';

export interface MapNode {
  /** Unique in the map; made of ours, never of foreign text. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  /** What else is known about it, line by line. */
  readonly lines: readonly string[];
  readonly role?: Role;
  /** Where it is written; none if it is not written in the workspace. */
  readonly place: MapPlace | undefined;
  readonly marks: readonly MapMark[];
}

/** Traffic of a Service, a token of an account, or what a container does with a volume. */
export type EdgeKind = 'traffic' | 'token' | 'reads' | 'writes' | 'can-write';

/** From a Service or an account to a container, or from a container to a volume. */
export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly label: string;
  readonly place: MapPlace | undefined;
  readonly marks: readonly MapMark[];
}

/** A finding, at the part of the map that it is about. */
export interface MapMark {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: MapPlace;
}

export interface MapPlace {
  readonly document: ManifestDocument;
  /** Counts from the start of the document. */
  readonly span: Span;
}
