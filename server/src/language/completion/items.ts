import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { RULES } from '../../rules/index';
import type { CursorLine } from './line';

/** Items that replace the word before the cursor. */
export function wordsFor(
  { position }: CursorLine,
  typed: string,
  words: readonly { readonly word: string; readonly detail?: string; readonly suffix?: string }[],
): CompletionItem[] {
  const range = { start: { ...position, character: position.character - typed.length }, end: position };
  return words.map(({ word, detail, suffix = '' }) => ({
    label: word,
    kind: CompletionItemKind.EnumMember,
    textEdit: { range, newText: `${word}${suffix}` },
    ...(detail !== undefined && { detail }),
  }));
}

/** The rules that are not named yet. */
export function ruleWords(named: readonly string[] = [], suffix = '') {
  return RULES.filter(({ id }) => !named.includes(id)).map(({ id, title }) => ({ word: id, detail: title, suffix }));
}
