import { URI } from 'vscode-uri';

/**
 * The canonical form of a URI, because editors write one URI in several ways: `file:///C:/a@b` and `file:///c%3A/a%40b` are
 * the same file. Text that is not a URI is unchanged.
 */
export function canonicalUri(uri: string): string {
  try {
    return URI.parse(uri, true).toString();
  } catch {
    return uri;
  }
}
