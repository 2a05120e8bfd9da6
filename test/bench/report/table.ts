import { type Figure, holds, shown } from '../measure/figure';
import type { Results } from './results';

/** All figures as one table in Markdown, with what must hold and whether it does. */
export function toTable({ machine, figures, skipped }: Results): string {
  const rows = figures.map((figure) => [figure.part, figure.what, shown(figure), limitOf(figure), verdictOf(figure)]);
  const left = Object.values(skipped).flat();
  return [
    `Measured on ${machine}.\n`,
    ...linesOf([['Part', 'What', 'Figure', 'Must be', 'Holds'], ...rows]),
    ...(left.length > 0 ? ['\nLeft out:\n', ...left.map((line) => `- ${line}`)] : []),
  ].join('\n');
}

function limitOf({ limit, unit }: Figure): string {
  if (!limit) return '';
  if ('most' in limit) return `≤ ${shown({ value: limit.most, unit })}`;
  return `≥ ${shown({ value: limit.least, unit })}`;
}

function verdictOf(figure: Figure): string {
  const answer = holds(figure);
  if (answer === undefined) return '';
  return answer ? 'yes' : '**no**';
}

/** Columns are padded, so that the table can be read in a terminal, too. */
function linesOf(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map(
    (row) => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [...lines.slice(0, 1), rule, ...lines.slice(1)];
}
