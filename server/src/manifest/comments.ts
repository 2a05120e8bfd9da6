import { withLineBreaks } from './line-breaks';
import type { YamlNode } from './node';
import type { Span } from './value';

/** The comments of a document, in the order of its text: what is between its scalars has no other `#` behind a blank. */
export function commentsIn(original: string, root: YamlNode): Span[] {
  const finder = new CommentFinder(withLineBreaks(original));
  for (const leaf of leavesOf(root)) {
    finder.search(leaf.start);
    // Behind the header of a block scalar can be a comment.
    const isBlock = leaf.kind === 'scalar' && (leaf.style === 'literal' || leaf.style === 'folded');
    if (isBlock) finder.searchLine(leaf.start);
    finder.skip(leaf.end);
  }
  finder.search(original.length);
  return finder.comments;
}

class CommentFinder {
  readonly comments: Span[] = [];
  readonly #text: string;
  #from = 0;
  /** The first `#` from there on; a text without comments is searched once. */
  #next: number;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#find(0);
  }

  /** Finds the comments up to an offset. */
  search(to: number): void {
    while (this.#next < to) {
      const start = this.#next;
      if (start > 0 && !/\s/.test(this.#text[start - 1] ?? '')) {
        this.skip(start + 1);
        continue;
      }
      const lineEnd = this.#lineEnd(start);
      this.comments.push({ start, end: start + this.#text.slice(start, lineEnd).trimEnd().length });
      this.skip(lineEnd);
    }
    this.skip(to);
  }

  /** Finds a comment in the rest of a line. */
  searchLine(from: number): void {
    this.search(this.#lineEnd(from));
  }

  /** Passes over text that has no comments. */
  skip(to: number): void {
    this.#from = Math.max(this.#from, to);
    if (this.#next < this.#from) this.#next = this.#find(this.#from);
  }

  #find(from: number): number {
    const found = this.#text.indexOf('#', from);
    return found === -1 ? Number.POSITIVE_INFINITY : found;
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf('\n', from);
    return end === -1 ? this.#text.length : end;
  }
}

/** The nodes without children, in the order of the text. */
function* leavesOf(node: YamlNode): Generator<YamlNode> {
  if (node.kind === 'map') {
    for (const { key, value } of node.pairs) {
      yield* leavesOf(key);
      yield* leavesOf(value);
    }
  } else if (node.kind === 'list') for (const item of node.items) yield* leavesOf(item);
  else yield node;
}
