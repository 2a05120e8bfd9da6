import { headingOf, labelOf, linesOf } from './labels';
import type { EdgeKind, MapEdge, MapNode, NodeKind, PodMap } from './pod-map';
import { isInside, worstMark } from './words';

const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  service: ['([', '])'],
  account: ['([', '])'],
  namespace: ['{{', '}}'],
  container: ['[', ']'],
  added: ['[', ']'],
  volume: ['[(', ')]'],
};

/** A map as a flowchart of Mermaid, which GitHub, GitLab and others draw in Markdown. */
export function mermaidOf(map: PodMap): string {
  const { nodes, edges, cut } = map;
  return [
    'flowchart LR',
    ...nodes.filter((node) => !isInside(node)).map((node) => `  ${nodeLine(node)}`),
    `  subgraph pod[${quoted([headingOf(map)])}]`,
    ...nodes.filter(isInside).map((node) => `    ${nodeLine(node)}`),
    '  end',
    ...(cut === undefined ? [] : [`  cut[${quoted([cut])}]`]),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    '  classDef added stroke-dasharray:6 4',
    '  classDef error stroke:#c4101c,stroke-width:2px',
    '  classDef warning stroke:#8a5a00,stroke-width:2px',
    ...nodes.flatMap((node) => classLines(node)),
    '',
  ].join('\n');
}

function nodeLine(node: MapNode): string {
  const [open, close] = SHAPES[node.kind];
  return `${idOf(node.id)}${open}${quoted(linesOf(node))}${close}`;
}

/** Mermaid has no arrow that points back only, so what a container reads comes from the volume. */
function edgeLine(edge: MapEdge): string {
  const { from, to, kind } = edge;
  const [start, end] = kind === 'reads' ? [to, from] : [from, to];
  return `${idOf(start)} ${ARROWS[kind]}|${quoted([labelOf(edge)])}| ${idOf(end)}`;
}

const ARROWS: Readonly<Record<EdgeKind, string>> = {
  traffic: '-->',
  token: '-.->',
  reads: '-->',
  writes: '-->',
  'can-write': '<-->',
};

function classLines({ id, kind, marks }: MapNode): string[] {
  const worst = worstMark(marks);
  const names = [...(kind === 'added' ? ['added'] : []), ...(worst === 'error' || worst === 'warning' ? [worst] : [])];
  return names.map((name) => `  class ${idOf(id)} ${name}`);
}

function idOf(id: string): string {
  return id.replaceAll('-', '_');
}

/** All that is syntax, Markdown or HTML somewhere in a label. Signs inside of words and paths are neither. */
const SIGN = /(?!(?<=\w)-(?=\w)|[.:](?=\S))[^\p{L}\p{N} /,()@=]/gu;

/** A text of Mermaid, in which each sign is written by its number. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(SIGN, (sign) => `#${sign.codePointAt(0)};`));
  return `"${escaped.join('<br>')}"`;
}
