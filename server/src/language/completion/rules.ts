import type { CompletionItem } from 'vscode-languageserver';
import { IGNORE_ANNOTATION } from '../../rules/suppressions';
import { ruleWords, wordsFor } from './items';
import type { CursorLine } from './line';

const DIRECTIVES = [
  { word: 'sidecar-guard-disable-next-line', detail: 'Silences rules on the next line' },
  { word: 'sidecar-guard-disable-line', detail: 'Silences rules on this line' },
  { word: 'sidecar-guard-disable', detail: 'Silences rules in the rest of the document' },
].map((directive) => ({ ...directive, suffix: ' ' }));

/** The comments that silence rules, and the rules that they and the annotation name. */
export function ruleItems(line: CursorLine): CompletionItem[] {
  const { before, parent } = line;
  const [, named, word] = /#[ \t]*sidecar-guard-disable(?:-line|-next-line)?[ \t]([^#]*?)([\w-]*)$/.exec(before) ?? [];
  if (named !== undefined && word !== undefined)
    return named.includes('-- ') ? [] : wordsFor(line, word, ruleWords(named.split(/[\s,]+/)));
  const [, start] = /#[ \t]*([\w-]+)$/.exec(before) ?? [];
  if (start !== undefined)
    return 'sidecar-guard-disable-next-line'.startsWith(start) ? wordsFor(line, start, DIRECTIVES) : [];
  if (parent !== 'annotations') return [];
  const [, value, last] = /^\s*["']?sidecar-guard\/ignore["']?:\s*["']?(.*?)([\w-]*)$/.exec(before) ?? [];
  if (value !== undefined && last !== undefined)
    return /(?:^|[,:])\s*$/.test(value) ? wordsFor(line, last, ruleWords(value.split(/[\s,]+/))) : [];
  const [, key] = /^\s*([\w./-]*)$/.exec(before) ?? [];
  if (key === undefined || !IGNORE_ANNOTATION.startsWith(key)) return [];
  return wordsFor(line, key, [{ word: IGNORE_ANNOTATION, detail: 'Silences rules for this object', suffix: ': ' }]);
}
