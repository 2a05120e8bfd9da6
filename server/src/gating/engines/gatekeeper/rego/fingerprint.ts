const START = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const SIZE = 0xffffffffffffffffn;

/**
 * A text's fingerprint: 64-bit FNV-1a of its UTF-16 units, in hexadecimal digits. It tells texts of programs apart that
 * nobody has made to look alike, and needs no module that browsers or Node alone have.
 */
export function fingerprint(text: string): string {
  let hash = START;
  for (let at = 0; at < text.length; at++) hash = ((hash ^ BigInt(text.charCodeAt(at))) * PRIME) & SIZE;
  return hash.toString(16).padStart(16, '0');
}
