import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  MessageType,
  type Position,
  type Range,
} from 'vscode-languageserver';
import { exactEdits } from '../fixes/change';
import { setValue } from '../fixes/set-value';
import type { DigestSource } from '../gating/digest-source';
import { isPlaceholder, parseImageReference, registryHostOf, withDigest } from '../gating/image-reference';
import type { YamlValue } from '../manifest/value';
import { type PinImageParams, pinImageCommand } from '../protocol';
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

/** The offer to ask an image's registry for the digest of its tag. Nothing is asked before the user takes it. */
export function pinActions(analysis: OpenAnalysis, range: Range): CodeAction[] {
  const found = imageAt(analysis, range);
  const host = found && registryHostOf(found.image);
  if (!found || host === undefined) return [];
  const { image } = found;
  const [name = image, digest] = image.split('@', 2);
  // A digest without a tag stands for itself.
  if (digest !== undefined && parseImageReference(name)?.tag === undefined) return [];
  const title = `${digest === undefined ? `Pin ${name} to its digest` : `Refresh the digest of ${name}`} (asks ${host})…`;
  const position = toRange(found.placed, found.at.span).start;
  const params: PinImageParams = { uri: analysis.uri, position, image, host };
  const command = { title, command: pinImageCommand, arguments: [params] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}

/** Asks the registry and writes the digest, unless the manifest says something else there by then. */
export async function pinImage(
  connection: Connection,
  open: OpenDocuments,
  digests: DigestSource,
  { uri, position, image, host }: PinImageParams,
  token: CancellationToken,
): Promise<void> {
  const stop = new AbortController();
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin('Sidecar Guard', undefined, `Asking ${host} for the digest of ${image}`, true);
  for (const cancelled of [token, progress.token]) cancelled.onCancellationRequested(() => stop.abort());
  try {
    const digest = await digests.digestOf(image, stop.signal);
    if (!stop.signal.aborted) await write(connection, open, { uri, position, image, host }, digest);
  } catch (error) {
    if (stop.signal.aborted) return;
    showMessage(connection, MessageType.Error, error instanceof Error ? error.message : String(error));
  } finally {
    progress.done();
  }
}

async function write(
  connection: Connection,
  open: OpenDocuments,
  { uri, position, image, host }: PinImageParams,
  digest: string,
): Promise<void> {
  const pinned = withDigest(image, digest);
  if (pinned === image) {
    showMessage(connection, MessageType.Info, `${host} still has this digest for ${image}.`);
    return;
  }
  const analysis = open.analyse(uri);
  const found = analysis && imageAt(analysis, { start: position, end: position });
  if (!analysis || found?.image !== image) {
    const message = `The manifest changed while ${host} was asked for the digest of ${image}, so nothing was written. Try again.`;
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

function imageAt(analysis: OpenAnalysis, range: Range): ImagePlace | undefined {
  for (const placed of analysis.documents) {
    for (const { image, value } of placed.analysis.pods.flatMap(({ containers }) => containers)) {
      const at = value.get('image');
      if (image === undefined || isPlaceholder(image) || !parseImageReference(image)) continue;
      if (touches(toRange(placed, at.span), range)) return { placed, at, image };
    }
  }
  return undefined;
}

/** What a client sends; others may send anything. */
export function toPinImageParams(value: unknown): PinImageParams | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, position, image, host } = value as Record<string, unknown>;
  if (typeof uri !== 'string' || typeof image !== 'string' || typeof host !== 'string') return undefined;
  return isPosition(position) ? { uri, position, image, host } : undefined;
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  const { line, character } = value as Record<string, unknown>;
  return typeof line === 'number' && typeof character === 'number';
}
