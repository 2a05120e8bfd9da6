import type { Hover, Position } from 'vscode-languageserver';
import type { Container, Role } from '../pod/container';
import type { OpenAnalysis } from './open-documents';
import { toRange, touches } from './ranges';

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  app: 'app container',
  sidecar: 'sidecar',
  'native-sidecar': 'native sidecar',
  init: 'init container',
  ephemeral: 'ephemeral container',
};

/** On a container's name: its role, and the evidence for it. */
export function hover(analysis: OpenAnalysis, position: Position): Hover | undefined {
  const cursor = { start: position, end: position };
  for (const placed of analysis.documents) {
    for (const container of placed.analysis.pods.flatMap((pod) => pod.containers)) {
      const range = toRange(placed, container.nameValue.span);
      if (container.name !== undefined && touches(range, cursor)) {
        return { contents: { kind: 'markdown', value: describe(container) }, range };
      }
    }
  }
  return undefined;
}

function describe(container: Container): string {
  const evidence = container.evidence.map((reason) => `- ${reason}`).join('\n');
  return `**${escapeMarkdown(container.label)}** is this pod's ${ROLE_NAMES[container.role]}:\n\n${evidence}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+.!|<>-]/g, '\\$&');
}
