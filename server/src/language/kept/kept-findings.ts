import type { ManifestFile, PlacedDocument } from '../../manifest/file';
import type { Span } from '../../manifest/value';
import type { DocumentAnalysis, RuleFinding } from '../../rules/analysis';
import { notJudged } from '../../rules/not-judged';
import type { Related } from '../../rules/rule';
import type { TextChange } from '../synced-text';
import { ChangedText } from './changed-text';

/** What is shown of documents that cannot be read now: the findings of their last good state. By the number of the document. */
export type Kept = ReadonlyMap<number, DocumentAnalysis>;

/** A file as it was read before. */
export interface Before {
  readonly file: ManifestFile;
  /** The findings that were shown of a document. */
  shown(placed: PlacedDocument, index: number): DocumentAnalysis;
  readonly kept: Kept;
}

/**
 * What is kept after changes. Findings move with the text, and are gone with the lines that were changed. A part of a document
 * that was cut in two keeps what stands in it.
 */
export function keepFindings(before: Before, file: ManifestFile, changes: readonly TextChange[]): Kept {
  const { documents, kept } = file;
  const earlier = before.file.documents;
  const same = [...before.kept].flatMap(([index, analysis]) => {
    if (index < kept.before) return [[index, analysis] as const];
    return index < earlier.length - kept.after ? [] : [[index + documents.length - earlier.length, analysis] as const];
  });
  const broken = documents.flatMap((placed, index) => {
    const isChanged = index >= kept.before && index < documents.length - kept.after;
    return isChanged && placed.document.syntaxErrors.length > 0 ? [{ placed, index }] : [];
  });
  if (broken.length === 0) return new Map(same);

  const text = new ChangedText(before.file.text, file.text, changes);
  const moved = earlier.flatMap((placed, index) => {
    if (index < kept.before || index >= earlier.length - kept.after) return [];
    // What a file has once is left to the documents that can be read.
    return before.shown(placed, index).findings.flatMap((finding) => movedFinding(finding, placed, text));
  });
  return new Map([...same, ...broken.map(({ placed, index }) => [index, keptAnalysis(placed, moved)] as const)]);
}

function keptAnalysis(placed: PlacedDocument, moved: readonly RuleFinding[]): DocumentAnalysis {
  return { document: placed.document, pods: [], findings: within(placed, moved), onceAFile: [], silenced: [] };
}

/** A finding, with all places by their offsets in the file. It has no fixes, because nothing is proven of a broken document. */
function movedFinding(finding: RuleFinding, placed: PlacedDocument, text: ChangedText): RuleFinding[] {
  if (finding.rule.id === notJudged.id) return [];
  const follow = (span: Span): Span | undefined => text.follow(shifted(span, placed.offset));
  const span = follow(finding.span);
  if (!span) return [];
  const related = (finding.related ?? []).flatMap(({ at, document, message }): Related[] => {
    if (document && document !== placed.document) return [{ at, document, message }];
    const other = follow(at.span);
    return other ? [{ at: { span: other }, message }] : [];
  });
  return [{ ...finding, span, related, fixes: undefined }];
}

/** The findings that stand in a document, with their places in it. */
function within({ document, offset }: PlacedDocument, findings: readonly RuleFinding[]): RuleFinding[] {
  const end = offset + document.text.length;
  const isInside = (span: Span): boolean => span.start >= offset && span.end <= end;
  return findings
    .filter(({ span }) => isInside(span))
    .map((finding) => ({
      ...finding,
      span: shifted(finding.span, -offset),
      related: (finding.related ?? []).flatMap((related) => {
        if (related.document) return [related];
        return isInside(related.at.span) ? [{ ...related, at: { span: shifted(related.at.span, -offset) } }] : [];
      }),
    }));
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
