import { encoded } from '../text/encoded';
/** Folders with third-party files, which are too many to read. */
export const foreignFolders: readonly string[] = ['node_modules', '.git'];

/** Whether a file with this name, in any case, can have manifests. A kustomization can have the name `Kustomization`. */
export function isManifestName(name: string): boolean {
  return /\.(?:ya?ml|json)$|^Kustomization$/i.test(name);
}

/** Whether a file of a repository is JSON for something else, as most are: settings, lock files, data. */
export function isForeignJson(name: string, text: string): boolean {
  return /\.json$/i.test(name) && !MANIFEST_JSON.test(text);
}

/** The keys of a resource or of a JSON patch, or an escape sequence, by which a key can be written in another form. */
const MANIFEST_JSON = /"apiVersion"\s*:|"op"\s*:|\\u/;

/** The folder of a file's URI or path, with its closing slash; empty if it has none. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** Resolves a relative path of a manifest from a folder's URI or path: `../base` from `file:///w/prod/` is `file:///w/base`. */
export function resolvePath(folder: string, path: string): string {
  const scheme = /^[\w+.-]+:\/\/[^/]*\//.exec(folder)?.[0] ?? (folder.startsWith('/') ? '/' : '');
  const relative = scheme.includes('://') ? path.split('/').map(encodeSegment).join('/') : path;
  const parts: string[] = [];
  for (const part of `${folder.slice(scheme.length)}/${relative}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return scheme + parts.join('/');
}

/** The canonical form of URIs, which also escapes what `encodeURIComponent` leaves (RFC 3986, reserved characters). */
function encodeSegment(segment: string): string {
  return encoded(segment).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
