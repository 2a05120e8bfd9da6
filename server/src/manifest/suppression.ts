/**
 * A comment that silences rules:
 * `# sidecar-guard-disable-line RULE…`, `# sidecar-guard-disable-next-line RULE… -- reason`, and
 * `# sidecar-guard-disable RULE…` for the rest of the document.
 */
export interface Suppression {
  /** The rules it names; empty for all of them. */
  readonly rules: ReadonlySet<string>;
  /** The first and the last line that it covers, 0-based within its document, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const DIRECTIVE = /#[ \t]*sidecar-guard-disable(-line|-next-line)?(?=\s|$)([^\n]*)/;

/** The suppressions of a document, in the order of their lines. */
export function directivesOf(text: string): Suppression[] {
  if (!text.includes('sidecar-guard-disable')) return [];
  return text.split('\n').flatMap((content, line) => {
    const match = DIRECTIVE.exec(content);
    if (!match) return [];
    const names = (match[2] ?? '').split(' -- ', 1)[0] ?? '';
    const rules = new Set(names.split(/[\s,]+/).filter(Boolean));
    if (match[1] === '-line') return [{ rules, firstLine: line, lastLine: line }];
    if (match[1] === '-next-line') return [{ rules, firstLine: line + 1, lastLine: line + 1 }];
    return [{ rules, firstLine: line, lastLine: Number.POSITIVE_INFINITY }];
  });
}

export function isSuppressed(suppressions: readonly Suppression[], rule: string, line: number): boolean {
  return suppressions.some(
    ({ rules, firstLine, lastLine }) => line >= firstLine && line <= lastLine && (rules.size === 0 || rules.has(rule)),
  );
}
