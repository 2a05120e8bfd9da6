/** The minor version of the newest Kubernetes 1.x release that the rules know. */
export const NEWEST_KUBERNETES_MINOR = 37;

/** The minor version in `1.N` or `v1.N`; `undefined` for any other text, and for more digits than a release will ever have. */
export function parseKubernetesVersion(text: string): number | undefined {
  const match = /^v?1\.(\d{1,3})$/.exec(text);
  return match ? Number(match[1]) : undefined;
}
