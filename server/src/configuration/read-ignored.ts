import { isMap, isSeq, type Node } from 'yaml';
import { type IgnoreEntry, isOver } from '../rules/ignore-entry';
import { findRule } from '../rules/index';
import { didYouMean } from '../rules/similar-rule';
import { looksLikeKey, mapEntriesOf, scalarOf, textOf } from './nodes';

type Report = (message: string, node: Node) => void;

/** The keys of an entry, in the singular and in the plural. */
const LISTS = {
  path: 'paths',
  paths: 'paths',
  rule: 'rules',
  rules: 'rules',
  resource: 'resources',
  resources: 'resources',
  container: 'containers',
  containers: 'containers',
} as const;
const KEYS = 'path, resource, rule, container, reason, until';

/** Reads a text, or a list of texts. */
export function readTexts(
  value: Node | undefined,
  fail: (message: string, node?: Node) => void,
  advice: string,
): string[] {
  const items = isSeq(value) ? (value.items as Node[]) : value ? [value] : [];
  return items.flatMap((item) => {
    const text = scalarOf(item);
    if (typeof text === 'string' && text.trim() !== '') return [text.trim()];
    if (text !== null || isSeq(value)) fail(advice, item);
    return [];
  });
}

/** Reads the entries of `ignore`. One with a mistake does not count, so that it hides nothing by accident. */
export function readIgnored(value: Node | undefined, fail: (message: string, node?: Node) => void, remind: Report) {
  if (value && !isSeq(value) && scalarOf(value) !== null) fail(`Write a list of entries with ${KEYS}.`);
  return isSeq(value) ? value.items.flatMap((item) => readEntry(item as Node, fail, remind) ?? []) : [];
}

function readEntry(entry: Node, fail: Report, remind: Report): IgnoreEntry | undefined {
  if (!isMap(entry)) {
    fail(`Write a map with ${KEYS}.`, entry);
    return undefined;
  }
  let isRight = true;
  const mistake: Report = (message, node) => {
    isRight = false;
    fail(message, node);
  };
  const made = { paths: [], rules: [], resources: [], containers: [], reason: '', until: undefined } as {
    -readonly [Key in keyof IgnoreEntry]: IgnoreEntry[Key];
  };
  for (const { key, value, at } of mapEntriesOf(entry)) {
    const list = Object.hasOwn(LISTS, key) ? LISTS[key as keyof typeof LISTS] : undefined;
    const node = value ?? entry;
    if (list) made[list] = readNames(key, list, node, mistake);
    else if (key === 'reason') made.reason = readReason(node, mistake);
    else if (key === 'until') made.until = readDay(node, mistake);
    else
      mistake(
        `${looksLikeKey(key) ? `"${key}"` : 'A key'} is unknown. Write one of ${KEYS}.`,
        nodeAt(entry, at) ?? node,
      );
  }
  if (isRight && made.reason === '') mistake('Write a `reason`, so that others can judge this entry.', entry);
  if (!isRight) return undefined;
  if (isOver(made)) remind(`This entry ended on ${made.until}, so its findings are reported again.`, entry);
  return made;
}

function readNames(
  key: string,
  list: 'paths' | 'rules' | 'resources' | 'containers',
  node: Node,
  fail: Report,
): string[] {
  const names = readTexts(node, (message, place) => fail(message, place ?? node), `Write a text, or a list of texts.`);
  // Without any name, the entry would count for all.
  if (names.length === 0) fail(`\`${key}\` is empty. Write a name, or remove the key.`, node);
  if (list !== 'rules') return names;
  for (const name of names)
    if (!findRule(name))
      fail(
        `There is no rule ${looksLikeKey(name) ? `"${name}"` : 'of this name'}; run "sidecar-guard rules" to list the rules.${didYouMean(name)}`,
        node,
      );
  return names;
}

function readReason(node: Node, fail: Report): string {
  const reason = scalarOf(node);
  if (typeof reason === 'string') return reason.trim();
  fail('Write the reason as a text.', node);
  return '';
}

function readDay(node: Node, fail: Report): string | undefined {
  const day = textOf(node).replace(/^["']|["']$/g, '');
  // `Date` takes a 31st of February for a day of March.
  if (/^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day)) return day;
  fail('This is not a day. Write one such as 2027-03-31.', node);
  return undefined;
}

function nodeAt(entry: Node, [start]: readonly [number, ...number[]]): Node | undefined {
  if (!isMap(entry)) return undefined;
  return entry.items.map(({ key }) => key as Node).find(({ range }) => range?.[0] === start);
}
