import type { Credentials } from './credentials';
import { RegistryError } from './errors';
import type { RegistryResponse } from './http';
import { asRecord } from './json';

/** What messages say about credentials: their source, never the secrets. */
interface Known {
  readonly credentials?: Pick<Credentials, 'source'>;
  /** Why other credentials were not found, and what to do. */
  readonly problem?: string;
}

interface Refusal {
  /** The host that answered. */
  readonly host: string;
  /** The image as it is written. */
  readonly name: string;
  /** The credentials that were found; empty if the host asked for none. */
  readonly found: Known;
}

/** The error for an answer that is not a manifest. */
export function refused({ host, name, found }: Refusal, answer: RegistryResponse): RegistryError {
  const { status, headers } = answer;
  switch (status) {
    case 401:
    case 403:
      return new RegistryError(notShown(host, name, found));
    case 404:
      if (isPage(answer)) break;
      return new RegistryError(
        isUnknownRepository(answer)
          ? `${host} has no repository for ${name}. Check the name.`
          : `${host} has no image ${name}. Check the name and the tag.`,
      );
    case 429: {
      const wait = secondsOf(headers['retry-after']);
      const pause = wait === undefined ? '' : ` (wait ${wait} seconds)`;
      const advice =
        found.problem === undefined
          ? 'Log in, or try again later.'
          : `Try again later, or with credentials: ${found.problem}`;
      return new RegistryError(`${host} got too many requests${pause}. ${advice}`);
    }
  }
  return new RegistryError(
    `${host} answered with status ${status} instead of the manifest of ${name}. Check that it is a registry.`,
  );
}

function notShown(host: string, name: string, { credentials, problem }: Known): string {
  // Docker Hub does not say which private images exist.
  const doubt = isDockerHub(host) ? 'Docker Hub gives the same answer for an image that does not exist. ' : '';
  if (credentials) {
    const others = problem === undefined ? '' : ` Other credentials were not found: ${problem}`;
    return `${host} refused access to ${name} with the credentials of ${credentials.source}. ${doubt}Log in again (${login(host)}), or ask for access.${others}`;
  }
  return problem === undefined
    ? `${host} requires credentials for ${name}, and there are none. ${doubt}Log in (${login(host)}).`
    : `${host} requires credentials for ${name}, and none were found. ${doubt}${problem}`;
}

/** Whether a registry says that it has no such repository (distribution specification, "Error Codes"). */
export function isUnknownRepository({ status, body }: RegistryResponse): boolean {
  if (status !== 404) return false;
  try {
    const { errors } = asRecord(JSON.parse(body.toString('utf8')));
    return Array.isArray(errors) && errors.some((error) => asRecord(error).code === 'NAME_UNKNOWN');
  } catch {
    // A proxy's page, for example.
    return false;
  }
}

/** Whether it is a web page: registries answer in JSON. */
function isPage({ headers }: RegistryResponse): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '');
}

/** The command that logs in to a registry. */
export function login(host: string): string {
  return isDockerHub(host) ? 'docker login' : `docker login ${host}`;
}

function isDockerHub(host: string): boolean {
  return host === 'registry-1.docker.io';
}

/** How long to wait: registries give seconds or a date (RFC 9110, "Retry-After"). */
function secondsOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}
