/** Client to server: what stands above each workload and Service of an open file. */
export const lensesRequest = 'sidecarGuard/lenses';
export interface LensesParams {
  readonly uri: string;
}
/** For the first workloads of a file; a file with more is not one that people read. */
export type Lenses = readonly WorkloadLens[];
export interface WorkloadLens {
  /** Where the workload begins, 0-based. */
  readonly line: number;
  /** Its name, at which commands find it. 0-based, in UTF-16 units. */
  readonly position: { readonly line: number; readonly character: number };
  /** `1 app container, 1 sidecar`; none for a Service. */
  readonly roles?: string;
  /** Whether policies check its images; none while the workspace is being read. */
  readonly gate?: string;
  /** Whether its pods can be found in a cluster. */
  readonly isInCluster: boolean;
}
