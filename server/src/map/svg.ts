import { type Html, html, htmlOf } from '../text/html';
import { headingOf } from './labels';
import { type Box, type Drawing, type DrawnEdge, type DrawnNode, FONT_SIZE, HEADER, LINE, PADDING } from './layout';
import type { MapMark } from './pod-map';
import { fitted } from './text';
import { worstMark } from './words';

/** How long the tooltip of a part may be, in columns. */
const MOST_TOOLTIP = 400;
const ARROW = 7;

/**
 * A map as SVG. Each part is a group with its id as `data-part`, and with a title that is its tooltip and its name for
 * screen readers.
 * @param style the content of its style element; without one, the page that the SVG is in has the styles
 */
export function svgOf(drawing: Drawing, style?: string): string {
  const { map, nodes, edges, frame, width, height } = drawing;
  const size = html`width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}"`;
  const content = html`<title>Pod map of ${fitted(map.title, MOST_TOOLTIP)}</title>
<rect class="paper" width="100%" height="100%"/>
<g class="part pod${markClass(map.marks)}" data-part="pod">${tooltip([map.title], map.marks)}${text({ x: PADDING, y: LINE + PADDING }, 'heading', headingOf(map))}</g>
${map.cut === undefined ? '' : text({ x: PADDING, y: HEADER }, 'cut', fitted(map.cut, MOST_TOOLTIP))}
${rect(frame, 'frame', 10)}
${lines(edges.map(lineElement))}
${lines(edges.map(labelElement))}
${lines(nodes.map(nodeElement))}
</svg>
`;
  // The style is ours, and has signs that would be escaped.
  const head = html`<svg xmlns="http://www.w3.org/2000/svg" class="pod-map" role="group" ${size}>\n`;
  return [head.source, style === undefined ? '' : `<style>${style}</style>\n`, content.source].join('');
}

function nodeElement({ node, box, lines: words }: DrawnNode): Html {
  const { id, kind, role, title, marks } = node;
  const texts = words.map((line, index) => {
    const isLast = index === words.length - 1;
    const name = index === 0 ? 'name' : marks.length > 0 && isLast ? 'marks' : 'detail';
    return text({ x: box.x + PADDING, y: box.y + PADDING / 2 + LINE * index + FONT_SIZE }, name, line);
  });
  const names = `part ${kind}${role === undefined ? '' : ` role-${role}`}${markClass(marks)}`;
  const shape = rect(box, 'shape', kind === 'volume' ? 14 : 4);
  const stripe = kind === 'container' ? rect({ ...box, width: 5 }, 'stripe', 2) : '';
  return html`<g class="${names}" data-part="${id}">${tooltip([title, ...node.lines], marks)}${shape}${stripe}${htmlOf(texts)}</g>`;
}

/** The line of an edge. All lines are below all labels, so that none crosses a text. */
function lineElement({ edge, points }: DrawnEdge): Html {
  const { kind, marks } = edge;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return html``;
  const heads = [
    ...(kind === 'reads' || kind === 'can-write' ? [arrow(first, -1)] : []),
    ...(kind === 'reads' ? [] : [arrow(last, 1)]),
  ];
  return html`<g class="edge ${kind}${markClass(marks)}"><path class="line" d="${curve(points)}"/>${htmlOf(heads)}</g>`;
}

function labelElement({ edge, label, box }: DrawnEdge): Html {
  const { id, kind, marks } = edge;
  const words = text({ x: box.x + PADDING / 2, y: box.y + FONT_SIZE }, 'label', label);
  const about = tooltip([edge.label], marks);
  return html`<g class="part edge ${kind}${markClass(marks)}" data-part="${id}">${about}${rect(box, 'paper', 0)}${words}</g>`;
}

interface At {
  readonly x: number;
  readonly y: number;
}

/** A curve that leaves and reaches each point horizontally. */
function curve(points: readonly At[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) return `M${px(x)} ${px(y)}`;
      const middle = px((before.x + x) / 2);
      return `C${middle} ${px(before.y)} ${middle} ${px(y)} ${px(x)} ${px(y)}`;
    })
    .join('');
}

/** The head of an arrow to the right (1) or to the left (-1). */
function arrow({ x, y }: At, direction: 1 | -1): Html {
  const back = x - direction * ARROW;
  return html`<path class="head" d="M${px(x)} ${px(y)}L${px(back)} ${px(y - 4)}L${px(back)} ${px(y + 4)}Z"/>`;
}

function rect({ x, y, width, height }: Box, name: string, radius: number): Html {
  return html`<rect class="${name}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${radius}"/>`;
}

function text({ x, y }: At, name: string, words: string): Html {
  return html`<text class="${name}" x="${px(x)}" y="${px(y)}">${words}</text>`;
}

/** What the part is, and its findings. */
function tooltip(words: readonly string[], marks: readonly MapMark[]): Html {
  const all = [words.join(', '), ...marks.map(({ severity, message }) => `${severity}: ${message}`)];
  return html`<title>${lines(all.map((line) => html`${fitted(line, MOST_TOOLTIP)}`))}</title>`;
}

function lines(parts: readonly Html[]): Html {
  return htmlOf(parts.flatMap((part, index) => (index === 0 ? [part] : [html`\n`, part])));
}

function markClass(marks: readonly MapMark[]): string {
  const worst = worstMark(marks);
  return worst === undefined ? '' : ` ${worst}`;
}

function px(length: number): string {
  return String(Math.round(length * 10) / 10);
}
