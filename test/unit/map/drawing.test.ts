import { describe, expect, it } from 'vitest';
import { dotOf } from '../../../server/src/map/dot';
import { labelOf, linesOf } from '../../../server/src/map/labels';
import { type Box, type Drawing, drawingOf } from '../../../server/src/map/layout';
import { mermaidOf } from '../../../server/src/map/mermaid';
import type { PodMap } from '../../../server/src/map/pod-map';
import { svgOf } from '../../../server/src/map/svg';
import { edgesOf, largePod, mapOf } from './maps';

const LARGE = mapOf(largePod(12, 20, 3));

describe('the drawing of a pod with 12 containers and 20 volumes', () => {
  const drawing = drawingOf(LARGE);
  const boxes = boxesOf(drawing);

  it('has no text or part that another one covers', () => {
    expect(boxes.length).toBeGreaterThan(100);
    const covered = boxes.flatMap((one, index) =>
      boxes.slice(index + 1).flatMap((other) => (overlap(one.box, other.box) ? [`${one.what} / ${other.what}`] : [])),
    );
    expect(covered).toEqual([]);
  });

  it('has all of it inside of its borders', () => {
    for (const { box } of boxes) {
      expect(box.x).toBeGreaterThan(0);
      expect(box.y).toBeGreaterThan(0);
      expect(box.x + box.width).toBeLessThan(drawing.width);
      expect(box.y + box.height).toBeLessThan(drawing.height);
    }
  });

  it('has the containers in start order from top to bottom, with what reaches them left and volumes right', () => {
    const middle = drawing.nodes.filter(({ node }) => ['namespace', 'container', 'added'].includes(node.kind));
    const heights = middle.map(({ box }) => box.y);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    const left = drawing.nodes.filter(({ node }) => node.kind === 'service' || node.kind === 'account');
    const right = drawing.nodes.filter(({ node }) => node.kind === 'volume');
    const columns = [left, middle, right].map((column) => new Set(column.map(({ box }) => box.x)));
    expect(columns.map(({ size }) => size)).toEqual([1, 1, 1]);
    const [first = 0, second = 0, third = 0] = columns.flatMap((column) => [...column]);
    expect(first < second && second < third).toBe(true);
  });

  it('has each line between the two parts that it connects', () => {
    const boxOf = new Map(drawing.nodes.map(({ node, box }) => [node.id, box]));
    for (const { edge, points } of drawing.edges) {
      const [from, to] = [boxOf.get(edge.from), boxOf.get(edge.to)];
      expect(points[0]?.x).toBe((from?.x ?? 0) + (from?.width ?? 0));
      expect(points.at(-1)?.x).toBe(to?.x);
    }
  });

  it('holds for a pod that has nothing but a container, too', () => {
    const small = drawingOf(
      mapOf(
        'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { automountServiceAccountToken: false, containers: [{ name: a }] }',
      ),
    );
    const [account, network, container] = small.nodes;
    expect(account?.box.x).toBeLessThan(network?.box.x ?? 0);
    expect(network?.box.x).toBe(container?.box.x);
  });
});

describe('what a drawing says', () => {
  /** The texts of each part, and the ends of each connection, as the model has them. */
  const facts = {
    nodes: LARGE.nodes.map((node) => linesOf(node)),
    edges: LARGE.edges.map((edge) => labelOf(edge)),
  };

  it('is in SVG what the model says, part by part', () => {
    const svg = svgOf(drawingOf(LARGE));
    const parts = new Map(
      [...svg.matchAll(/<g class="part[^>]*data-part="([^"]*)">(.*?)<\/g>/gs)].map(([, id = '', content = '']) => [
        id,
        [...content.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, words = '']) => unescaped(words)),
      ]),
    );
    expect(LARGE.nodes.map(({ id }) => parts.get(id))).toEqual(facts.nodes);
    expect(LARGE.edges.map(({ id }) => parts.get(id))).toEqual(facts.edges.map((label) => [label]));
    expect(parts.size).toBe(LARGE.nodes.length + LARGE.edges.length + 1);
  });

  it('is in Mermaid what the model says', () => {
    const lines = mermaidOf(LARGE).split('\n');
    const said = lines.flatMap((line) => [...line.matchAll(/"(.*?)"/g)].map(([, words = '']) => plain(words)));
    for (const node of facts.nodes) expect(said).toContain(node.join('<br>'));
    const arrows = lines.flatMap((line) => /^ {2}(\w+) <?-\.?->\|"(.*)"\| (\w+)$/.exec(line) ?? []);
    expect(lines.filter((line) => line.includes('->|'))).toHaveLength(LARGE.edges.length);
    expect(arrows).toContain('container_0');
  });

  it('is in the language of Graphviz what the model says', () => {
    const dot = dotOf(LARGE);
    for (const node of facts.nodes)
      expect(dot).toContain(`label="${node.map((line) => line.replaceAll('"', '\\"')).join('\\n')}"`);
    expect(dot.match(/ -> /g)).toHaveLength(LARGE.edges.length);
    for (const { from, to } of LARGE.edges) expect(dot).toContain(`"${from}" -> "${to}"`);
  });

  it('says what it leaves out, in each format', () => {
    const cut = mapOf(largePod(40, 60, 5));
    for (const text of [unescaped(svgOf(drawingOf(cut))), plain(mermaidOf(cut)), dotOf(cut)])
      expect(text).toContain(cut.cut);
  });

  it('points the head of an arrow at who gets the data', () => {
    const heads = (map: PodMap): (string | undefined)[] => {
      const svg = svgOf(drawingOf(map));
      return ['reads', 'can-write'].map((kind) => new RegExp(`<g class="edge ${kind}[^>]*>(.*?)</g>`).exec(svg)?.[1]);
    };
    const [reads = '', writes = ''] = heads(LARGE);
    expect(reads.match(/class="head"/g)).toHaveLength(1);
    expect(writes.match(/class="head"/g)).toHaveLength(2);
  });
});

describe('a pod with hostile names', () => {
  const HOSTILE = [
    '</title><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    ']]><!--',
    '"]; click a "javascript:alert(1)',
    '`**x** <b>',
    '\\N\\", URL="javascript:alert(1)',
    '#quot;#35;',
    'a\u202eb\u0000c\nd\u2028e',
  ];
  const map = mapOf(
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n${HOSTILE.map(
      (name) =>
        `    - { name: ${JSON.stringify(name)}, image: ${JSON.stringify(name)}, volumeMounts: [{ name: v, mountPath: ${JSON.stringify(name)} }] }\n`,
    ).join('')}  volumes: [{ name: v }]\n`,
  );

  it('is in the map as it is', () => {
    expect(map.nodes.filter(({ kind }) => kind === 'container').length).toBe(HOSTILE.length);
    expect(edgesOf(map).filter((edge) => edge.includes('can-write'))).toHaveLength(HOSTILE.length);
  });

  it('adds no element, attribute or entity to SVG', () => {
    const svg = svgOf(drawingOf(map));
    const tags = svg.match(/<[^>]*>/g) ?? [];
    const words = tags.flatMap((tag) =>
      [...tag.matchAll(/^<\/?(\w+)|([\w-]+)="[^"]*"/g)].map(([, name, field]) => name ?? field),
    );
    expect([...new Set(words)].sort()).toEqual(
      'class d data-part g height path rect role rx svg text title viewBox width x xmlns y'.split(' '),
    );
    expect(svg).not.toMatch(/[^\P{Cc}\n]|[\u202e\u2028\p{Cs}]/u);
    expect(svg.replace(/&#\d+;/g, '')).not.toContain('&');
  });

  it('ends no string of Mermaid, and is no Markdown there', () => {
    for (const line of mermaidOf(map).split('\n')) {
      if (line.startsWith('  classDef') || !line.includes('"')) continue;
      expect(line.match(/"/g)).toHaveLength(2);
      const [, words = ''] = /"(.*)"/.exec(line) ?? [];
      expect(words.replaceAll('<br>', '').replace(/#\d+;/g, '')).not.toMatch(/[<>#;"`*_\\[\]{}|&~!$^%']/);
    }
  });

  it('ends no string of Graphviz', () => {
    const strings = dotOf(map).replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
    expect(strings).not.toMatch(/alert|URL|onerror/);
    expect(dotOf(map).replace(/\\[\\"n]/g, '')).not.toContain('\\');
  });
});

function boxesOf({ nodes, edges }: Drawing): { readonly what: string; readonly box: Box }[] {
  return [
    ...nodes.map(({ node, box }) => ({ what: node.title, box })),
    ...edges.map(({ label, box }) => ({ what: label, box })),
  ];
}

function overlap(one: Box, other: Box): boolean {
  const isBeside = one.x + one.width <= other.x || other.x + other.width <= one.x;
  const isAbove = one.y + one.height <= other.y || other.y + other.height <= one.y;
  return !isBeside && !isAbove;
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

function plain(text: string): string {
  return text.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
