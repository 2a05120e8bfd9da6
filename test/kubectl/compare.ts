import { isDeepStrictEqual } from 'node:util';
import { isJson } from '../../server/src/manifest/json-text';
import { contentOf, type YamlNode } from '../../server/src/manifest/node';
import { type Parsed, parse } from '../../server/src/manifest/parse';
import { splitDocuments } from '../../server/src/manifest/split';
import { type Answer, askKubectl } from './ask-kubectl';

/** A text that kubectl and the reader read otherwise. */
interface Difference {
  readonly text: string;
  readonly kubectl: Answer;
  readonly ours: Answer;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** The number of texts of which both have the same data. */
  readonly same: number;
  /** The number of texts that both refuse. */
  readonly refused: number;
}

/** Reads texts with kubectl and with the reader. */
export function compareReading(kubectl: string, texts: readonly string[]): Comparison {
  const differences: Difference[] = [];
  let [same, refused] = [0, 0];
  for (const [index, theirs] of askKubectl(kubectl, texts).entries()) {
    const text = texts[index] ?? '';
    const parsed = parse(text);
    if (isOtherAlone(text)) continue;
    if (theirs.kind === 'not-said' || (parsed.root && hasEqualKeys(parsed.root))) continue;
    const ours = answerOf(parsed);
    if (theirs.kind !== ours.kind || (theirs.kind === 'data' && !isDeepStrictEqual(theirs, ours)))
      differences.push({ text, kubectl: theirs, ours });
    else if (ours.kind === 'data') same++;
    else refused++;
  }
  return { differences, same, refused };
}

/**
 * Whether kubectl reads a text as a whole file otherwise than as a later document, of which it takes away the line of the
 * separator: then a byte order mark can be behind that, or a comment without a blank. The reader reads it as a later one.
 */
function isOtherAlone(text: string): boolean {
  return /^---(?:#|.*\n\ufeff)/.test(text);
}

/** The documents of a file, each of which can be asked for: kubectl prints no object that has a kind. */
export function documentsWithoutKind(file: string): string[] {
  const chunks = splitDocuments(file.replace(/^(["']?)kind\1(?=\s*:)/gm, 'sort'));
  // Only a file that begins with a brace can be JSON, and not a later document. An old kubectl then takes nothing but JSON.
  return chunks.map(({ text }) => (/^\s*\{/.test(text) && !isJson(text) ? `# c\n${text}` : text));
}

function answerOf({ root, problem, refusal, excess }: Parsed): Answer {
  const cause = problem?.cause ?? refusal?.cause;
  if (cause || excess) return { kind: 'refused', message: JSON.stringify(cause ?? excess) };
  return { kind: 'data', data: root ? dataOf(root) : null };
}

/** The data of a node, as JSON has it. */
export function dataOf(node: YamlNode): unknown {
  const content = contentOf(node);
  if (content?.kind === 'list') return content.items.map(dataOf);
  // JSON has no negative zero.
  if (content?.kind !== 'map') return content?.value === 0 ? 0 : (content?.value ?? null);
  return Object.fromEntries(Array.from(content.entries, ([name, { pair }]) => [name, dataOf(pair.value)]));
}

/** Whether a map has two keys of different types that are one in JSON: kubectl takes any of them, another one each time. */
export function hasEqualKeys(node: YamlNode): boolean {
  if (node.kind === 'list') return node.items.some(hasEqualKeys);
  if (node.kind !== 'map') return false;
  const values = new Map<string | undefined, unknown>();
  return node.pairs.some(({ key, value, name }) => {
    const content = contentOf(key);
    const data = content?.kind === 'scalar' ? content.value : undefined;
    const isOther = values.has(name) && (values.get(name) !== data || Number.isNaN(data));
    values.set(name, data);
    return isOther || hasEqualKeys(value) || hasEqualKeys(key);
  });
}
