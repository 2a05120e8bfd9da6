import { URI } from 'vscode-uri';
import { canonicalUri } from '../canonical-uri';

/** The name of a file for users: its path in its workspace folder, after the folder's name if there are several folders. */
export function fileNameOf(uri: string, folders: readonly string[]): string {
  const file = canonicalUri(uri);
  for (const folder of folders) {
    const root = canonicalUri(folder).replace(/\/?$/, '/');
    if (!file.startsWith(root)) continue;
    const name = decoded(file.slice(root.length));
    return folders.length > 1 ? `${decoded(root.split('/').at(-2) ?? '')}/${name}` : name;
  }
  return pathOf(uri);
}

function pathOf(uri: string): string {
  try {
    return URI.parse(uri, true).path;
  } catch {
    return uri;
  }
}

/** A decoded part of a URI. If it can't be decoded, for example a name with a percent sign, it stays as it is. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
