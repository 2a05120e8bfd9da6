import { URI } from 'vscode-uri';

/**
 * The one spelling of a URI that editors spell differently: `file:///C:/a@b` and `file:///c%3A/a%40b` are one file. What
 * isn't a URI stays as it is.
 */
export function canonicalUri(uri: string): string {
  try {
    return URI.parse(uri, true).toString();
  } catch {
    return uri;
  }
}
