import { contentOf, YamlList, YamlMap, type YamlNode, YamlScalar } from '../manifest/node';
import { parse } from '../manifest/parse';
import type { Span } from '../manifest/value';
import { setOwn } from '../text/own';

/** Data that an edit changes. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/** What a text says to kubectl and to people. */
export interface Contents {
  readonly data: PlainValue;
  /** Sorted, without their places. */
  readonly comments: readonly string[];
}

/** The contents of a YAML text; `undefined` if kubectl does not read it as a map or a list. */
export function contentsOf(text: string): Contents | undefined {
  const { root, refusal, comments } = parse(text);
  return refusal ? undefined : contentsOfTree(text, root, comments);
}

/** The same for a text that has been parsed. */
export function contentsOfTree(text: string, root: YamlNode | undefined, spans: readonly Span[]): Contents | undefined {
  if (root?.kind !== 'map' && root?.kind !== 'list') return undefined;
  const comments = spans.map(({ start, end }) => text.slice(start, end));
  return { data: plainOf(root), comments: comments.sort() };
}

/** The data of a node. */
export function plainOf(node: YamlNode): PlainValue {
  const content = contentOf(node);
  if (content?.kind === 'list') return content.items.map(plainOf);
  if (content?.kind !== 'map') return content?.value ?? null;
  const data: { [key: string]: PlainValue } = {};
  content.forEachEntry((name, value) => setOwn(data, name, plainOf(value)));
  return data;
}

/** A node for data that no text has, so that rules can look at it. Its places mean nothing. */
export function nodeOf(data: PlainValue): YamlNode {
  if (Array.isArray(data)) {
    const list = new YamlList(0, false);
    for (const item of data) list.items.push(nodeOf(item));
    return list;
  }
  if (typeof data !== 'object' || data === null) return new YamlScalar(0, 1, 'plain', data);
  const map = new YamlMap(0, false);
  for (const [name, value] of Object.entries(data)) {
    map.add({ key: new YamlScalar(0, 1, 'plain', name), value: nodeOf(value), name, isMerge: false });
  }
  return map;
}
