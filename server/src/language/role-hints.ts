import type { InlayHint, Range } from 'vscode-languageserver';
import { ROLE_NAMES } from '../pod/role-names';
import type { OpenAnalysis } from './open-analysis';
import { toRange } from './ranges';

/** An editor asks for what a window shows; another client may ask for a whole file. */
const MOST_HINTS = 1000;

/** The role of each container, behind its name. */
export function roleHints({ documents }: OpenAnalysis, { start, end }: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const placed of documents) {
    for (const { containers } of placed.analysis.pods) {
      for (const { role, name, nameValue } of containers) {
        if (name === undefined) continue;
        const position = toRange(placed, nameValue.span).end;
        if (position.line < start.line || position.line > end.line) continue;
        if (hints.length === MOST_HINTS) return hints;
        hints.push({ position, label: ROLE_NAMES[role], paddingLeft: true });
      }
    }
  }
  return hints;
}
