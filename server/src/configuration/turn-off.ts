import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { TextEdit } from '../fixes/text-edit';
import { parseConfiguration } from './configuration';

/**
 * The edit that turns a rule off in the text of a configuration file. All else of the file stays as it is. `undefined` if the
 * file has errors, or cannot be edited exactly.
 * @param reason one line of text, which becomes a comment; empty for none
 */
export function ruleTurnedOff(text: string, rule: string, reason: string): TextEdit | undefined {
  if (parseConfiguration(text).problems.length > 0) return undefined;
  const edit = editOf(text, rule, reason && ` # ${reason}`);
  if (!edit) return undefined;
  const { configuration, problems } = parseConfiguration(
    text.slice(0, edit.start) + edit.newText + text.slice(edit.end),
  );
  return problems.length === 0 && configuration.severities?.get(rule) === 'off' ? edit : undefined;
}

function editOf(text: string, rule: string, comment: string): TextEdit | undefined {
  const entry = `${rule}: off`;
  const { contents } = parseDocument(text, { version: '1.2', logLevel: 'silent' });
  const rules = isMap(contents) ? pairOf(contents, 'rules') : undefined;
  if (!rules) {
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    return { start: text.length, end: text.length, newText: `${gap}rules:\n  ${entry}${comment}\n` };
  }
  if (!isMap(rules.value)) {
    const colon = text.indexOf(':', startOf(rules.key)) + 1;
    return { start: colon, end: colon, newText: `\n  ${entry}${comment}` };
  }
  const known = pairOf(rules.value, rule);
  if (known) {
    const [start = 0, end = 0] = isScalar(known.value) ? (known.value.range ?? []) : [];
    return { start, end, newText: 'off' };
  }
  const [first] = rules.value.items;
  const start = first ? startOf(first.key) : 0;
  if (rules.value.flow === true) return { start, end: start, newText: `${entry}, ` };
  // The new entry takes the place of the first one, which moves to a line of its own.
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return { start, end: start, newText: `${entry}${comment}\n${indent}` };
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

function startOf(key: unknown): number {
  return (isScalar(key) ? key.range?.[0] : undefined) ?? 0;
}
