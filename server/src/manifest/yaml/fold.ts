/** Joins the lines of a scalar: a line break becomes a space, and each empty line becomes a line break (YAML 1.1, 9.1). */
export class Fold {
  #text: string;
  #blanks = '';
  /** Whether a line has ended since the last text. */
  #isBetweenLines = false;
  /** Empty, too, where the line break is escaped. */
  #firstBreak = '';
  #moreBreaks = '';
  /** Whether lines were joined. */
  hasFolded = false;

  /** @param text what is before */
  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** Adds text of a line, behind the blanks or line breaks before it. */
  add(text: string): void {
    this.endGap();
    this.#text += text;
  }

  /** Adds blanks. At the start and at the end of a line they do not count. */
  blanks(text: string): void {
    if (!this.#isBetweenLines) this.#blanks += text;
  }

  lineBreak(data: string): void {
    if (this.#isBetweenLines) this.#moreBreaks += data;
    else this.#firstBreak = data;
    this.#isBetweenLines = true;
    this.#blanks = '';
  }

  /** Ends a line whose line break is escaped. */
  escapedBreak(): void {
    this.endGap();
    this.#isBetweenLines = true;
  }

  /** Adds the blanks or line breaks since the last text. */
  endGap(): void {
    if (this.#isBetweenLines) {
      // The separators of Unicode are never folded.
      this.#text += this.#firstBreak === '\n' ? this.#moreBreaks || ' ' : this.#firstBreak + this.#moreBreaks;
      this.hasFolded = true;
    } else this.#text += this.#blanks;
    this.#isBetweenLines = false;
    this.#firstBreak = this.#moreBreaks = this.#blanks = '';
  }
}
