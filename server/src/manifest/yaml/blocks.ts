/** The block collections that are open, by their columns. */
export class Blocks {
  readonly #outer: number[] = [];
  /** The column of the innermost one; -1 if there is none. */
  column = -1;

  /** Whether a collection begins in this column, which is then open. */
  begin(column: number): boolean {
    if (this.column >= column) return false;
    this.#outer.push(this.column);
    this.column = column;
    return true;
  }

  /** Ends the innermost collection if its column is greater. */
  endBehind(column: number): boolean {
    if (this.column <= column) return false;
    this.column = this.#outer.pop() ?? -1;
    return true;
  }
}
