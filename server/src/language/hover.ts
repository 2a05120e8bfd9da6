import type { Hover, Position } from 'vscode-languageserver';
import type { Span } from '../manifest/value';
import type { Container } from '../pod/container';
import { ROLE_NAMES } from '../pod/role-names';
import { code, joined, type Markdown, markdown, prose } from '../text/markdown';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { accountHover, rbacHover } from './hover-parts/access';
import { commandHover } from './hover-parts/commands';
import { commentHover } from './hover-parts/comment';
import { injectionHover, namespaceHover } from './hover-parts/injection';
import { type HoverContext, type HoverText, isOn, type PodHover } from './hover-parts/part';
import { securityHover } from './hover-parts/security';
import { volumeHover } from './hover-parts/volume';
import { describeImage } from './image-hover';
import type { OpenAnalysis, OpenedDocument } from './open-analysis';
import { toRange, touches } from './ranges';

const nameHover: PodHover = (pod, context) => {
  const container = pod.containers.find(({ name, nameValue }) => name !== undefined && isOn(nameValue, context));
  return container && { span: container.nameValue.span, text: describe(container) };
};

const imageHover: PodHover = (pod, context) => {
  const used = pod.images.find(({ at }) => isOn(at, context));
  const text = used && describeImage(used, pod, context.index);
  return used && text && { span: used.at.span, text };
};

const POD_HOVERS: readonly PodHover[] = [
  nameHover,
  imageHover,
  volumeHover,
  securityHover,
  accountHover,
  injectionHover,
  commandHover,
];

/** What there is to say about the place of the cursor, and the hints there, which editors show nowhere else. */
export function hover(analysis: OpenAnalysis, position: Position, index: WorkspaceIndex): Hover | undefined {
  const cursor = { start: position, end: position };
  const { kubernetesMinor } = analysis.options;
  for (const placed of analysis.documents) {
    if (!isIn(placed, position)) continue;
    const isAt = (span: Span | undefined): boolean => span !== undefined && touches(toRange(placed, span), cursor);
    const said = sayAbout({ placed, index, kubernetesMinor, isAt });
    const hints = hintsAt(placed, isAt);
    const span = said?.span ?? hints[0]?.span;
    if (!span) continue;
    const texts = [...hints.map(({ text }) => text), ...(said ? [said.text] : [])];
    return {
      contents: { kind: 'markdown', value: joined(texts, '\n\n---\n\n').source },
      range: toRange(placed, span),
    };
  }
  return undefined;
}

function isIn({ document, line }: OpenedDocument, position: Position): boolean {
  return position.line >= line && position.line <= line + document.lines.lineAt(document.text.length);
}

function sayAbout(context: HoverContext): HoverText | undefined {
  const { document, analysis } = context.placed;
  for (const pod of analysis.pods) {
    for (const say of POD_HOVERS) {
      const said = say(pod, context);
      if (said) return said;
    }
  }
  for (const resource of document.resources) {
    const said = rbacHover(resource, context) ?? namespaceHover(resource, context);
    if (said) return said;
  }
  return commentHover(context);
}

const MOST_HINTS = 3;

function hintsAt({ analysis }: OpenedDocument, isAt: (span: Span) => boolean): HoverText[] {
  return analysis.findings
    .filter(({ severity, span }) => severity === 'hint' && isAt(span))
    .slice(0, MOST_HINTS)
    .map(({ message, span, rule }) => ({ span, text: markdown`${prose(message)} (${code(rule.id)})` }));
}

function describe(container: Container): Markdown {
  const evidence = container.evidence.map((reason) => markdown`- ${prose(reason)}`);
  return markdown`**${container.label}** is this pod's ${ROLE_NAMES[container.role]}:\n\n${joined(evidence, '\n')}`;
}
