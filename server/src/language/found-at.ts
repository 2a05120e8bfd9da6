import type { Position, Range } from 'vscode-languageserver';
import type { PlacedAnalysis, RuleFinding } from '../rules/analysis';
import type { OpenAnalysis } from './open-analysis';
import { toRange, touches } from './ranges';

/** A finding, and the document that it is in. */
export interface FoundAt {
  readonly placed: PlacedAnalysis;
  readonly finding: RuleFinding;
}

/** The findings that a range touches, in the order of the file, up to a limit. */
export function findingsIn({ documents }: OpenAnalysis, range: Range, limit: number): FoundAt[] {
  const found: FoundAt[] = [];
  for (const placed of documents) {
    for (const finding of placed.analysis.findings) {
      if (!touches(toRange(placed, finding.span), range)) continue;
      found.push({ placed, finding });
      if (found.length === limit) return found;
    }
  }
  return found;
}

/** The finding of a rule that begins at a position. */
export function findingAt(analysis: OpenAnalysis, rule: string, position: Position): FoundAt | undefined {
  const found = findingsIn(analysis, { start: position, end: position }, Number.POSITIVE_INFINITY);
  return found.find(({ placed, finding }) => {
    const { start } = toRange(placed, finding.span);
    return finding.rule.id === rule && start.line === position.line && start.character === position.character;
  });
}
