import { type Html, html, htmlOf } from '../text/html';
import { headingOf } from './labels';
import type { MapEdge, MapMark, MapNode, MapPlace, PodMap } from './pod-map';

/** A place in a file, 0-based, in UTF-16 units. */
export interface FilePlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/**
 * A map as a list that says the same as the drawing, for a page. Each button has the part and the place that it leads to in
 * its attributes.
 */
export function outlineOf(map: PodMap, fileOf: (place: MapPlace) => FilePlace | undefined): Html {
  return new Outline(map, fileOf).html();
}

const GROUPS: readonly { readonly heading: string; readonly kinds: readonly MapNode['kind'][] }[] = [
  { heading: 'Containers in start order', kinds: ['container', 'added'] },
  { heading: 'Shared', kinds: ['namespace'] },
  { heading: 'Volumes', kinds: ['volume'] },
  { heading: 'From outside', kinds: ['service', 'account'] },
];

class Outline {
  readonly #map: PodMap;
  readonly #fileOf: (place: MapPlace) => FilePlace | undefined;
  readonly #titles: ReadonlyMap<string, string>;

  constructor(map: PodMap, fileOf: (place: MapPlace) => FilePlace | undefined) {
    this.#map = map;
    this.#fileOf = fileOf;
    this.#titles = new Map(map.nodes.map(({ id, title }) => [id, title]));
  }

  html(): Html {
    const { place, marks, nodes, cut } = this.#map;
    const groups = GROUPS.map(({ heading, kinds }) => {
      const items = nodes.filter(({ kind }) => kinds.includes(kind)).map((node) => this.#node(node));
      return items.length === 0 ? html`` : html`<h3>${heading}</h3>\n<ul>${htmlOf(items)}</ul>\n`;
    });
    return html`<h2>${this.#button('pod', headingOf(this.#map), place)}</h2>
${cut === undefined ? '' : html`<p>${cut}</p>\n`}${this.#marks(marks)}${htmlOf(groups)}`;
  }

  #node({ id, title, lines, place, marks }: MapNode): Html {
    // A connection stands once: at its container, or at the namespace that it leads to.
    const edges = this.#map.edges.filter(({ from, to }) => this.#ownerOf(from, to) === id);
    const items = edges.map((edge) => this.#edge(edge, id));
    const below = items.length === 0 ? html`` : html`<ul>${htmlOf(items)}</ul>`;
    return html`<li>${this.#button(id, title, place)}: ${lines.join(', ')}${this.#marks(marks)}${below}</li>\n`;
  }

  #ownerOf(from: string, to: string): string {
    return from.startsWith('container-') ? from : to;
  }

  #edge({ id, from, to, label, place, marks }: MapEdge, owner: string): Html {
    const other = this.#titles.get(owner === from ? to : from) ?? '';
    const words = owner === from ? `in ${other}` : `of ${other}`;
    return html`<li>${this.#button(id, label, place)} ${words}${this.#marks(marks)}</li>`;
  }

  #marks(marks: readonly MapMark[]): Html {
    if (marks.length === 0) return html``;
    const items = marks.map(
      ({ severity, message, place }) =>
        html`<li class="${severity}">${this.#button('', severity, place)}: ${message}</li>`,
    );
    return html`<ul class="findings">${htmlOf(items)}</ul>`;
  }

  #button(part: string, words: string, place: MapPlace | undefined): Html {
    const at = place && this.#fileOf(place);
    const own = part === '' ? html`` : html` data-part="${part}"`;
    if (!at) return html`<b${own}>${words}</b>`;
    return html`<button class="link"${own} data-uri="${at.uri}" data-line="${at.line}" data-character="${at.character}">${words}</button>`;
  }
}
