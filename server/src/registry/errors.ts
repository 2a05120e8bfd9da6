import type { Answer } from './http';

/** What keeps a registry from telling a digest: one sentence or two for the user, without anything secret. */
export class RegistryError extends Error {}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Why a host could not be asked. */
export function unreachable(host: string, error: unknown): RegistryError {
  const code = codeOf(error);
  if (UNTRUSTED.has(code)) {
    return new RegistryError(
      `The certificate of ${host} is not to be trusted (${code}). Install its authority's certificate (NODE_EXTRA_CA_CERTS), or list the registry among the insecure ones.`,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new RegistryError(
      `There is no host ${host}, or no network to find it (${code}). Check the image's registry.`,
    );
  if (code === 'ECONNREFUSED')
    return new RegistryError(`Nothing answers at ${host} (${code}). Check the port, and whether the registry runs.`);
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return new RegistryError(
      `${host} does not speak TLS. If it is meant to speak plain HTTP, list it among the insecure registries.`,
    );
  const reason = error instanceof Error ? error.message : String(error);
  return new RegistryError(`${host} could not be asked: ${reason}.`);
}

export function timedOut(host: string, seconds: number): RegistryError {
  return new RegistryError(
    `${host} did not answer within ${seconds} seconds, so nothing was written. Try again later.`,
  );
}

/** What an answer other than a manifest means. */
export function refused(host: string, image: string, answer: Answer, credentials: string | undefined): RegistryError {
  const { status, headers } = answer;
  switch (status) {
    case 401:
    case 403:
      return new RegistryError(
        credentials === undefined
          ? `${host} does not show ${image} to everybody, and there are no credentials for it. Log in (docker login ${host}).`
          : `${host} does not show ${image} to the user of ${credentials}. Log in again (docker login ${host}), or ask for access.`,
      );
    case 404:
      return new RegistryError(
        codesOf(answer).includes('NAME_UNKNOWN')
          ? `${host} has no repository for ${image}. Check the name.`
          : `${host} has no image ${image}. Check the name and the tag.`,
      );
    case 429: {
      const wait = headers['retry-after'];
      return new RegistryError(
        `${host} is asked too often${wait === undefined ? '' : ` (it wants a pause of ${wait} seconds)`}. Log in, or try again later.`,
      );
    }
    default:
      return new RegistryError(
        `${host} answered with status ${status} instead of the manifest of ${image}. Is it a registry?`,
      );
  }
}

/** The codes of a registry's error (distribution specification, "Error Codes"). */
function codesOf({ body }: Answer): string[] {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    const errors = typeof parsed === 'object' && parsed !== null && 'errors' in parsed ? parsed.errors : [];
    if (!Array.isArray(errors)) return [];
    return errors.flatMap((error: unknown) =>
      typeof error === 'object' && error !== null && 'code' in error ? [String(error.code)] : [],
    );
  } catch {
    // A proxy's page in HTML, for example.
    return [];
  }
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
