/** Folders that hold other people's files, and too many of them. */
export const foreignFolders: readonly string[] = ['node_modules', '.git'];

/** Whether a file of this name may hold manifests; a kustomization may be called just that. */
export function isManifestName(name: string): boolean {
  return /\.ya?ml$|^Kustomization$/.test(name);
}

/** The folder of a file's URI or path, with its closing slash; nothing where it has none. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** A relative path, as manifests write it, from a folder's URI or path: `../base` from `file:///w/prod/` is `file:///w/base`. */
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

/** As canonical URIs have it: what `encodeURIComponent` leaves is escaped, too (RFC 3986, reserved characters). */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
