import type { DocumentAnalysis, RuleFinding } from './analysis';

/** What a file has of one rule that is reported once a file. */
interface Several {
  /** The number of the document in which the first one stands. */
  readonly index: number;
  readonly first: RuleFinding;
  count: number;
}

/**
 * What was made before, by the analysis that a finding is added to: an edit elsewhere in the file changes at most how many there
 * are. Only editors keep it. What a `WeakMap` that is kept refers to outlives the quick collections of garbage, so it would make
 * the judging of thousands of files slower by a fifth.
 */
export type MadeBefore = WeakMap<DocumentAnalysis, { readonly counts: string; readonly analysis: DocumentAnalysis }>;

/**
 * The findings that a file has once, each in the document of its first place, with the number of its others. It looks only at
 * what was found in the documents, so that an edit does not make the others be judged again.
 * @param before with it, the same documents have the same analyses again
 * @returns the analyses of the few documents that have one, by the number of the document
 */
export function findingsOfFile(
  documents: readonly { readonly analysis: DocumentAnalysis }[],
  before?: MadeBefore,
): ReadonlyMap<number, DocumentAnalysis> {
  const byRule = new Map<string, Several>();
  for (let index = 0; index < documents.length; index++) {
    for (const first of documents[index]?.analysis.onceAFile ?? []) {
      const several = byRule.get(first.rule.id);
      if (several) several.count++;
      else byRule.set(first.rule.id, { index, first, count: 1 });
    }
  }
  const all = [...byRule.values()];
  const result = new Map<number, DocumentAnalysis>();
  for (const { index } of all) {
    const analysis = documents[index]?.analysis;
    if (!analysis || result.has(index)) continue;
    const here = all.filter((one) => one.index === index);
    result.set(index, withSeveral(analysis, here, before));
  }
  return result;
}

/** The same documents, with the findings that the file has once. */
export function withFindingsOfFile<Judged extends { readonly analysis: DocumentAnalysis }>(
  documents: readonly Judged[],
): Judged[] {
  const analyses = findingsOfFile(documents);
  return documents.map((placed, index) => {
    const analysis = analyses.get(index);
    return analysis ? { ...placed, analysis } : placed;
  });
}

function withSeveral(
  analysis: DocumentAnalysis,
  several: readonly Several[],
  madeBefore: MadeBefore | undefined,
): DocumentAnalysis {
  const counts = several.map(({ first, count }) => `${first.rule.id} ${count}`).join();
  const before = madeBefore?.get(analysis);
  if (before?.counts === counts) return before.analysis;
  const added = several.map(
    ({ first, count }): RuleFinding => ({
      ...first,
      message: first.onceAFile?.(count - 1) ?? first.message,
    }),
  );
  const findings = [...analysis.findings, ...added].sort((a, b) => a.span.start - b.span.start);
  const made = { ...analysis, findings, onceAFile: [] };
  madeBefore?.set(analysis, { counts, analysis: made });
  return made;
}
