const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template for XML: what is filled in is text, or the value of an attribute in quotes. */
export function xml(ours: TemplateStringsArray, ...texts: readonly string[]): string {
  return ours.map((part, index) => (index === 0 ? '' : escaped(texts[index - 1] ?? '')) + part).join('');
}

/** XML 1.0 has no way to write control characters, lone surrogates and two others. */
function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]|[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (one) => ESCAPES[one] ?? '');
}
