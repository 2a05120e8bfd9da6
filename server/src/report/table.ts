import { type Printable, printable } from '../text/printable';

/** The widest column, in UTF-16 units: without a limit, one very long name would make every row as long. */
const WIDEST = 120;
/** How much of a very long cell is shown. */
const LONGEST = 2000;

/** A cell of a table: always one line. */
export function cell(text: string): Printable {
  return printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** Returns a function that puts the cells of a row side by side, in columns as wide as their widest cell in all rows. */
export function aligned(rows: Iterable<readonly Printable[]>): (row: readonly Printable[]) => string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { length }] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, Math.min(length, WIDEST));
  }
  return (row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
}

/** Rows of cells as lines of text. */
export function columns(rows: readonly (readonly Printable[])[]): string {
  const line = aligned(rows);
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
