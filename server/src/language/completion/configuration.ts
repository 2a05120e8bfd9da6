import type { CompletionItem } from 'vscode-languageserver';
import { READERS } from '../../configuration/readers';
import { POD_SECURITY_LEVELS } from '../../rules/permissions/pod-security';
import { SEVERITIES } from '../../rules/severity';
import { ruleWords, wordsFor } from './items';
import type { CursorLine } from './line';

const IGNORE_KEYS = ['rule', 'path', 'resource', 'container', 'reason', 'until'];

/** Keys and values of `.sidecar-guard.yaml`. */
export function configurationItems(line: CursorLine): CompletionItem[] {
  const { before, parent } = line;
  const plain = (words: readonly string[], suffix = '') => words.map((word) => ({ word, suffix }));
  const [, indent, dash, key] = /^(\s*)(-\s+)?([\w-]*)$/.exec(before) ?? [];
  if (key !== undefined) {
    if (indent === '' && dash === undefined) return wordsFor(line, key, plain([...READERS.keys()], ': '));
    if (parent === 'rules' && dash === undefined) return wordsFor(line, key, ruleWords([], ': '));
    return parent === 'ignore' ? wordsFor(line, key, plain(IGNORE_KEYS, ': ')) : [];
  }
  const [, name = '', value] = /^\s*(?:-\s+)?([\w-]+):\s+["']?([\w-]*)$/.exec(before) ?? [];
  if (value === undefined) return [];
  if (parent === 'rules') return wordsFor(line, value, plain([...SEVERITIES, 'off']));
  if (parent === 'ignore') return name === 'rule' ? wordsFor(line, value, ruleWords()) : [];
  if (name === 'podSecurity') return wordsFor(line, value, plain(POD_SECURITY_LEVELS));
  return name === 'requireDigest' ? wordsFor(line, value, plain(['true', 'false'])) : [];
}
