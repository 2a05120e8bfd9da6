import type { CompletionItem, Position } from 'vscode-languageserver';
import type { Pod } from '../../pod/pod';
import type { OpenAnalysis } from '../open-analysis';
import { toRange } from '../ranges';
import { configurationItems } from './configuration';
import { cursorLine } from './line';
import { ruleItems } from './rules';
import { sidecarItems } from './sidecars';
import { volumeItems } from './volumes';

/** What a client can do with completion. */
export interface CompletionAbilities {
  readonly takesSnippets: boolean;
  /** Another extension offers what the schema of `.sidecar-guard.yaml` says. */
  readonly hasSchemas: boolean;
}

/** What can be written at a place, beyond what schemas say. */
export function completionsAt(
  analysis: OpenAnalysis,
  position: Position,
  { isConfiguration, takesSnippets, hasSchemas }: CompletionAbilities & { readonly isConfiguration: boolean },
): CompletionItem[] {
  const line = cursorLine(analysis.file.text, position);
  if (!line) return [];
  if (isConfiguration) return hasSchemas ? [] : configurationItems(line);
  const rules = ruleItems(line);
  if (rules.length > 0) return rules;
  const pod = podAround(analysis, position);
  if (!pod) return [];
  return [...volumeItems(line, pod), ...(takesSnippets ? sidecarItems(line, pod) : [])];
}

/** The pod whose document has the line. What is being typed is often behind the last value of the pod. */
function podAround({ documents }: OpenAnalysis, { line }: Position): Pod | undefined {
  const placed = documents.findLast((one) => one.line <= line);
  if (!placed) return undefined;
  const { pods } = placed.analysis;
  return pods.findLast(({ spec }) => toRange(placed, spec.span).start.line <= line) ?? pods[0];
}
