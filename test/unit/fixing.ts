import { exactEdits } from '../../server/src/fixes/change';
import { applyEdits } from '../../server/src/fixes/text-edit';
import type { AnalysisOptions } from '../../server/src/rules/options';
import { analyse } from './analyse';

/** The text with the first fix of the first finding of a rule; `undefined` where no fix is offered. */
export function fixed(text: string, rule: string, options: Partial<AnalysisOptions> = {}): string | undefined {
  for (const { analysis, offset } of analyse(text, options).documents) {
    const finding = analysis.findings.find((candidate) => candidate.rule.id === rule);
    if (!finding) continue;
    const change = finding.fixes?.[0]?.change();
    const edits = change && exactEdits(change);
    return (
      edits &&
      applyEdits(
        text,
        edits.map((edit) => ({ ...edit, start: edit.start + offset, end: edit.end + offset })),
      )
    );
  }
  return undefined;
}
