import type { LayoutOptions } from '@dagrejs/dagre';
import type { PodMap } from './pod-map';

type CustomOrder = NonNullable<LayoutOptions['customOrder']>;

/**
 * Keeps the containers in their order from top to bottom. What stands left and right of them goes as near as possible to
 * what it is connected to, column by column, so that few lines cross (the barycenter heuristic).
 */
export function byStartOrder({ nodes }: PodMap): CustomOrder {
  return (graph) => {
    const columns: string[][] = [];
    for (const id of graph.nodes()) {
      const rank = graph.node(id).rank ?? 0;
      columns[rank] = [...(columns[rank] ?? []), id];
    }
    const places = new Map(nodes.map(({ id }, index) => [id, index]));
    const settle = (column: string[], weightOf: (id: string) => number): void => {
      const weights = new Map(column.map((id) => [id, weightOf(id)]));
      column.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
      for (const [order, id] of column.entries()) {
        places.set(id, order);
        graph.node(id).order = order;
      }
    };
    const middle = graph.node('network').rank ?? 0;
    const besideOf = (id: string, neighbours: readonly string[]): number => {
      const known = neighbours.flatMap((neighbour) => places.get(neighbour) ?? []);
      if (known.length === 0) return places.get(id) ?? 0;
      return known.reduce((sum, place) => sum + place, 0) / known.length;
    };
    settle(columns[middle] ?? [], (id) => places.get(id) ?? 0);
    for (let rank = middle + 1; rank < columns.length; rank++)
      settle(columns[rank] ?? [], (id) => besideOf(id, graph.predecessors(id) ?? []));
    for (let rank = middle - 1; rank >= 0; rank--)
      settle(columns[rank] ?? [], (id) => besideOf(id, graph.successors(id) ?? []));
  };
}
