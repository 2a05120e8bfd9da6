/** What is measured in. */
export type Unit = 's' | 'ms' | 'MB' | '×' | 'exponent';

/** A figure that was measured. */
export interface Figure {
  /** The part that measured it. */
  readonly part: string;
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  /** The program was stopped after the longest time. */
  readonly isLowerBound?: true;
  /** What must hold. */
  readonly limit?: { readonly most: number } | { readonly least: number };
  /** Which bar of which group of the chart shows it. */
  readonly bar?: { readonly group: string; readonly label: string; readonly isOurs?: true };
}

/** Whether a figure is within its limit; `undefined` if it has none. */
export function holds({ value, limit, isLowerBound }: Figure): boolean | undefined {
  if (!limit) return undefined;
  if ('most' in limit) return value <= limit.most && !isLowerBound;
  return value >= limit.least;
}

/** A figure with its unit: three digits are enough. */
export function shown({ value, unit, isLowerBound }: Pick<Figure, 'value' | 'unit' | 'isLowerBound'>): string {
  const bound = isLowerBound ? '> ' : '';
  if (unit === 'exponent') return `${bound}${value.toFixed(2)}`;
  return `${bound}${value >= 100 ? value.toFixed(0) : value.toPrecision(value < 0.01 ? 1 : 3)} ${unit}`;
}

/** Figures of a part, as they are measured. */
export class Figures {
  readonly all: Figure[] = [];
  /** What could not be measured, and why. */
  readonly skipped: string[] = [];
  readonly part: string;

  constructor(part: string) {
    this.part = part;
  }

  add(
    what: string,
    value: number,
    unit: Unit,
    more: Omit<Partial<Figure>, 'part' | 'what' | 'value' | 'unit'> = {},
  ): void {
    const figure = { part: this.part, what, value: Number(value.toPrecision(4)), unit, ...more };
    this.all.push(figure);
    console.error(`  ${what}: ${shown(figure)}`);
  }

  skip(what: string, reason: string): void {
    this.skipped.push(`${what}: ${reason}`);
    console.error(`  ${what}: left out. ${reason}`);
  }
}

/** Why something failed, in a line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
