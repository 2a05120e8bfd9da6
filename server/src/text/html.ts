import { oneLine } from './saying';

/** In code points. */
const LONGEST_TEXT = 2000;

/**
 * HTML or SVG in which foreign text is escaped. Pages take only this type, so no text of a manifest or of a cluster can
 * become an element or an attribute.
 */
export class Html {
  readonly source: string;

  private constructor(source: string) {
    this.source = source;
  }

  /** @param source HTML without foreign text, or with foreign text that is escaped already, such as the server's answers */
  static ours(source: string): Html {
    return new Html(source);
  }
}

/**
 * A template for HTML: `` html`<td title="${name}">${message}</td>` ``. Strings in it are escaped; values of attributes
 * must be in quotes.
 */
export function html(ours: TemplateStringsArray, ...values: readonly (Html | string | number)[]): Html {
  return Html.ours(ours.map((words, index) => (index === 0 ? '' : sourceOf(values[index - 1] ?? '')) + words).join(''));
}

/** Puts parts one after the other. */
export function htmlOf(parts: readonly Html[]): Html {
  return Html.ours(parts.map(({ source }) => source).join(''));
}

function sourceOf(value: Html | string | number): string {
  return value instanceof Html ? value.source : escaped(String(value));
}

function escaped(text: string): string {
  return oneLine(text, LONGEST_TEXT).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
