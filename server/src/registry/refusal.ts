import { RegistryError } from './errors';
import type { Answer } from './http';
import { asRecord } from './json';

interface Refusal {
  /** Who answered. */
  readonly host: string;
  /** The image as it is written. */
  readonly name: string;
  /** Where the credentials are from that were shown; never what they are. */
  readonly credentials: string | undefined;
}

/** What an answer other than a manifest means. */
export function refused({ host, name, credentials }: Refusal, answer: Answer): RegistryError {
  const { status, headers } = answer;
  switch (status) {
    case 401:
    case 403:
      return new RegistryError(
        credentials === undefined
          ? `${host} does not show ${name} to everybody, and there are no credentials for it. ${hasNoName(host)}Log in (${login(host)}).`
          : `${host} does not show ${name} to the user of ${credentials}. ${hasNoName(host)}Log in again (${login(host)}), or ask for access.`,
      );
    case 404:
      if (isPage(answer)) break;
      return new RegistryError(
        isUnknownRepository(answer)
          ? `${host} has no repository for ${name}. Check the name.`
          : `${host} has no image ${name}. Check the name and the tag.`,
      );
    case 429: {
      const wait = secondsOf(headers['retry-after']);
      return new RegistryError(
        `${host} is asked too often${wait === undefined ? '' : ` (it wants a pause of ${wait} seconds)`}. Log in, or try again later.`,
      );
    }
  }
  return new RegistryError(
    `${host} answered with status ${status} instead of the manifest of ${name}. Is it a registry?`,
  );
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

/** Docker Hub hides from strangers which images there are. */
function hasNoName(host: string): string {
  return isDockerHub(host) ? 'It says the same of images that do not exist. ' : '';
}

function login(host: string): string {
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
