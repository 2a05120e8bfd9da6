import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  MessageType,
  type Position,
  type Range,
} from 'vscode-languageserver';
import type { DigestSource } from '../gating/digest-source';
import { parseImageReference, registryHostOf, withDigest } from '../gating/image-reference';
import { type PinImageParams, pinImageCommand } from '../protocol';
import type { OpenAnalysis, OpenDocuments } from './open-documents';
import { toRange } from './ranges';
import { showMessage } from './show-message';
import { imageAt, writeDigest } from './write-digest';

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
    if (stop.signal.aborted) return;
    if (withDigest(image, digest) === image)
      showMessage(connection, MessageType.Info, `${host} still has this digest for ${image}.`);
    else await writeDigest(connection, open, { uri, position, image, digest });
  } catch (error) {
    if (stop.signal.aborted) return;
    showMessage(connection, MessageType.Error, error instanceof Error ? error.message : String(error));
  } finally {
    progress.done();
  }
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
