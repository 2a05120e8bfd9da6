import { printable } from '../text/printable';

/** How many unchanged lines a diff shows around a change. */
const CONTEXT = 3;

/** A line of the new text, of the old one, or of both. */
interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** The difference of two texts, as `diff -u` prints it and `patch` reads it. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const lines = compare(toLines(before), toLines(after));
  const hunks: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  let position = 0;
  while (position < lines.length) {
    const next = lines.findIndex(({ mark }, index) => index >= position && mark !== ' ');
    if (next === -1) break;
    const start = Math.max(position, next - CONTEXT);
    const end = endOfHunk(lines, next);
    const [skipped, hunk] = [lines.slice(position, start).length, lines.slice(start, end)];
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
    position = end;
  }
  return `--- ${headerName(`a/${name}`)}\n+++ ${headerName(`b/${name}`)}\n${hunks.join('')}`;
}

/** Quotes a name with special characters as git does. `patch` understands it: a line break must not name another file. */
function headerName(name: string): string {
  if (printable(name) === name && !/["\\]/.test(name)) return name;
  const bytes = Array.from(new TextEncoder().encode(name), (byte) => {
    const character = String.fromCharCode(byte);
    return /[\w ./-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${bytes.join('')}"`;
}

/** A hunk ends where no further change follows within twice the context. */
function endOfHunk(lines: readonly Line[], from: number): number {
  let end = from;
  for (let index = from; index < lines.length && index <= end + 2 * CONTEXT; index++) {
    if (lines[index]?.mark !== ' ') end = index;
  }
  return Math.min(lines.length, end + 1 + CONTEXT);
}

function toLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** A fix changes a few lines of a long text, so the next equal lines are searched from the current place on. */
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
    for (const text of before.slice(i, i + removed)) lines.push({ mark: '-', text });
    for (const text of after.slice(j, j + added)) lines.push({ mark: '+', text });
    i += removed;
    j += added;
  }
  return lines;
}

/** The smallest numbers of lines to skip on both sides until the next two lines are equal. */
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
