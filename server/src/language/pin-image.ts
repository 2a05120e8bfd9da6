import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  MessageType,
  type Range,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { DigestSource } from '../image/digest-source';
import { parseImageReference, registryHostOf, withDigest } from '../image/image-reference';
import { type PinImageParams, pinImageCommand } from '../protocol';
import { sayInEnglish, saying } from '../text/saying';
import type { OpenAnalysis } from './open-analysis';
import type { OpenDocuments } from './open-documents';
import { isPosition } from './parameters';
import { toRange } from './ranges';
import { showBar, showMessage } from './show-message';
import { imageAt, writeDigest } from './write-digest';

/** The code action that asks the registry of an image for the digest of its tag. It asks only after the user chooses it. */
export function pinActions(analysis: OpenAnalysis, range: Range): CodeAction[] {
  const found = imageAt(analysis, range);
  const host = found && registryHostOf(found.image);
  if (!found || host === undefined) return [];
  const { image } = found;
  const [name = image, digest] = image.split('@', 2);
  // A digest without a tag can't be refreshed.
  if (digest !== undefined && parseImageReference(name)?.tag === undefined) return [];
  const title = `${digest === undefined ? `Pin ${name} to its digest` : `Refresh the digest of ${name}`} (asks ${host})…`;
  const position = toRange(found.placed, found.at.span).start;
  const params: PinImageParams = { uri: analysis.uri, position, image, host };
  const command = { title, command: pinImageCommand, arguments: [params] };
  return [{ title, kind: CodeActionKind.RefactorRewrite, command }];
}

/**
 * Asks the registry and writes the digest, unless the manifest has changed meanwhile. Any program can send this command, so
 * the image that the user agreed to must be the one in the manifest.
 * @param folders of the workspace, as URIs
 */
export async function pinImage(
  connection: Connection,
  open: OpenDocuments,
  digests: DigestSource,
  { uri, position, image, host }: PinImageParams,
  folders: readonly string[],
  token: CancellationToken,
): Promise<void> {
  const analysis = open.analyse(uri);
  const isThere = analysis && imageAt(analysis, { start: position, end: position })?.image === image;
  if (!isThere || registryHostOf(image) !== host) {
    const message = sayInEnglish`No registry was asked: the manifest no longer has this image at this place. Try again.`;
    showMessage(connection, MessageType.Warning, message);
    return;
  }
  const stop = new AbortController();
  const message = sayInEnglish`Asking ${host} for the digest of ${image}`;
  const progress = await showBar(connection, { title: sayInEnglish`Sidecar Guard`, message });
  for (const cancelled of [token, progress.token]) cancelled.onCancellationRequested(() => stop.abort());
  try {
    const digest = await digests.digestOf(image, stop.signal, [uri, ...folders].flatMap(toPath));
    if (stop.signal.aborted) return;
    if (withDigest(image, digest) === image)
      showMessage(connection, MessageType.Info, sayInEnglish`The digest of ${image} is up to date at ${host}.`);
    else await writeDigest(connection, open, { uri, position, image, digest });
  } catch (error) {
    if (stop.signal.aborted) return;
    showMessage(connection, MessageType.Error, saying(error instanceof Error ? error.message : String(error)));
  } finally {
    progress.done();
  }
}

/** The path of a file URI. Other URIs have no repository that could contain programs. */
function toPath(uri: string): string[] {
  const { scheme, fsPath } = URI.parse(uri);
  return scheme === 'file' ? [fsPath] : [];
}

/** Whether an argument has the form that our client sends. */
export function toPinImageParams(value: unknown): PinImageParams | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, position, image, host } = value as Record<string, unknown>;
  if (typeof uri !== 'string' || typeof image !== 'string' || typeof host !== 'string') return undefined;
  return isPosition(position) ? { uri, position, image, host } : undefined;
}
