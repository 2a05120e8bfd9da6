import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from '@dagrejs/dagre';
import { headingOf, labelOf, linesOf } from './labels';
import { byStartOrder } from './order';
import type { MapEdge, MapNode, PodMap } from './pod-map';
import { columnsIn } from './text';
import { isInside } from './words';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A part with its texts as they are shown, and where it is drawn. */
export interface DrawnNode {
  readonly node: MapNode;
  readonly box: Box;
  readonly lines: readonly string[];
}

export interface DrawnEdge {
  readonly edge: MapEdge;
  readonly points: readonly Point[];
  readonly label: string;
  /** The box of the label. */
  readonly box: Box;
}

export interface Drawing {
  readonly map: PodMap;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** Around all that is in the pod. */
  readonly frame: Box;
  readonly width: number;
  readonly height: number;
}

/** In pixels. The font has letters of equal width, so that the widths of texts are known without drawing them. */
export const FONT_SIZE = 12;
const COLUMN = 7.3;
export const LINE = 17;
export const PADDING = 10;
const MARGIN = 16;
/** Above the frame, for the title and the line about what is cut. */
export const HEADER = 3 * LINE;

/** Lays a map out from left to right: what reaches the pod, its containers from top to bottom, its volumes. */
export function drawingOf(map: PodMap): Drawing {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 14, edgesep: 6, ranksep: 90, ranker: 'tight-tree' });
  const texts = new Map(map.nodes.map((node) => [node.id, linesOf(node)]));
  const labels = new Map(map.edges.map((edge) => [edge.id, labelOf(edge)]));
  const columns = { outside: 0, middle: 0, volume: 0 };
  for (const node of map.nodes) {
    const column = columnOf(node);
    columns[column] = Math.max(columns[column], ...(texts.get(node.id) ?? []).map(columnsIn));
  }
  for (const node of map.nodes) {
    const height = (texts.get(node.id) ?? []).length * LINE + PADDING;
    graph.setNode(node.id, { width: columns[columnOf(node)] * COLUMN + 2 * PADDING, height });
  }
  for (const { id, from, to } of map.edges) {
    const width = columnsIn(labels.get(id) ?? '') * COLUMN + PADDING;
    graph.setEdge(from, to, { width, height: LINE, labelpos: 'c' }, id);
  }
  keepColumns(graph, map);
  layout(graph, { customOrder: byStartOrder(map) });
  return toDrawing(map, graph, texts, labels);
}

/** Invisible edges keep each part in its column: Services and the account, containers, volumes. */
function keepColumns(graph: Graph<GraphLabel, NodeLabel, EdgeLabel>, { nodes, edges }: PodMap): void {
  const [left, reached] = [new Set(edges.map(({ from }) => from)), new Set(edges.map(({ to }) => to))];
  const keep = (from: string, to: string): void =>
    void graph.setEdge(from, to, { width: 0, height: 0, weight: 0 }, 'unseen');
  for (const { id, kind } of nodes) {
    if (!isInside({ kind })) {
      if (!left.has(id)) keep(id, 'network');
    } else if (!reached.has(id)) keep(kind === 'volume' ? 'network' : 'account', id);
  }
}

/** All parts of a column are equally wide. */
function columnOf(node: MapNode): 'outside' | 'middle' | 'volume' {
  if (!isInside(node)) return 'outside';
  return node.kind === 'volume' ? 'volume' : 'middle';
}

function toDrawing(
  map: PodMap,
  graph: Graph<GraphLabel, NodeLabel, EdgeLabel>,
  texts: ReadonlyMap<string, readonly string[]>,
  labels: ReadonlyMap<string, string>,
): Drawing {
  const boxes = map.nodes.map(({ id }) => boxAround(graph.node(id)));
  const left = Math.min(...boxes.map(({ x }) => x));
  const dx = MARGIN + PADDING - left;
  const dy = MARGIN + PADDING + HEADER;
  const moved = <T extends Point>(point: T): T => ({ ...point, x: point.x + dx, y: point.y + dy });
  const nodes = map.nodes.map((node) => {
    const box = moved(boxAround(graph.node(node.id)));
    return { node, box, lines: texts.get(node.id) ?? [] };
  });
  const boxOf = new Map(nodes.map(({ node, box }) => [node.id, box]));
  const edges = map.edges.map((edge) => {
    const box = moved(boxAround(graph.edge(edge.from, edge.to, edge.id)));
    const points = lineThrough(box, boxOf.get(edge.from), boxOf.get(edge.to));
    return { edge, label: labels.get(edge.id) ?? '', points, box };
  });
  const inside = nodes.filter(({ node }) => isInside(node));
  const frame = around(inside.map(({ box }) => box));
  const all = around([frame, ...nodes.map(({ box }) => box), ...edges.map(({ box }) => box)], MARGIN);
  const title = columnsIn(headingOf(map)) * COLUMN * 1.2 + 2 * MARGIN;
  const cut = columnsIn(map.cut ?? '') * COLUMN + 2 * MARGIN;
  return { map, nodes, edges, frame, width: Math.max(all.x + all.width, title, cut), height: all.y + all.height };
}

/** A line from the right side of a part to the left side of another one, level where it passes its label. */
function lineThrough(label: Box, from: Box | undefined, to: Box | undefined): Point[] {
  if (!from || !to) return [];
  const y = label.y + label.height / 2;
  const beside = (box: Box): number => Math.min(Math.max(y, box.y + LINE / 2), box.y + box.height - LINE / 2);
  return [
    { x: from.x + from.width, y: beside(from) },
    { x: label.x, y },
    { x: label.x + label.width, y },
    { x: to.x, y: beside(to) },
  ];
}

/** Dagre gives the middle of what it lays out. */
function boxAround({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function around(boxes: readonly Box[], margin = PADDING): Box {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)) - margin, Math.min(...boxes.map((box) => box.y)) - margin];
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + margin;
  return { x, y, width: right - x, height: bottom - y };
}
