import type { ViewPlace } from '../../../server/src/protocol/overview';
import { own } from '../../../server/src/text/own';

/** What the script of the report page asks for. */
type ReportMessage =
  | { readonly kind: 'refresh' }
  | { readonly kind: 'export'; readonly format: 'markdown' | 'html' | 'sarif' }
  | { readonly kind: 'explain'; readonly rule: string }
  | { readonly kind: 'open'; readonly place: ViewPlace };

const FORMATS = ['markdown', 'html', 'sarif'] as const;

/** Reads the attributes of a button of the page; `undefined` for anything else. */
export function toReportMessage(message: unknown): ReportMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const text = (name: string): string | undefined => {
    const value = own(message as Record<string, unknown>, name);
    return typeof value === 'string' ? value : undefined;
  };
  if (text('action') === 'refresh') return { kind: 'refresh' };
  const format = FORMATS.find((known) => known === text('export'));
  if (format) return { kind: 'export', format };
  const [rule, uri] = [text('rule'), text('uri')];
  if (rule !== undefined) return { kind: 'explain', rule };
  const [line, character] = [Number(text('line')), Number(text('character'))];
  const isPlace = [line, character].every((count) => Number.isSafeInteger(count) && count >= 0);
  return uri && isPlace ? { kind: 'open', place: { uri, line, character } } : undefined;
}
