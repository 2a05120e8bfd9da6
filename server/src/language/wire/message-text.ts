import type { Diagnostic } from 'vscode-languageserver';

/**
 * A list of diagnostics as JSON in UTF-8. Most parts of it were written for an earlier state of the file. What sends messages as
 * JSON puts them in as they are (`toMessageParts`).
 */
export class WrittenDiagnostics {
  /** Each without brackets, with commas between diagnostics, and not empty. */
  readonly #parts: readonly Uint8Array[];

  constructor(parts: readonly Uint8Array[]) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  equals(other: WrittenDiagnostics): boolean {
    const [own, others] = [this.#parts, other.#parts];
    return own.length === others.length && own.every((part, index) => isSame(part, others[index]));
  }

  /** The JSON of the list. */
  get bytes(): Uint8Array[] {
    const bytes = [OPENING];
    for (const part of this.#parts) bytes.push(part, COMMA);
    if (bytes.length > 1) bytes.pop();
    bytes.push(CLOSING);
    return bytes;
  }

  /** For other ways to send a message. */
  toJSON(): Diagnostic[] {
    const decoder = new TextDecoder();
    return JSON.parse(`[${this.#parts.map((part) => decoder.decode(part)).join(',')}]`);
  }
}

const UTF_8 = new TextEncoder();
const [OPENING, COMMA, CLOSING] = ['[', ',', ']'].map((text) => UTF_8.encode(text)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

function isSame(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return one === other || (one.length === other?.length && one.every((byte, index) => byte === other[index]));
}

/** A notification with diagnostics, or the answer to a request for them. */
interface MessageWithDiagnostics {
  readonly params?: { readonly diagnostics?: unknown };
  readonly result?: { readonly items?: unknown } | null;
}

/** A message as JSON in UTF-8. */
export function toMessageParts(message: object): Uint8Array[] {
  const { params, result }: MessageWithDiagnostics = message;
  if (params?.diagnostics instanceof WrittenDiagnostics)
    return inserted({ ...message, params: { ...params, diagnostics: [] } }, params.diagnostics);
  if (result?.items instanceof WrittenDiagnostics)
    return inserted({ ...message, result: { ...result, items: [] } }, result.items);
  return [UTF_8.encode(JSON.stringify(message))];
}

/** The list is the last field of the last field of such messages. */
function inserted(message: object, { bytes }: WrittenDiagnostics): Uint8Array[] {
  const text = JSON.stringify(message);
  const at = text.lastIndexOf('[]');
  return [UTF_8.encode(text.slice(0, at)), ...bytes, UTF_8.encode(text.slice(at + 2))];
}

/** A message with plain diagnostics, for channels that send objects. */
export function toPlainMessage<Message extends object>(message: Message): Message {
  const { params, result }: MessageWithDiagnostics = message;
  const hasList = [params?.diagnostics, result?.items].some((list) => list instanceof WrittenDiagnostics);
  return hasList ? JSON.parse(JSON.stringify(message)) : message;
}
