import type { YamlValue } from '../manifest/value';
import type { Weakness } from './gate-engine';
import { isSharedRegistry } from './shared-registries';

/**
 * What the beginning of an image stops in. `registry`: a host, maybe with a port; `owner`: whose images they are on a
 * registry that strangers share; `path`: a folder or an image; `name`: an image, an owner or a host without a dot.
 */
type Place = 'registry' | 'owner' | 'path' | 'name';

const HOST = /^(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::(\d+))?$/;
const PATH = /^[\w.-]+(?::\d+)?\/[\w./-]*[\w.-]$/;
const LARGEST_PORT = 65535;

/** Where a beginning stops without saying so; `undefined` where it ends in a slash, a tag or a digest, or is none. */
function placeOf(prefix: string): Place | undefined {
  const [, port] = HOST.exec(prefix) ?? [];
  // One more digit makes another port, as long as there are so many.
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

/** Whether a registry's name, or what is below it, is a beginning that others can begin like; a mere word can be anything. */
export function isAmbiguous(prefix: string): boolean {
  const place = placeOf(prefix);
  return place !== undefined && place !== 'name';
}

/**
 * The weakness of comparing images with a beginning that others can begin like.
 * @param rewrite what to write there instead, made of the beginning with a slash
 */
export function ambiguity(at: YamlValue, prefix: string, rewrite?: (prefix: string) => string): Weakness {
  const place = placeOf(prefix);
  // Only a registry or an owner is never an image itself, which a slash would refuse.
  const isFolder = place === 'registry' || place === 'owner';
  const does = `admits all that begins with \`${prefix}\`, so ${examplesOf(prefix, place)}, too`;
  return {
    kind: 'prefix-ambiguous',
    at,
    does,
    ...(isFolder && rewrite && { remedy: rewrite(`${prefix}/`) }),
    ...(!isFolder && {
      advice: `End the prefix with a slash if it is ${place === 'path' ? 'a folder' : 'a registry or an owner'}, or write the whole image if it is one.`,
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
 * The same for a text that is compared with whole images, so that a mere word is a beginning, too.
 * @param end what stands behind the beginning in the text
 */
export function prefixWeaknesses(at: YamlValue, prefix: string, end: string): Weakness[] {
  return placeOf(prefix) === undefined ? [] : [ambiguity(at, prefix, (whole) => whole + end)];
}
