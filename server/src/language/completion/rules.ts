import type { CompletionItem } from 'vscode-languageserver';
import { IGNORE_ANNOTATION } from '../../rules/suppressions';
import { ruleWords, wordsFor } from './items';
import { type CursorLine, withoutLastWord } from './line';

const DIRECTIVES = [
  { word: 'sidecar-guard-disable-next-line', detail: 'Silences rules on the next line' },
  { word: 'sidecar-guard-disable-line', detail: 'Silences rules on this line' },
  { word: 'sidecar-guard-disable', detail: 'Silences rules in the rest of the document' },
].map((directive) => ({ ...directive, suffix: ' ' }));

/** The comments that silence rules, and the rules that they and the annotation name. */
export function ruleItems(line: CursorLine): CompletionItem[] {
  const { before, parent } = line;
  const [, named] = /#[ \t]*sidecar-guard-disable(?:-line|-next-line)?[ \t]([^#]*)$/.exec(before) ?? [];
  if (named !== undefined) return named.includes('-- ') ? [] : rulesBehind(line, named);
  const [, start] = /#[ \t]*([\w-]+)$/.exec(before) ?? [];
  if (start !== undefined)
    return 'sidecar-guard-disable-next-line'.startsWith(start) ? wordsFor(line, start, DIRECTIVES) : [];
  if (parent !== 'annotations') return [];
  const [, value] = /^\s*["']?sidecar-guard\/ignore["']?:\s*["']?(.*)$/.exec(before) ?? [];
  if (value !== undefined) return /(?:^|[,:])\s*$/.test(withoutLastWord(value)) ? rulesBehind(line, value) : [];
  const [, key] = /^\s*([\w./-]*)$/.exec(before) ?? [];
  if (key === undefined || !IGNORE_ANNOTATION.startsWith(key)) return [];
  return wordsFor(line, key, [{ word: IGNORE_ANNOTATION, detail: 'Silences rules for this object', suffix: ': ' }]);
}

/** The rules that a list does not name yet, for its last word. */
function rulesBehind(line: CursorLine, list: string): CompletionItem[] {
  const named = withoutLastWord(list);
  return wordsFor(line, list.slice(named.length), ruleWords(named.split(/[\s,]+/)));
}
