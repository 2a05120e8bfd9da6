import { ManifestFile } from '../../../server/src/manifest/file';

/**
 * The lines, from 0, of documents that cannot be read: a server that has seen them before they were broken keeps what it
 * said of them then (`test/unit/language/broken-documents.test.ts`), and a fresh one says nothing.
 */
export function brokenLines(text: string): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { document, line } of ManifestFile.read(text).documents) {
    if (document.syntaxErrors.length === 0) continue;
    const last = line + document.lines.lineAt(document.text.length);
    for (let broken = line; broken <= last; broken++) lines.add(broken);
  }
  return lines;
}
