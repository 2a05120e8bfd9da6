import type { Hover, Position, Range } from 'vscode-languageserver';
import type { YamlValue } from '../manifest/value';
import type { Container } from '../pod/container';
import { ROLE_NAMES } from '../pod/role-names';
import { joined, type Markdown, markdown, prose } from '../text/markdown';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { describeImage } from './image-hover';
import type { OpenAnalysis } from './open-analysis';
import { toRange, touches } from './ranges';

/** On the name of a container: its role, and the evidence for it. On an image: its parts. */
export function hover(analysis: OpenAnalysis, position: Position, index: WorkspaceIndex): Hover | undefined {
  const cursor = { start: position, end: position };
  for (const placed of analysis.documents) {
    const at = (value: YamlValue): Range | undefined => {
      const range = toRange(placed, value.span);
      return touches(range, cursor) ? range : undefined;
    };
    for (const pod of placed.analysis.pods) {
      for (const container of pod.containers) {
        const name = container.name === undefined ? undefined : at(container.nameValue);
        if (name) return toHover(describe(container), name);
      }
      for (const used of pod.images) {
        const image = at(used.at);
        const text = image && describeImage(used, pod, index);
        if (text) return toHover(text, image);
      }
    }
  }
  return undefined;
}

function toHover({ source }: Markdown, range: Range): Hover {
  return { contents: { kind: 'markdown', value: source }, range };
}

function describe(container: Container): Markdown {
  const evidence = container.evidence.map((reason) => markdown`- ${prose(reason)}`);
  return markdown`**${container.label}** is this pod's ${ROLE_NAMES[container.role]}:\n\n${joined(evidence, '\n')}`;
}
