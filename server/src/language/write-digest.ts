import { type Connection, MessageType, type Range } from 'vscode-languageserver';
import { exactEdits } from '../fixes/change';
import { setValue } from '../fixes/set-value';
import { isPlaceholder, parseImageReference, withDigest } from '../image/image-reference';
import type { YamlValue } from '../manifest/value';
import type { WriteDigestParams } from '../protocol';
import type { PlacedAnalysis } from '../rules/analysis';
import { sayInEnglish } from '../text/saying';
import { toEdit, toTextEdits } from './edits';
import type { OpenAnalysis } from './open-analysis';
import type { OpenDocuments } from './open-documents';
import { toRange, touches } from './ranges';
import { showMessage } from './show-message';

interface ImagePlace {
  readonly placed: PlacedAnalysis;
  readonly at: YamlValue;
  readonly image: string;
}

/** The image at a place; `undefined` if there is no image that can be pinned. */
export function imageAt(analysis: OpenAnalysis, range: Range): ImagePlace | undefined {
  for (const placed of analysis.documents) {
    for (const { text: image, at } of placed.analysis.pods.flatMap(({ images }) => images)) {
      if (image === undefined || !isPinnable(image)) continue;
      if (touches(toRange(placed, at.span), range)) return { placed, at, image };
    }
  }
  return undefined;
}

/** Whether a digest can be added to it. */
export function isPinnable(image: string): boolean {
  return !isPlaceholder(image) && parseImageReference(image) !== undefined;
}

/** Adds a digest to an image. If the manifest has changed there, it writes nothing and tells the user. */
export async function writeDigest(
  connection: Connection,
  open: OpenDocuments,
  { uri, position, image, digest }: WriteDigestParams,
): Promise<void> {
  const pinned = withDigest(image, digest);
  if (pinned === image) {
    showMessage(connection, MessageType.Info, sayInEnglish`The manifest already has ${image}.`);
    return;
  }
  const analysis = open.analyse(uri);
  const found = analysis && imageAt(analysis, { start: position, end: position });
  if (!analysis || found?.image !== image) {
    const message = sayInEnglish`The manifest changed while the digest of ${image} was looked up, so nothing was written. Try again.`;
    showMessage(connection, MessageType.Warning, message);
    return;
  }
  const change = setValue(found.placed.document, found.at, pinned);
  const edits = change && exactEdits(change);
  const edit = edits && toEdit(analysis, toTextEdits(found.placed, edits));
  const isWritten = edit && (await connection.workspace.applyEdit({ label: 'Pin image', edit })).applied;
  if (isWritten) return;
  const message = sayInEnglish`The digest could not be written here. Write ${digest} yourself.`;
  showMessage(connection, MessageType.Warning, message);
}
