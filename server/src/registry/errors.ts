import { own } from '../text/own';
/** Why a registry gave no digest: one sentence or two for the user, without secrets. */
export class RegistryError extends Error {
  /** The error code of Node or OpenSSL, if a host was not reached. */
  readonly code: string;

  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

/** The codes of OpenSSL for a certificate without a trusted authority. */
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
    return `The certificate of ${host} is not trusted (${code}). Install the certificate of its authority (NODE_EXTRA_CA_CERTS), or list the registry as insecure.`;
  const wrong = own(WRONG_CERTIFICATES, code);
  if (wrong !== undefined)
    return `The certificate of ${host} ${wrong} (${code}). Ask its administrator to replace it, or list the registry as insecure.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The host ${host} was not found, or there is no network (${code}). Check the image's registry.`;
  if (code === 'ECONNREFUSED')
    return `Nothing answers at ${host} (${code}). Check the port, and check that the registry runs.`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `${host} does not use TLS. If you accept plain HTTP, list it as an insecure registry.`;
  const reason = error instanceof Error ? error.message : String(error);
  return `${host} could not be asked: ${reason}. Check the network, then try again.`;
}

/** Whether a host that failed over TLS may answer over plain HTTP. */
export function mayAnswerPlainly(error: unknown): boolean {
  const code = codeOf(error);
  return ['EPROTO', 'ECONNRESET', 'ECONNREFUSED', PROXY_REFUSED].includes(code) || code.startsWith('ERR_SSL_');
}

const PROXY_REFUSED = 'PROXY_REFUSED';

/** Why a proxy did not connect to a host. */
export function proxyRefused(proxy: URL, { host }: URL, status: number): RegistryError {
  const sentence =
    status === 407
      ? `The proxy ${proxy.host} requires a login for ${host} (status 407). Add the user and password to the URL of ${PROXY_SETTING}.`
      : `The proxy ${proxy.host} does not connect to ${host} (status ${status}). Check the image's registry, and whether to list it in NO_PROXY.`;
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
