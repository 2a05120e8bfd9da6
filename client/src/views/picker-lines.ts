import type { Line } from '../says/ask';

/** How long a list that changes stays still after a key, in milliseconds. */
const REST = 500;

/** Resolves when the user has not touched the list for a moment: an update would move the line away under their fingers. */
export async function rested(touched: () => number): Promise<void> {
  for (;;) {
    const left = touched() + REST - performance.now();
    if (left <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, left));
  }
}

/** Whether two lists look the same. */
export function sameLines(some: readonly Line[], others: readonly Line[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, index) => {
      const other = others[index];
      return one.label === other?.label && one.description === other.description && one.detail === other.detail;
    })
  );
}

/** Whether a line that can be chosen has this text in its label. */
export function isListed(typed: string, items: readonly (Line & { readonly value?: unknown })[]): boolean {
  const text = typed.toLowerCase();
  return items.some(({ value, label }) => value !== undefined && label.toLowerCase().includes(text));
}

/** The line whose name is typed, else a line whose name contains the typed text. */
export function meantBy<T extends Line>(typed: string, items: readonly T[]): T | undefined {
  const text = typed.toLowerCase();
  return (
    items.find(({ label }) => label.toLowerCase() === text) ??
    items.find(({ label }) => label.toLowerCase().includes(text))
  );
}
