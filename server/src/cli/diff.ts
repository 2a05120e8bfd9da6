/** How many unchanged lines a diff shows around a change. */
const CONTEXT = 3;

/** A line of the new text, of the old one, or of both. */
interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** What changed between two texts, as `diff -u` prints it and `patch` takes it. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const lines = compare(toLines(before), toLines(after));
  const hunks: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  let at = 0;
  while (at < lines.length) {
    const next = lines.findIndex(({ mark }, index) => index >= at && mark !== ' ');
    if (next === -1) break;
    const start = Math.max(at, next - CONTEXT);
    const end = endOfHunk(lines, next);
    const [skipped, hunk] = [lines.slice(at, start).length, lines.slice(start, end)];
    const [oldCount, newCount] = ['+', '-'].map((other) => hunk.filter(({ mark }) => mark !== other).length) as [
      number,
      number,
    ];
    hunks.push(`@@ -${oldLine + skipped},${oldCount} +${newLine + skipped},${newCount} @@\n`);
    hunks.push(
      ...hunk.map(({ mark, text }) => mark + text + (text.endsWith('\n') ? '' : '\n\\ No newline at end of file\n')),
    );
    oldLine += skipped + oldCount;
    newLine += skipped + newCount;
    at = end;
  }
  return `--- a/${name}\n+++ b/${name}\n${hunks.join('')}`;
}

/** A hunk ends where no further change follows within twice the context. */
function endOfHunk(lines: readonly Line[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length && at <= end + 2 * CONTEXT; at++) {
    if (lines[at]?.mark !== ' ') end = at;
  }
  return Math.min(lines.length, end + 1 + CONTEXT);
}

function toLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Fixes change a few lines of a long text: between equal ends, equal lines are looked for a short way ahead. */
function compare(before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      lines.push({ mark: ' ', text: before[i] ?? '' });
      i++;
      j++;
      continue;
    }
    const [removed, added] = resync(before, after, i, j);
    lines.push(...before.slice(i, i + removed).map((text): Line => ({ mark: '-', text })));
    lines.push(...after.slice(j, j + added).map((text): Line => ({ mark: '+', text })));
    i += removed;
    j += added;
  }
  return lines;
}

/** The smallest numbers of lines to pass over on both sides until the next two lines are equal again. */
function resync(before: readonly string[], after: readonly string[], i: number, j: number): [number, number] {
  const isEqual = (a: number, b: number): boolean => {
    return before[a] === after[b] && before[a + 1] === after[b + 1];
  };
  const most = before.length - i + (after.length - j);
  for (let total = 1; total <= most; total++) {
    for (let removed = 0; removed <= total; removed++) {
      const [a, b] = [i + removed, j + total - removed];
      if (a <= before.length && b <= after.length && isEqual(a, b)) return [removed, total - removed];
    }
  }
  return [before.length - i, after.length - j];
}
