import { type Figure, shown } from '../measure/figure';

const WIDTH = 760;
const LABELS = 320;
const BARS = 340;
const ROW = 26;
const TITLE = 38;
const MARGIN = 16;

/** The chart has its own background, so that it can be read on pages of any colour. */
const STYLE = `
    svg { font: 13px system-ui, sans-serif; }
    .page { fill: #ffffff; stroke: #d0d7de; }
    text { fill: #1f2328; }
    .title { font-weight: 600; }
    .bar { fill: #8c959f; }
    .ours { fill: #0969da; }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; stroke: #30363d; }
      text { fill: #e6edf3; }
      .bar { fill: #6e7681; }
      .ours { fill: #2f81f7; }
    }`;

/** Bars of the figures that have one, group by group; within a group they have one scale, and the shortest is first. */
export function toChart(figures: readonly Figure[]): string {
  const titles = new Set(figures.flatMap(({ bar }) => (bar ? [bar.group] : [])));
  const parts: string[] = [];
  let y = MARGIN;
  for (const title of titles) {
    const members = figures.filter(({ bar }) => bar?.group === title);
    parts.push(textAt(MARGIN, y + 20, title, 'title'));
    y += TITLE;
    const most = Math.max(...members.map(({ value }) => value));
    for (const figure of members.sort((a, b) => a.value - b.value)) {
      parts.push(barOf(figure, y, most));
      y += ROW;
    }
    y += MARGIN;
  }
  const size = `width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="Time that each program needs; shorter is better">
  <style>${STYLE}
  </style>
  <rect class="page" x="0.5" y="0.5" width="${WIDTH - 1}" height="${y - 1}" rx="6"/>
${parts.join('\n')}
</svg>
`;
}

function barOf(figure: Figure, y: number, most: number): string {
  const width = Math.max(1, Math.round((figure.value / most) * BARS));
  const kind = figure.bar?.isOurs ? 'bar ours' : 'bar';
  return [
    textAt(MARGIN, y + 16, figure.bar?.label ?? ''),
    `  <rect class="${kind}" x="${LABELS}" y="${y + 3}" width="${width}" height="${ROW - 8}" rx="2"/>`,
    textAt(LABELS + width + 8, y + 16, shown(figure)),
  ].join('\n');
}

function textAt(x: number, y: number, text: string, kind?: string): string {
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `  <text${kind ? ` class="${kind}"` : ''} x="${x}" y="${y}">${safe}</text>`;
}
