import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';

/** All severities, the worst first. */
export const WORST_FIRST = [
  DiagnosticSeverity.Error,
  DiagnosticSeverity.Warning,
  DiagnosticSeverity.Information,
  DiagnosticSeverity.Hint,
] as const;

/**
 * The line of the first character of a document for which diagnostics are written. All lines of the document are negative
 * then, and those of other places are not, so that they can be told apart in JSON.
 */
export const FAR_LINE = -1_000_000_000;

/** A diagnostic as JSON, cut at the lines that count from the start of its document. */
interface Cut {
  readonly range: Range;
  readonly pieces: readonly string[];
  /** What is between the pieces. */
  readonly lines: readonly number[];
}

/** A diagnostic that is written when it is needed. */
interface LateDiagnostic {
  readonly severity: DiagnosticSeverity;
  /** Gives it as it is if its document begins at `FAR_LINE`. */
  write(): Diagnostic;
}

/** Where the list of all diagnostics stands, among those of severities, which count from 1. */
const ALL = 0;

/**
 * The diagnostics of a document as JSON, for any line at which it may begin. Of a long file, most are left out, so each is
 * written when it is first asked for.
 */
export class DocumentTexts {
  readonly #late: readonly LateDiagnostic[];
  /** The numbers of the diagnostics, by severity. */
  readonly #lists: readonly (readonly number[])[];
  readonly #cuts: Cut[] = [];
  /** The texts that were last asked for, by severity. Most documents stay where they are. */
  readonly #known: ({ readonly line: number; readonly text: Uint8Array } | undefined)[] = [];

  constructor(diagnostics: readonly LateDiagnostic[]) {
    this.#late = diagnostics;
    const lists: number[][] = [[], ...WORST_FIRST.map(() => [])];
    for (const [index, { severity }] of diagnostics.entries()) {
      lists[ALL]?.push(index);
      lists[severity]?.push(index);
    }
    this.#lists = lists;
  }

  /** @param severity counts only those of this severity */
  count(severity: DiagnosticSeverity | typeof ALL = ALL): number {
    return this.#of(severity).length;
  }

  /** The diagnostics in UTF-8, separated by commas, if the document begins at a line. */
  text(line: number, severity: DiagnosticSeverity | typeof ALL = ALL): Uint8Array {
    const known = this.#known[severity];
    if (known?.line === line) return known.text;
    const text = this.firstText(line, severity, Number.POSITIVE_INFINITY);
    this.#known[severity] = { line, text };
    return text;
  }

  /** The first diagnostics of a severity. */
  firstText(line: number, severity: DiagnosticSeverity | typeof ALL, count: number): Uint8Array {
    const cuts = this.#of(severity)
      .slice(0, count)
      .flatMap((index) => this.#cut(index) ?? []);
    return textOf(cuts, line);
  }

  /** The place of a diagnostic of a severity. */
  rangeOf(line: number, severity: DiagnosticSeverity, position: number): Range | undefined {
    const index = this.#of(severity)[position];
    const cut = index === undefined ? undefined : this.#cut(index);
    return cut && moved(cut.range, line - FAR_LINE);
  }

  #of(severity: DiagnosticSeverity | typeof ALL): readonly number[] {
    return this.#lists[severity] ?? [];
  }

  #cut(index: number): Cut | undefined {
    const late = this.#late[index];
    const cut = this.#cuts[index] ?? (late && toCut(late.write()));
    if (cut) this.#cuts[index] = cut;
    return cut;
  }
}

/** In JSON, a quotation mark in a text has a backslash before it, so this is a field and never a part of a message. */
const FAR = /(?<="line":)-(\d+)/;

function toCut(diagnostic: Diagnostic): Cut {
  const pieces: string[] = [];
  const lines: number[] = [];
  for (const [index, part] of JSON.stringify(diagnostic).split(FAR).entries()) {
    if (index % 2 === 0) pieces.push(part);
    else lines.push(-Number(part) - FAR_LINE);
  }
  return { range: diagnostic.range, pieces, lines };
}

const UTF_8 = new TextEncoder();

function textOf(cuts: readonly Cut[], line: number): Uint8Array {
  let text = '';
  for (const { pieces, lines } of cuts) {
    if (text) text += ',';
    text += pieces[0] ?? '';
    for (let index = 0; index < lines.length; index++)
      text += `${(lines[index] ?? 0) + line}${pieces[index + 1] ?? ''}`;
  }
  return UTF_8.encode(text);
}

/** A range that is so many lines below. */
export function moved({ start, end }: Range, lines: number): Range {
  return { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } };
}
