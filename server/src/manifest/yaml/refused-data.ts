import { contentOf, type YamlMap, type YamlNode } from '../node';
import type { SyntaxCause, SyntaxProblem } from '../problem';

/** The first of some nodes that is in the data, as a value or as a key: kubectl makes JSON of the data, not of the text. */
export function firstRefused(root: YamlNode, refused: ReadonlyMap<YamlNode, SyntaxCause>): SyntaxProblem | undefined {
  const reached = new Set<YamlNode>();
  reach(root, reached);
  const first = [...refused].filter(([node]) => reached.has(node)).sort(([a], [b]) => a.start - b.start)[0];
  return first && { cause: first[1], span: { start: first[0].start, end: first[0].end } };
}

function reach(node: YamlNode, reached: Set<YamlNode>): void {
  const content = contentOf(node);
  if (!content || reached.has(content)) return;
  reached.add(content);
  if (content.kind === 'list') for (const item of content.items) reach(item, reached);
  else if (content.kind === 'map') {
    for (const { pair } of content.entries.values()) reach(pair.value, reached);
    reachKeys(content, reached);
  }
}

/** Keys without a name are in no entry. */
function reachKeys(map: YamlMap, reached: Set<YamlNode>): void {
  for (const { key, value, name, isMerge } of map.pairs) {
    if (name === undefined) {
      reached.add(key);
      reach(value, reached);
    } else if (isMerge) {
      const merged = contentOf(value);
      for (const source of merged?.kind === 'list' ? merged.items : [value]) {
        const content = contentOf(source);
        if (content?.kind === 'map') reachKeys(content, reached);
      }
    }
  }
}
