import { headingOf, labelOf, linesOf } from './labels';
import type { EdgeKind, MapEdge, MapMark, MapNode, NodeKind, PodMap } from './pod-map';
import { isInside, worstMark } from './words';

const SHAPES: Readonly<Record<NodeKind, string>> = {
  service: 'box, style=rounded',
  account: 'box, style=rounded',
  namespace: 'hexagon',
  container: 'box',
  added: 'box, style=dashed',
  volume: 'cylinder',
};

const DIRECTIONS: Readonly<Record<EdgeKind, string>> = {
  traffic: 'forward',
  token: 'forward',
  reads: 'back',
  writes: 'forward',
  'can-write': 'both',
};

/** A map in the language of Graphviz. */
export function dotOf(map: PodMap): string {
  const { nodes, edges, cut } = map;
  return [
    'digraph pod {',
    '  rankdir=LR;',
    '  node [fontname="monospace"];',
    '  edge [fontname="monospace"];',
    ...(cut === undefined ? [] : [`  label=${quoted([cut])};`]),
    ...nodes.filter((node) => !isInside(node)).map((node) => `  ${nodeLine(node)}`),
    '  subgraph cluster_pod {',
    `    label=${quoted([headingOf(map)])};`,
    ...nodes.filter(isInside).map((node) => `    ${nodeLine(node)}`),
    '  }',
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    '}',
    '',
  ].join('\n');
}

function nodeLine(node: MapNode): string {
  const { id, kind, marks } = node;
  return `${quoted([id])} [shape=${SHAPES[kind]}, label=${quoted(linesOf(node))}${colourOf(marks)}];`;
}

function edgeLine(edge: MapEdge): string {
  const { from, to, kind, marks } = edge;
  const looks = `dir=${DIRECTIONS[kind]}, label=${quoted([labelOf(edge)])}${colourOf(marks)}`;
  return `${quoted([from])} -> ${quoted([to])} [${looks}];`;
}

function colourOf(marks: readonly MapMark[]): string {
  const worst = worstMark(marks);
  if (worst === 'error') return ', color="#c4101c", penwidth=2';
  return worst === 'warning' ? ', color="#8a5a00", penwidth=2' : '';
}

/** A string of Graphviz, in which a backslash begins an escape. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/[\\"]/g, '\\$&')).join('\\n')}"`;
}
