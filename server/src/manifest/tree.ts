import { COLLECTION_STYLE, EVENT_ID, type Event, type MappingEvent, type SequenceEvent } from 'js-yaml';
import type { ParsedEvents } from './events';
import { closingBracket, endOfTail } from './gaps';
import { movedSpan, moveNode } from './moved';
import { contentOf, YamlAlias, type YamlContent, YamlList, YamlMap, type YamlNode, type YamlPair } from './node';
import type { Excess, SyntaxCause, SyntaxProblem } from './problem';
import { isMergeKey, keyText } from './scalar';
import { type ReadScalar, ScalarReader } from './scalar-reader';

/** How deep values can be nested. The types of the Kubernetes API have fewer than 30 levels. */
const MOST_YAML_DEPTH = 200;
/**
 * How many values aliases can add to the written values. kubectl refuses such documents, too ("document contains excessive
 * aliasing"), with a limit that depends on the share of the aliases.
 */
const MOST_ALIASED = 100_000;

/** The nodes of one document. */
export interface Tree {
  readonly root: YamlNode | undefined;
  /** The first place that the decoder of Kubernetes refuses, although it is YAML. */
  readonly refusal: SyntaxProblem | undefined;
  readonly excess: Excess | undefined;
  /** Whether a node stands for another one, so that a part of the text has no meaning of its own. */
  readonly hasAliases: boolean;
}

/** Makes the tree of the first document in a list of events. */
export function treeOf({ text, events, originalOffset }: ParsedEvents): Tree {
  const builder = new TreeBuilder(text);
  let documents = 0;
  for (const event of events) {
    // kubectl reads one document of a text, too.
    if (event.type === EVENT_ID.DOCUMENT && ++documents > 1) break;
    builder.add(event);
  }
  const { tree } = builder;
  if (!originalOffset || !tree.root || tree.excess) return tree;
  moveNode(tree.root, originalOffset);
  return { ...tree, refusal: tree.refusal && { ...tree.refusal, span: movedSpan(tree.refusal.span, originalOffset) } };
}

/** The size of a node with its aliases resolved: the number of values in it, itself included, and their nesting. */
interface Extent {
  values: number;
  depth: number;
}

/** A node with an anchor. Its extent is missing while it is open: an alias to it would make it contain itself. */
interface Anchor {
  readonly node: YamlContent;
  extent: Extent | undefined;
}

/** A collection that is open, with the key whose value comes next. */
interface Level {
  readonly node: YamlMap | YamlList;
  readonly anchor: Anchor | undefined;
  readonly extent: Extent;
  key: ReadNode | undefined;
}

interface ReadNode {
  readonly node: YamlNode;
  readonly isMergeKey?: boolean;
}

const ONE: Extent = { values: 1, depth: 1 };

class TreeBuilder {
  readonly #text: string;
  readonly #scalars: ScalarReader;
  readonly #levels: Level[] = [];
  readonly #anchors = new Map<string, Anchor>();
  #root: YamlNode | undefined;
  #refusal: SyntaxProblem | undefined;
  #aliased = 0;
  #hasAliases = false;
  #deepest = 0;
  /** The end of what has been read. */
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#scalars = new ScalarReader(text);
  }

  get tree(): Tree {
    const excess = this.#aliased > MOST_ALIASED ? 'aliases' : this.#deepest > MOST_YAML_DEPTH ? 'depth' : undefined;
    return { root: this.#root, refusal: this.#refusal, excess, hasAliases: this.#hasAliases };
  }

  add(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.#scalars.declare(event.directives);
        break;
      case EVENT_ID.MAPPING:
        this.#open(new YamlMap(event.start, event.style === COLLECTION_STYLE.FLOW), event);
        break;
      case EVENT_ID.SEQUENCE:
        this.#open(new YamlList(event.start, event.style === COLLECTION_STYLE.FLOW), event);
        break;
      case EVENT_ID.SCALAR:
        this.#addScalar(this.#scalars.read(event, this.#end, this.#indicator), event);
        break;
      case EVENT_ID.ALIAS:
        this.#addAlias(event.anchorStart, event.anchorEnd);
        break;
      case EVENT_ID.POP:
        this.#close();
    }
  }

  /** The character before the next node. */
  get #indicator(): string {
    const level = this.#levels.at(-1);
    if (!level) return '';
    if (level.node.kind === 'list') return level.node.isFlow ? '' : '-';
    return level.key ? ':' : '?';
  }

  #open(node: YamlMap | YamlList, event: MappingEvent | SequenceEvent): void {
    this.#levels.push({
      node,
      anchor: this.#anchor(event, node, undefined),
      extent: { values: 1, depth: 1 },
      key: undefined,
    });
    this.#end = Math.max(this.#end, node.start);
  }

  #close(): void {
    const level = this.#levels.pop();
    // Otherwise it is the end of the document.
    if (!level) return;
    const { node, anchor, extent } = level;
    node.end = node.isFlow ? this.#endOfFlow(node) : this.#endOfBlock(node);
    this.#end = Math.max(this.#end, node.isFlow ? node.end : 0);
    if (anchor) anchor.extent = extent;
    this.#place({ node }, extent);
  }

  #endOfFlow(node: YamlMap | YamlList): number {
    // In a list, a pair is a map without braces.
    const [first] = node.kind === 'map' ? node.pairs : [];
    const isBare = node.kind === 'map' && (this.#text[node.start] !== '{' || first?.key.start === node.start);
    if (isBare) return first ? Math.max(first.value.end, first.key.end) : this.#end;
    return closingBracket(this.#text, Math.max(this.#end, node.start + 1)) + 1;
  }

  /** A block collection ends with the line of its last value. */
  #endOfBlock(node: YamlMap | YamlList): number {
    const last = node.kind === 'map' ? node.pairs.at(-1)?.value : node.items.at(-1);
    if (!last) return this.#end;
    return endsWithLine(last) ? last.end : endOfTail(this.#text, last.end);
  }

  #addScalar({ node, text, tag, refusal }: ReadScalar, event: Properties): void {
    const level = this.#levels.at(-1);
    const isKey = level?.node.kind === 'map' && !level.key;
    if (refusal) this.#refuse(node, { kind: refusal });
    // JSON has no such numbers.
    if (typeof node.value === 'number' && !Number.isFinite(node.value) && !isKey)
      this.#refuse(node, { kind: 'number' });
    this.#anchor(event, node, ONE);
    this.#end = Math.max(this.#end, node.end);
    this.#place({ node, isMergeKey: isKey && isMergeKey(text, tag, node.style === 'plain') }, ONE);
  }

  #addAlias(nameStart: number, nameEnd: number): void {
    const anchor = this.#anchors.get(this.#text.slice(nameStart, nameEnd));
    const node = new YamlAlias(nameStart - 1, nameEnd, anchor?.extent && anchor.node);
    if (anchor) anchor.node.isReferenced = true;
    if (!anchor?.extent) this.#refuse(node, { kind: anchor ? 'circle' : 'alias' });
    this.#hasAliases = true;
    this.#aliased += anchor?.extent?.values ?? 0;
    this.#end = nameEnd;
    this.#place({ node }, anchor?.extent ?? ONE);
  }

  #anchor({ anchorStart, anchorEnd }: Properties, node: YamlContent, extent: Extent | undefined): Anchor | undefined {
    if (anchorStart < 0) return undefined;
    const anchor = { node, extent };
    this.#anchors.set(this.#text.slice(anchorStart, anchorEnd), anchor);
    return anchor;
  }

  /** Puts a node into the collection that is open. */
  #place(read: ReadNode, { values, depth }: Extent): void {
    this.#deepest = Math.max(this.#deepest, depth);
    const level = this.#levels.at(-1);
    if (!level) {
      this.#root = read.node;
      return;
    }
    level.extent.values += values;
    level.extent.depth = Math.max(level.extent.depth, depth + 1);
    if (level.node.kind === 'list') level.node.items.push(read.node);
    else if (level.key) {
      level.node.add(this.#pair(level.key, read.node));
      level.key = undefined;
    } else level.key = read;
  }

  #pair({ node: key, isMergeKey: isMerge = false }: ReadNode, value: YamlNode): YamlPair {
    if (isMerge) {
      if (!isMergeable(value)) this.#refuse(value, { kind: 'merge' });
      return { key, value, name: '<<', isMerge };
    }
    const content = contentOf(key);
    const name =
      content?.kind === 'scalar' ? keyText(content.value, this.#text.slice(content.start, content.end)) : undefined;
    if (name === undefined) this.#refuse(key, { kind: 'key' });
    return { key, value, name, isMerge };
  }

  #refuse({ start, end }: YamlNode, cause: SyntaxCause): void {
    this.#refusal ??= { cause, span: { start, end } };
  }
}

interface Properties {
  readonly anchorStart: number;
  readonly anchorEnd: number;
}

/** Whether the end of a node is the end of a line, or a place without text. */
function endsWithLine(node: YamlNode): boolean {
  if (node.kind === 'alias') return false;
  if (node.kind === 'scalar') return node.style === 'literal' || node.style === 'folded' || node.isEmpty;
  return !node.isFlow;
}

/** Whether a merge key can have a value (goyaml.v2, `decoder.merge`). */
function isMergeable(value: YamlNode): boolean {
  const content = contentOf(value);
  if (content?.kind === 'list')
    return value.kind !== 'alias' && content.items.every((item) => contentOf(item)?.kind === 'map');
  return content?.kind === 'map';
}
