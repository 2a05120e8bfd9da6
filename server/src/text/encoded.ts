/** Encodes a text for a URI. `encodeURIComponent` throws for a lone surrogate, which foreign text can contain. */
export function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
