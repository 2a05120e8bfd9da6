import { isSharedRegistry } from '../../image/shared-registries';
import type { YamlValue } from '../../manifest/value';
import type { Weakness } from '../engine';

/**
 * The part of an image reference in which a prefix ends. `registry`: a host, with or without a port. `owner`: an owner
 * on a registry with many owners. `path`: a folder or an image. `name`: an image, an owner or a host without a dot.
 */
type Place = 'registry' | 'owner' | 'path' | 'name';

const HOST = /^(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::(\d+))?$/;
const PATH = /^[\w.-]+(?::\d+)?\/[\w./-]*[\w.-]$/;
const LARGEST_PORT = 65535;

/** The part in which a prefix ends; `undefined` after a slash, a tag or a digest, or for other texts. */
function placeOf(prefix: string): Place | undefined {
  const [, port] = HOST.exec(prefix) ?? [];
  // One more digit makes another port, up to the largest port.
  if (port !== undefined) return Number(port) * 10 <= LARGEST_PORT ? 'registry' : undefined;
  if (HOST.test(prefix)) return 'registry';
  if (/^[\w-]+$/.test(prefix)) return 'name';
  if (!PATH.test(prefix)) return undefined;
  const [host = '', ...others] = prefix.split('/');
  return others.length === 1 && isSharedRegistry(host) && !isDockerHub(host) ? 'owner' : 'path';
}

/** `docker.io/nginx` is an image. */
function isDockerHub(host: string): boolean {
  return /(?:^|\.)docker\.(?:io|com)$/.test(host);
}

/** Whether other registries or paths can have the same prefix. A single word can mean anything, so it does not count. */
export function isAmbiguous(prefix: string): boolean {
  const place = placeOf(prefix);
  return place !== undefined && place !== 'name';
}

/**
 * The weakness of a prefix that other registries or paths can have, too.
 * @param rewrite makes the text to write there of the prefix with a slash
 */
export function ambiguity(at: YamlValue, prefix: string, rewrite?: (prefix: string) => string): Weakness {
  const place = placeOf(prefix);
  // A registry or an owner is never an image. With a slash, the prefix of an image would no longer match the image.
  const isFolder = place === 'registry' || place === 'owner';
  return {
    kind: 'prefix-ambiguous',
    at,
    effect: `admits every image that starts with \`${prefix}\`, for example ${examplesOf(prefix, place)}`,
    ...(isFolder && rewrite && { remedy: rewrite(`${prefix}/`) }),
    ...(!isFolder && {
      advice: `If the prefix is ${place === 'path' ? 'a folder' : 'a registry or an owner'}, end it with a slash. If it is an image, write the whole reference.`,
    }),
  };
}

function examplesOf(prefix: string, place: Place | undefined): string {
  const isPort = place === 'registry' && /:\d+$/.test(prefix);
  if (isPort) return `\`${prefix}0/x\``;
  const evil = `\`${prefix}-evil/x\``;
  return place === 'registry' || place === 'name' ? `\`${prefix}.evil.io/x\` or ${evil}` : evil;
}

/**
 * The weakness of a text that is compared with whole images, so that a single word is a prefix, too.
 * @param end the text behind the prefix
 */
export function prefixWeaknesses(at: YamlValue, prefix: string, end: string): Weakness[] {
  return placeOf(prefix) === undefined ? [] : [ambiguity(at, prefix, (whole) => whole + end)];
}
