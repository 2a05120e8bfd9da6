/** How cells stand in columns, each as wide as the widest one of all rows: gives a row's cells side by side. */
export function aligned(rows: Iterable<readonly string[]>): (row: readonly string[]) => string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return (row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
}

/** Rows of cells as lines of text. */
export function columns(rows: readonly (readonly string[])[]): string {
  const line = aligned(rows);
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
