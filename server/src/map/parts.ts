import type { YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';
import { cutSentence, MOST_EDGES } from './limits';
import type { Marks } from './marks';
import type { EdgeKind, MapEdge, MapNode, MapPlace, PodMap } from './pod-map';

/** The parts of a map while a pod is read. */
export class MapParts {
  readonly #pod: Pod;
  readonly #marks: Marks;
  readonly #nodes: Omit<MapNode, 'marks'>[] = [];
  readonly #edges: Omit<MapEdge, 'marks'>[] = [];
  /** How much is left out, by what it is. */
  readonly #left = new Map<string, number>();

  constructor(pod: Pod, marks: Marks) {
    this.#pod = pod;
    this.#marks = marks;
  }

  /** @param about findings at these values are about the node */
  node(node: Omit<MapNode, 'marks'>, ...about: readonly (YamlValue | undefined)[]): void {
    this.#nodes.push(node);
    for (const value of about) this.#marks.put(value, node.id);
  }

  /** @param about findings at this value are about the edge */
  edge(
    from: string,
    to: string,
    { kind, label, place }: { readonly kind: EdgeKind; readonly label: string; readonly place: MapPlace | undefined },
    about?: YamlValue,
  ): void {
    const id = `edge-${this.#edges.length}`;
    this.#edges.push({ id, from, to, kind, label, place });
    this.#marks.put(about, id);
  }

  /** The first ones of a list. The map says how many it leaves out. */
  most<T>(items: readonly T[], most: number, what: string): readonly T[] {
    const left = items.length - most;
    if (left <= 0) return items;
    this.#left.set(what, (this.#left.get(what) ?? 0) + left);
    return items.slice(0, most);
  }

  /** Where a value of the pod is written; none if it is not. */
  place(value: YamlValue): MapPlace | undefined {
    return value.exists ? { document: this.#pod.resource.document, span: value.span } : undefined;
  }

  finish(): PodMap {
    const { kind, name, value, document } = this.#pod.resource;
    const edges = this.most(this.#edges, MOST_EDGES, 'connection');
    const marks = this.#marks.all();
    const marked = <T extends { readonly id: string }>(part: T) => ({ ...part, marks: marks.get(part.id) ?? [] });
    return {
      title: name === undefined ? kind : `${kind} "${name}"`,
      place: { document, span: value.at('metadata', 'name').span },
      nodes: this.#nodes.map(marked),
      edges: edges.map(marked),
      marks: marks.get(undefined) ?? [],
      cut: cutSentence(this.#left),
    };
  }
}
