import type { Credentials } from './credentials';
import { RegistryError } from './errors';
import type { Answer } from './http';
import { asRecord } from './json';

/** What is said of credentials: where they are from, never what they are. */
interface Known {
  readonly credentials?: Pick<Credentials, 'source'>;
  /** What kept others from being found, and what to do. */
  readonly problem?: string;
}

interface Refusal {
  /** Who answered. */
  readonly host: string;
  /** The image as it is written. */
  readonly name: string;
  /** None where nobody was asked for any. */
  readonly found: Known;
}

/** What an answer other than a manifest means. */
export function refused({ host, name, found }: Refusal, answer: Answer): RegistryError {
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
      const pause = wait === undefined ? '' : ` (it wants a pause of ${wait} seconds)`;
      const advice =
        found.problem === undefined
          ? 'Log in, or try again later.'
          : `Try again later, or with credentials: ${found.problem}`;
      return new RegistryError(`${host} is asked too often${pause}. ${advice}`);
    }
  }
  return new RegistryError(
    `${host} answered with status ${status} instead of the manifest of ${name}. Is it a registry?`,
  );
}

function notShown(host: string, name: string, { credentials, problem }: Known): string {
  // Docker Hub hides from strangers which images there are.
  const doubt = isDockerHub(host) ? 'It says the same of images that do not exist. ' : '';
  if (credentials) {
    const others = problem === undefined ? '' : ` Others were not found: ${problem}`;
    return `${host} does not show ${name} to the user of ${credentials.source}. ${doubt}Log in again (${login(host)}), or ask for access.${others}`;
  }
  return problem === undefined
    ? `${host} does not show ${name} to everybody, and there are no credentials for it. ${doubt}Log in (${login(host)}).`
    : `${host} does not show ${name} to everybody, and no credentials were found for it. ${doubt}${problem}`;
}

/** Whether a registry says that it has no such repository (distribution specification, "Error Codes"). */
export function isUnknownRepository({ status, body }: Answer): boolean {
  if (status !== 404) return false;
  try {
    const { errors } = asRecord(JSON.parse(body.toString('utf8')));
    return Array.isArray(errors) && errors.some((error) => asRecord(error).code === 'NAME_UNKNOWN');
  } catch {
    // A proxy's page, for example.
    return false;
  }
}

/** Whether it is for people to read: registries answer in JSON. */
function isPage({ headers }: Answer): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '');
}

/** What logs in to a registry. */
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
