import type { Span, YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import type { Markdown } from '../../text/markdown';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import type { OpenedDocument } from '../open-analysis';

/** What a hover is asked about. */
export interface HoverContext {
  readonly placed: OpenedDocument;
  readonly index: WorkspaceIndex;
  readonly kubernetesMinor: number;
  /** Whether the cursor is in a span of the document. */
  isAt(span: Span | undefined): boolean;
}

/** What there is to say about a place of a document. */
export interface HoverText {
  readonly span: Span;
  readonly text: Markdown;
}

/** Says something about one kind of place in a pod. */
export type PodHover = (pod: Pod, context: HoverContext) => HoverText | undefined;

/** Whether the cursor is on a value itself, not on its key. */
export function isOn(value: YamlValue, { isAt }: HoverContext): boolean {
  return value.exists && isAt(value.span);
}
