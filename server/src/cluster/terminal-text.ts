/** The part of a control sequence that comes next (ECMA-48, 5.4 and 5.6). */
type State = 'text' | 'return' | 'escape' | 'intermediate' | 'sequence' | 'string';

/** The parameters of a colour. */
const COLOUR = /^[\d;:]{0,100}$/;

/**
 * Removes control sequences other than colours from the output of a program, as it comes. Other sequences could make the
 * terminal type an answer, fill the clipboard, change the title, or overwrite text. A carriage return becomes a line feed,
 * because it would let a line be overwritten. A sequence ends with its line, so an unfinished one hides no more than a line.
 */
export class TerminalText {
  readonly #hasColours: boolean;
  #state: State = 'text';
  /** The parameters of the current sequence. */
  #parameters = '';

  constructor(options: { readonly hasColours: boolean }) {
    this.#hasColours = options.hasColours;
  }

  /** @param chunk may begin and end anywhere, also inside a sequence */
  pass(chunk: string): string {
    let passed = '';
    let plainFrom = 0;
    for (let index = 0; index < chunk.length; index++) {
      const code = chunk.charCodeAt(index);
      if (this.#state === 'text' && isPlain(code)) continue;
      passed += chunk.slice(plainFrom, index) + this.#step(code, chunk.charAt(index));
      plainFrom = index + 1;
    }
    return passed + chunk.slice(plainFrom);
  }

  /** Takes a character that is not plain text; returns the text to write for it. */
  #step(code: number, character: string): string {
    const wasReturn = this.#state === 'return';
    if (wasReturn) this.#state = 'text';
    switch (code) {
      case 0x0a:
        this.#state = 'text';
        return wasReturn ? '' : '\n';
      case 0x0d:
        this.#state = 'return';
        return '\n';
      // CAN and SUB end any sequence.
      case 0x18:
      case 0x1a:
        this.#state = 'text';
        return '';
      case 0x1b:
        this.#state = 'escape';
        return '';
    }
    // The one-character forms of CSI; DCS, SOS, OSC, PM and APC; and other C1 controls.
    if (code === 0x9b) return this.#begin('sequence');
    if ([0x90, 0x98, 0x9d, 0x9e, 0x9f].includes(code)) return this.#begin('string');
    if (code >= 0x80 && code <= 0x9f) return this.#begin('text');
    switch (this.#state) {
      case 'text':
      case 'return':
        return isPlain(code) ? character : '';
      case 'escape':
        return this.#afterEscape(code, character);
      case 'intermediate':
        return code >= 0x30 ? this.#begin('text') : '';
      case 'sequence':
        return this.#inSequence(code, character);
      case 'string':
        return code === 0x07 ? this.#begin('text') : '';
    }
  }

  #afterEscape(code: number, character: string): string {
    if (character === '[') return this.#begin('sequence');
    if (/[PX\]^_]/.test(character)) return this.#begin('string');
    return this.#begin(code >= 0x20 && code <= 0x2f ? 'intermediate' : 'text');
  }

  #inSequence(code: number, character: string): string {
    if (code < 0x20) return '';
    if (code < 0x40) {
      if (this.#parameters.length <= 100) this.#parameters += character;
      return '';
    }
    const isColour = character === 'm' && COLOUR.test(this.#parameters);
    const colour = isColour && this.#hasColours ? `\x1b[${this.#parameters}m` : '';
    return this.#begin('text') + colour;
  }

  #begin(state: State): string {
    this.#state = state;
    this.#parameters = '';
    return '';
  }
}

function isPlain(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code >= 0xa0 || code === 0x09;
}
