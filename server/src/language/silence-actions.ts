import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import { type OfferedFinding, SILENCE_SCOPES, type SilenceOffer, silenceCommand } from '../protocol';
import { unusedSuppression } from '../rules/unused-suppression';
import type { FoundAt } from './found-at';
import type { OpenAnalysis } from './open-analysis';
import { toRange } from './ranges';
import { silencingEdit } from './silence';

/** An unused suppression is removed, not silenced. A document that cannot be read is repaired first. */
function canBeSilenced({ placed, finding }: FoundAt): boolean {
  return finding.rule.id !== unusedSuppression.id && placed.document.syntaxErrors.length === 0;
}

/** One action for all of these findings: the client asks which one, where, and for what reason. */
export function silenceAction(
  { uri }: OpenAnalysis,
  found: readonly FoundAt[],
  diagnosticOf: (found: FoundAt) => Diagnostic,
): CodeAction[] {
  const silenced = found.filter(canBeSilenced);
  const [first] = silenced;
  if (!first) return [];
  const offer: SilenceOffer = { uri, findings: silenced.map(toOfferedFinding) };
  const title = silenced.length === 1 ? `Silence ${first.finding.rule.id}…` : 'Silence a finding…';
  const command = { title, command: silenceCommand, arguments: [offer] };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: silenced.map(diagnosticOf), command }];
}

function toOfferedFinding({ placed, finding: { rule, span, resource, container } }: FoundAt): OfferedFinding {
  const name = container?.name;
  return {
    rule: rule.id,
    position: toRange(placed, span).start,
    kind: resource.kind,
    ...(name !== undefined && { container: name }),
  };
}

/** The actions of a client that cannot ask: one for each place, the narrowest first. Each is made when it is taken. */
export function* silencePlaces(
  analysis: OpenAnalysis,
  found: FoundAt,
  diagnosticOf: (found: FoundAt) => Diagnostic,
): Iterable<CodeAction> {
  if (!canBeSilenced(found)) return;
  const { rule, resource, container } = found.finding;
  const titles: Partial<Record<(typeof SILENCE_SCOPES)[number], string>> = {
    line: `Disable ${rule.id} for this line`,
    ...(container?.name !== undefined && { container: `Ignore ${rule.id} for the container "${container.name}"` }),
    resource: `Ignore ${rule.id} in this ${resource.kind}`,
    file: `Disable ${rule.id} for this file`,
  };
  for (const scope of SILENCE_SCOPES) {
    const title = titles[scope];
    const edit = title === undefined ? undefined : silencingEdit(analysis, found, scope, '');
    if (title === undefined || !edit) continue;
    yield { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(found)], edit };
  }
}
