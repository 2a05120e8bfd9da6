/**
 * Registries with images of many owners: to trust the host means to trust all of them. The first part of the path names the
 * owner. Registries with one owner, such as registry.k8s.io, are not in this list.
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

/** The same for clouds with one host for each region. */
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
