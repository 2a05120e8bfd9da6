const BYTE_ORDER_MARK = '\ufeff';

/** The text of a file, as kubectl would read it. */
export interface Decoded {
  /** Without a byte order mark, as editors show it. Bytes that are not text are replaced, so the rest can be judged. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  /** Whether the text in UTF-8 gives the same bytes, so that it can be written back. */
  readonly isExact: boolean;
  /** Whether all of it is text. */
  readonly isText: boolean;
}

/**
 * Decodes a file as kubectl does: UTF-8, or UTF-16 with a byte order mark. kubectl applies a file with invalid bytes if they
 * are only in comments, or after other documents, so such a file is judged, too.
 */
export function decode(bytes: Uint8Array): Decoded {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) {
    const text = new TextDecoder(utf16).decode(bytes);
    return { text, hasByteOrderMark: true, isExact: false, isText: !text.includes('\0') };
  }
  // Text has no NUL, and YAML forbids it (YAML 1.2, 5.1).
  const isText = !bytes.includes(0);
  const { text, isExact } = decodeUtf8(bytes);
  const hasByteOrderMark = text.startsWith(BYTE_ORDER_MARK);
  return { text: hasByteOrderMark ? text.slice(1) : text, hasByteOrderMark, isExact, isText: isText && isExact };
}

/** The bytes of a text. */
export function encode(text: string, hasByteOrderMark: boolean): Uint8Array {
  return new TextEncoder().encode((hasByteOrderMark ? BYTE_ORDER_MARK : '') + text);
}

function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function decodeUtf8(bytes: Uint8Array): { text: string; isExact: boolean } {
  try {
    return { text: EXACT.decode(bytes), isExact: true };
  } catch {
    return { text: TOLERANT.decode(bytes), isExact: false };
  }
}

const EXACT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const TOLERANT = new TextDecoder('utf-8', { ignoreBOM: true });
