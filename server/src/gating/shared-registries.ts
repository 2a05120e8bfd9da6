/**
 * Registries on which strangers have images of their own, so that trusting the host means to trust everyone: the first
 * part of the path says whose images they are. Registries with one owner, such as registry.k8s.io, aren't among them.
 */
const SHARED: ReadonlySet<string> = new Set([
  'docker.io',
  'registry.hub.docker.com',
  'ghcr.io',
  'docker.pkg.github.com',
  'quay.io',
  'gcr.io',
  'registry.gitlab.com',
  'public.ecr.aws',
  'icr.io',
  'nvcr.io',
  'codeberg.org',
  'registry.digitalocean.com',
  'ccr.ccs.tencentyun.com',
  'ttl.sh',
]);

/** The same, where each region of a cloud has a host of its own. */
const SHARED_BY_REGION = [
  /^(?:us|eu|asia)\.gcr\.io$/,
  /^[a-z0-9-]+-docker\.pkg\.dev$/,
  /^[a-z0-9-]+\.icr\.io$/,
  /^[a-z0-9-]+\.ocir\.io$/,
  /^rg\.[a-z0-9-]+\.scw\.cloud$/,
  /^registry\.[a-z0-9-]+\.aliyuncs\.com$/,
  /^swr\.[a-z0-9-]+\.myhuaweicloud\.com$/,
];

/** @param host with its port, if it has one */
export function isSharedRegistry(host: string): boolean {
  return SHARED.has(host) || SHARED_BY_REGION.some((pattern) => pattern.test(host));
}
