/** What keeps a registry from telling a digest: one sentence or two for the user, without anything secret. */
export class RegistryError extends Error {
  /** What Node or OpenSSL calls it, where a host was not reached. */
  readonly code: string;

  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

/** By these, OpenSSL says that nobody vouches for a certificate. */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);
const WRONG_CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for other names',
};
const PROXY_SETTING = 'the proxy (http.proxy, or HTTPS_PROXY in the environment)';

/** Why a host could not be asked. */
export function unreachable(host: string, error: unknown): RegistryError {
  const code = codeOf(error);
  return new RegistryError(unreachableSentence(host, code, error), code);
}

function unreachableSentence(host: string, code: string, error: unknown): string {
  if (UNTRUSTED.has(code))
    return `The certificate of ${host} is not to be trusted (${code}). Install its authority's certificate (NODE_EXTRA_CA_CERTS), or list the registry among the insecure ones.`;
  const wrong = WRONG_CERTIFICATES[code];
  if (wrong !== undefined)
    return `The certificate of ${host} ${wrong} (${code}). Ask who runs it to renew it, or list the registry among the insecure ones.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `There is no host ${host}, or no network to find it (${code}). Check the image's registry.`;
  if (code === 'ECONNREFUSED')
    return `Nothing answers at ${host} (${code}). Check the port, and whether the registry runs.`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `${host} does not speak TLS. If it is meant to speak plain HTTP, list it among the insecure registries.`;
  const reason = error instanceof Error ? error.message : String(error);
  return `${host} could not be asked: ${reason}. Check the network, and try again.`;
}

/** Whether a host that was asked over TLS may still answer without it. */
export function mayAnswerPlainly(error: unknown): boolean {
  const code = codeOf(error);
  return ['EPROTO', 'ECONNRESET', 'ECONNREFUSED', PROXY_REFUSED].includes(code) || code.startsWith('ERR_SSL_');
}

const PROXY_REFUSED = 'PROXY_REFUSED';

/** Why the way to a host ends at the proxy. */
export function proxyRefused(proxy: URL, { host }: URL, status: number): RegistryError {
  const sentence =
    status === 407
      ? `The proxy ${proxy.host} wants to know who asks for ${host} (status 407). Write user and password into the URL of ${PROXY_SETTING}.`
      : `The proxy ${proxy.host} does not lead to ${host} (status ${status}). Check the image's registry, and whether it should be listed in NO_PROXY.`;
  return new RegistryError(sentence, PROXY_REFUSED);
}

/** Why a proxy could not be asked. */
export function proxyFailed(proxy: URL, error: unknown): RegistryError {
  return new RegistryError(
    `The proxy ${proxy.host} could not be asked (${codeOf(error) || 'no HTTP'}). Check ${PROXY_SETTING}.`,
  );
}

export function timedOut(host: string, seconds: number): RegistryError {
  return new RegistryError(
    `${host} did not answer within ${seconds} seconds, so nothing was written. Try again later.`,
  );
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
