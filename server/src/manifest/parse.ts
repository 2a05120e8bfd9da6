import { YAMLException } from 'js-yaml';
import { type ParsedEvents, parseAsLibyaml } from './events';
import { withLineBreaks } from './line-breaks';
import type { YamlNode } from './node';
import type { Excess, SyntaxProblem } from './problem';
import { treeOf } from './tree';

/** With more pieces (lines, entries, brackets), parsing takes seconds. Text that people write has fewer. */
const MOST_PIECES = 500_000;

/** What a text is as YAML: a tree, or the reason why there is none. */
export interface Parsed {
  readonly root?: YamlNode;
  /** Why the text is not YAML. */
  readonly problem?: SyntaxProblem;
  /** The first place of valid YAML that kubectl refuses all the same. */
  readonly refusal?: SyntaxProblem;
  /** The limit that the text exceeds. */
  readonly excess?: Excess;
  /** See `Tree.hasAliases`. */
  readonly hasAliases?: boolean;
}

/** Parses one document as kubectl reads it (sigs.k8s.io/yaml, goyaml.v2). */
export function parse(text: string): Parsed {
  if (hasMorePieces(text, MOST_PIECES)) return { excess: 'size' };
  const source = withLineBreaks(text);
  let parsed: ParsedEvents;
  try {
    parsed = parseAsLibyaml(source);
  } catch (error) {
    // The stack overflows.
    if (error instanceof RangeError) return { excess: 'depth' };
    if (error instanceof YAMLException) return { problem: problemOf(error, text) };
    throw error;
  }
  const { root, refusal, excess, hasAliases } = treeOf(parsed);
  if (excess) return { excess };
  return { hasAliases, ...(root && { root }), ...(refusal && { refusal }) };
}

function problemOf({ reason, mark }: YAMLException, text: string): SyntaxProblem {
  const start = Math.min(mark?.position ?? 0, text.length);
  return { cause: { kind: 'syntax', reason }, span: { start, end: Math.min(start + 1, text.length) } };
}

/** Every node has one of these characters beside it. */
function hasMorePieces(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let pieces = 0;
  for (let offset = 0; offset < text.length && pieces <= most; offset++) {
    const character = text.charCodeAt(offset);
    if (character === LINE_FEED || character === COMMA || character === BRACKET || character === BRACE) pieces++;
  }
  return pieces > most;
}

const [LINE_FEED, COMMA, BRACKET, BRACE] = [0x0a, 0x2c, 0x5b, 0x7b];
