import { YamlAlias, type YamlContent } from '../node';
import type { Excess } from '../problem';

/** How deep values can be nested. The types of the Kubernetes API have fewer than 30 levels. */
export const MOST_YAML_DEPTH = 200;
/**
 * How many values aliases can add to the written values. kubectl refuses such documents, too ("document contains excessive
 * aliasing"), with a limit that depends on the share of the aliases.
 */
const MOST_ALIASED = 100_000;

/** A document exceeds a limit of the reader. */
export class ExcessError extends Error {
  readonly excess: Excess;

  constructor(excess: Excess) {
    super(excess);
    this.excess = excess;
  }
}

/** The size of a node with its aliases written out: the number of values in it, itself included, and their nesting. */
interface Extent {
  readonly values: number;
  readonly depth: number;
}

/** A node with an anchor. Both are missing while the node is open: an alias in it would make it contain itself. */
interface Anchored {
  node: YamlContent | undefined;
  extent: Extent | undefined;
}

/**
 * The anchors of a document, and the number of its values as if all aliases were written out: a few lines can stand for
 * millions of values.
 */
export class Anchors {
  readonly #byName = new Map<string, Anchored>();
  #values = 0;
  #aliased = 0;
  #deepest = 0;
  hasAliases = false;

  /** Counts a node at a level of nesting. */
  count(level: number): void {
    if (level > MOST_YAML_DEPTH) throw new ExcessError('depth');
    this.#values++;
    if (level > this.#deepest) this.#deepest = level;
  }

  /** Reads a node with an anchor. */
  define(name: string, level: number, read: () => YamlContent): YamlContent {
    const anchored: Anchored = { node: undefined, extent: undefined };
    this.#byName.set(name, anchored);
    const [values, deepest] = [this.#values, this.#deepest];
    this.#deepest = level;
    anchored.node = read();
    anchored.extent = { values: this.#values - values, depth: this.#deepest - level + 1 };
    this.#deepest = Math.max(this.#deepest, deepest);
    return anchored.node;
  }

  /** Makes an alias. Its target is missing if there is no anchor, or if the alias is inside of its node. */
  refer(
    name: string,
    level: number,
    start: number,
    end: number,
  ): { readonly node: YamlAlias; readonly isInside: boolean } {
    this.hasAliases = true;
    const { node: target, extent } = this.#byName.get(name) ?? {};
    if (target && extent) {
      target.isReferenced = true;
      this.#values += extent.values;
      this.#aliased += extent.values;
      this.#deepest = Math.max(this.#deepest, level + extent.depth - 1);
      if (this.#aliased > MOST_ALIASED) throw new ExcessError('aliases');
      if (this.#deepest > MOST_YAML_DEPTH) throw new ExcessError('depth');
    } else this.count(level);
    return { node: new YamlAlias(start, end, target), isInside: !target && this.#byName.has(name) };
  }
}
