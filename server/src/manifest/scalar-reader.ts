import { CHOMPING_MODE, type DocumentDirective, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { blockEnd, blockHeader, emptyPlace } from './gaps';
import { type ScalarStyle, YamlScalar } from './node';
import { plainScalar, type ScalarValue, taggedScalar } from './scalar';

export interface ReadScalar {
  readonly node: YamlScalar;
  /** Its text, folded and unescaped. */
  readonly text: string;
  /** Its tag, without shorthand. */
  readonly tag: string | undefined;
  readonly refusal: 'tag' | undefined;
}

const STYLES: Readonly<Record<ScalarEvent['style'], ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

/** Reads the scalars of one document: their places, and their values with the types that kubectl gives them. */
export class ScalarReader {
  readonly #text: string;
  readonly #handles = new Map([['!!', 'tag:yaml.org,2002:']]);

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes the tag handles that `%TAG` directives declare. */
  declare(directives: readonly DocumentDirective[]): void {
    for (const directive of directives)
      if (directive.kind === 'tag') this.#handles.set(directive.handle, directive.prefix);
  }

  /**
   * @param from the end of the node before it
   * @param indicator the character before it, where it has no text
   */
  read(event: ScalarEvent, from: number, indicator: string): ReadScalar {
    const style = STYLES[event.style];
    const tag = event.tagStart < 0 ? undefined : this.#fullTag(this.#text.slice(event.tagStart, event.tagEnd));
    const text = this.#textOf(event);
    const value = typed(text, tag, style);
    const [start, end] = this.#place(event, from, indicator);
    const node = new YamlScalar(start, end, style, value === undefined ? text : value);
    return { node, text, tag, refusal: value === undefined ? 'tag' : undefined };
  }

  #textOf(event: ScalarEvent): string {
    const { valueStart, valueEnd, fast } = event;
    if (valueStart < 0) return '';
    return fast ? this.#text.slice(valueStart, valueEnd) : getScalarValue(this.#text, event);
  }

  #place(event: ScalarEvent, from: number, indicator: string): readonly [start: number, end: number] {
    const { valueStart, valueEnd, style } = event;
    const behindProperties = Math.max(event.tagEnd, event.anchorEnd);
    if (valueStart < 0) {
      const place = emptyPlace(this.#text, Math.max(from, behindProperties), behindProperties < 0 ? indicator : '');
      return [place, place];
    }
    if (style === SCALAR_STYLE.PLAIN) return [valueStart, valueEnd];
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED)
      return [valueStart - 1, valueEnd + 1];
    const start = blockHeader(this.#text, valueStart, Math.max(from, behindProperties));
    return [start, event.chomping === CHOMPING_MODE.KEEP ? valueEnd : blockEnd(this.#text, valueStart, valueEnd)];
  }

  #fullTag(raw: string): string {
    if (raw.startsWith('!<')) return raw.slice(2, -1);
    const handle = /^![\w-]*!/.exec(raw)?.[0] ?? '!';
    return (this.#handles.get(handle) ?? handle) + decoded(raw.slice(handle.length));
  }
}

function typed(text: string, tag: string | undefined, style: ScalarStyle): ScalarValue | undefined {
  if (tag !== undefined) return taggedScalar(text, tag);
  return style === 'plain' ? plainScalar(text) : text;
}

/** In a tag, any character can be written as `%` and its code. */
function decoded(suffix: string): string {
  try {
    return decodeURIComponent(suffix);
  } catch {
    return suffix;
  }
}
