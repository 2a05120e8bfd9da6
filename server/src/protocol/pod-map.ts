/** Client to server: the map of the pod at a place of a manifest; `null` if there is none. */
export const podMapRequest = 'sidecarGuard/podMap';
export interface PodMapParams {
  readonly uri: string;
  /** 0-based, in UTF-16 units. */
  readonly position: { readonly line: number; readonly character: number };
}
export interface PodMapPage {
  /** The workload: `Deployment "web"`. */
  readonly title: string;
  /** The drawing, in which foreign text is escaped. The page has its styles. */
  readonly svg: string;
  readonly style: string;
  /** The same as a list, in HTML that is escaped. */
  readonly list: string;
  /** The drawing as a file of its own. */
  readonly file: string;
}
