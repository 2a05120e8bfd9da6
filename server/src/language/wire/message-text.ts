import type { Diagnostic } from 'vscode-languageserver';

/**
 * A list of diagnostics as JSON. Most of it was written for an earlier state of the file. What sends a message as JSON puts it
 * in as it is (`toMessageText`).
 */
export class WrittenDiagnostics {
  readonly json: string;

  /** @param parts of the list as JSON, each without brackets and not empty */
  constructor(parts: readonly string[]) {
    this.json = `[${parts.join(',')}]`;
  }

  /** For other ways to send a message. */
  toJSON(): Diagnostic[] {
    return JSON.parse(this.json);
  }
}

/** A notification with diagnostics, or the answer to a request for them. */
export type MessageWithDiagnostics = {
  readonly params?: { readonly diagnostics?: unknown };
  readonly result?: { readonly items?: unknown } | null;
};

/** A message as JSON. */
export function toMessageText(message: object): string {
  const { params, result }: MessageWithDiagnostics = message;
  if (params?.diagnostics instanceof WrittenDiagnostics)
    return inserted({ ...message, params: { ...params, diagnostics: [] } }, params.diagnostics);
  if (result?.items instanceof WrittenDiagnostics)
    return inserted({ ...message, result: { ...result, items: [] } }, result.items);
  return JSON.stringify(message);
}

/** The list is the last field of the last field of such messages. */
function inserted(message: object, { json }: WrittenDiagnostics): string {
  const text = JSON.stringify(message);
  const at = text.lastIndexOf('[]');
  return text.slice(0, at) + json + text.slice(at + 2);
}

/** A message with plain diagnostics, for channels that send objects. */
export function toPlainMessage<Message extends object>(message: Message): Message {
  const { params, result }: MessageWithDiagnostics = message;
  const hasList = [params?.diagnostics, result?.items].some((list) => list instanceof WrittenDiagnostics);
  return hasList ? JSON.parse(toMessageText(message)) : message;
}
