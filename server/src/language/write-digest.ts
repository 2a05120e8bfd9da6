import { type Connection, MessageType, type Range } from 'vscode-languageserver';
import { exactEdits } from '../fixes/change';
import { setValue } from '../fixes/set-value';
import { isPlaceholder, parseImageReference, withDigest } from '../gating/image-reference';
import type { YamlValue } from '../manifest/value';
import type { WriteDigestParams } from '../protocol';
import type { PlacedAnalysis } from '../rules/engine';
import { toEdit, toTextEdits } from './edits';
import type { OpenAnalysis, OpenDocuments } from './open-documents';
import { toRange, touches } from './ranges';
import { showMessage } from './show-message';

interface ImagePlace {
  readonly placed: PlacedAnalysis;
  readonly at: YamlValue;
  readonly image: string;
}

/** The image whose text is touched; `undefined` where there is none that could be pinned. */
export function imageAt(analysis: OpenAnalysis, range: Range): ImagePlace | undefined {
  for (const placed of analysis.documents) {
    for (const { image, value } of placed.analysis.pods.flatMap(({ containers }) => containers)) {
      const at = value.get('image');
      if (image === undefined || !isPinnable(image)) continue;
      if (touches(toRange(placed, at.span), range)) return { placed, at, image };
    }
  }
  return undefined;
}

/** Whether a digest can stand behind it. */
export function isPinnable(image: string): boolean {
  return !isPlaceholder(image) && parseImageReference(image) !== undefined;
}

/** Writes a digest behind an image, unless the manifest says something else there by now; the user is told then. */
export async function writeDigest(
  connection: Connection,
  open: OpenDocuments,
  { uri, position, image, digest }: WriteDigestParams,
): Promise<void> {
  const pinned = withDigest(image, digest);
  if (pinned === image) {
    showMessage(connection, MessageType.Info, `${image} is what the manifest says already.`);
    return;
  }
  const analysis = open.analyse(uri);
  const found = analysis && imageAt(analysis, { start: position, end: position });
  if (!analysis || found?.image !== image) {
    const message = `The manifest changed while the digest of ${image} was looked up, so nothing was written. Try again.`;
    showMessage(connection, MessageType.Warning, message);
    return;
  }
  const change = setValue(found.placed.document, found.at, pinned);
  const edits = change && exactEdits(change);
  const edit = edits && toEdit(analysis, toTextEdits(found.placed, edits));
  const isWritten = edit && (await connection.workspace.applyEdit({ label: 'Pin image', edit })).applied;
  if (isWritten) return;
  const message = `The digest could not be written here; it is ${digest}.`;
  showMessage(connection, MessageType.Warning, message);
}
