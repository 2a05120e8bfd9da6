import type { MapEdge, MapNode, PodMap } from './pod-map';
import { fitted } from './text';
import { markWords } from './words';

const MOST_COLUMNS = 36;
const MOST_IN_TITLE = 80;

/** What stands above a map. */
export function headingOf({ title, marks }: PodMap): string {
  return withMarks(fitted(title, MOST_IN_TITLE), marks);
}

/** What stands in a node, line by line: its name comes first, and what was found there last. */
export function linesOf({ title, lines, marks }: MapNode): string[] {
  const words = markWords(marks);
  return [title, ...lines, ...(words === '' ? [] : [words])].map((line) => fitted(line, MOST_COLUMNS));
}

/** What stands on an edge. */
export function labelOf({ label, marks }: MapEdge): string {
  return withMarks(fitted(label, MOST_COLUMNS), marks);
}

function withMarks(text: string, marks: PodMap['marks']): string {
  const words = markWords(marks);
  return words === '' ? text : `${text} · ${words}`;
}
