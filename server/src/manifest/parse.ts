import { readJson } from './json-text';
import type { YamlNode } from './node';
import type { Excess, SyntaxProblem } from './problem';
import type { Span } from './value';
import { ExcessError } from './yaml/anchors';
import { compose } from './yaml/grammar';
import { scan } from './yaml/scan';
import { YamlError } from './yaml/yaml-error';

/** With more pieces (lines, entries, brackets), a tree takes hundreds of megabytes. Text that people write has fewer. */
const MOST_PIECES = 500_000;

/** What a text is as YAML: a tree, or the reason why there is none. */
export interface Parsed {
  readonly root?: YamlNode;
  /** In the order of the text, without the blanks at their end. */
  readonly comments: readonly Span[];
  /** Why the text is not YAML. */
  readonly problem?: SyntaxProblem;
  /** The first place of valid YAML that kubectl refuses all the same. */
  readonly refusal?: SyntaxProblem;
  /** The limit that the text exceeds. */
  readonly excess?: Excess;
  /** See `Composed.hasAliases`. */
  readonly hasAliases: boolean;
}

const NOTHING: Parsed = { comments: [], hasAliases: false };

/** Parses one document as kubectl reads it (sigs.k8s.io/yaml, goyaml.v2). */
export function parse(text: string): Parsed {
  if (hasMorePieces(text, MOST_PIECES)) return { ...NOTHING, excess: 'size' };
  try {
    const json = readJson(text);
    return json ? { ...NOTHING, root: json } : parseYaml(text);
  } catch (error) {
    if (error instanceof ExcessError) return { ...NOTHING, excess: error.excess };
    if (error instanceof YamlError) return { ...NOTHING, problem: problemOf(error, text) };
    throw error;
  }
}

function parseYaml(text: string): Parsed {
  const scanned = scan(text);
  const { root, refusal, hasAliases } = compose(text, scanned);
  return { comments: scanned.comments, hasAliases, ...(root && { root }), ...(refusal && { refusal }) };
}

function problemOf({ reason, offset }: YamlError, text: string): SyntaxProblem {
  const start = Math.min(offset, text.length);
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
