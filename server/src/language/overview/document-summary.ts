import type { Coverage } from '../../gating/coverage';
import type { Role } from '../../pod/container';
import type { ViewPlace } from '../../protocol/overview';
import type { ReportedImage } from '../../report/gates';
import type { Severity } from '../../rules/severity';

/** What views show of a document, as plain data: the document itself need not stay in memory. */
export interface DocumentSummary {
  /** Where the document began when places were noted. */
  readonly line: number;
  readonly pods: readonly PodSummary[];
  readonly findings: readonly FindingSummary[];
  /** What gates decide about its images. */
  readonly images: readonly ReportedImage[];
}

export interface PodSummary {
  readonly workload: WorkloadName;
  readonly place: ViewPlace;
  readonly gate: Coverage;
  readonly containers: readonly ContainerSummary[];
  readonly injected: readonly InjectedSummary[];
}

/** The resource that something is about. */
export interface WorkloadName {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Not that of another resource of the workspace. An edit elsewhere in the file does not change it. */
  readonly key: string;
}

interface ContainerSummary {
  readonly name: string;
  readonly role: Role;
  readonly evidence: readonly string[];
  readonly image: string | undefined;
  readonly place: ViewPlace;
}

/** A container that the manifest does not have. */
export interface InjectedSummary {
  readonly name: string;
  /** Who adds it. */
  readonly by: string;
  readonly isCertain: boolean;
}

export interface FindingSummary {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: ViewPlace;
  readonly workload: WorkloadName;
  readonly container: string | undefined;
  readonly isFixable: boolean;
}
