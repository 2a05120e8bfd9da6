import { TOKENS } from './dictionary';
import type { Random } from './random';

/** No text grows further than this by mutations other than the long runs. */
const LONGEST = 12_000;
/** How deep and how long the extreme ones are. The yaml package takes some microseconds for each character of what is no YAML. */
const DEEP = [20, 200, 2000, 5000];
const LONG = [100, 1000, 5000, 10_000];
const MOST_REPEATED = 10_000;
const OPENERS = ['[', '{', '{a: ', '- ', '(', '$(', '"', '!', '*', '&a ', '? ', '$(a ', '`', 'a.', '[*]', 'if ', '{{'];

type Mutate = (text: string, random: Random, others: readonly string[]) => string;

/** A place in a text, more often at the beginning of a line or a word than in the middle of one. */
function placeIn(text: string, random: Random): number {
  const offset = random.below(text.length + 1);
  if (random.once(2)) return offset;
  const edge = text.slice(offset).search(random.once(2) ? /(?<=\n)/ : /\b/);
  return edge === -1 ? offset : offset + edge;
}

function put(text: string, offset: number, added: string, removed = 0): string {
  return text.slice(0, offset) + added + text.slice(offset + removed);
}

/** A line's begin and end, the latter behind its break. */
function lineIn(text: string, random: Random): [number, number] {
  const offset = random.below(text.length + 1);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return [start, end === -1 ? text.length : end + 1];
}

const MUTATIONS: readonly Mutate[] = [
  (text, random) => put(text, placeIn(text, random), random.pick(TOKENS)),
  (text, random) => put(text, placeIn(text, random), random.pick(TOKENS), random.between(1, 12)),
  (text, random) => put(text, placeIn(text, random), '', random.between(1, 20)),
  // A value becomes another one.
  (text, random) => {
    const values = [...text.matchAll(/(?<=[:-] )[^\n]+/g)];
    if (values.length === 0) return text;
    const { index, 0: value } = random.pick(values);
    return put(text, index, random.pick(TOKENS), value.length);
  },
  // A key becomes another one.
  (text, random) => {
    const keys = [...text.matchAll(/[\w./-]+(?=:)/g)];
    if (keys.length === 0) return text;
    const { index, 0: key } = random.pick(keys);
    return put(text, index, random.once(3) ? random.pick(keys)[0] : random.pick(TOKENS).trim(), key.length);
  },
  // A character becomes another one.
  (text, random) => put(text, random.below(text.length + 1), String.fromCharCode(random.below(128)), 1),
  (text, random) => put(text, random.below(text.length + 1), String.fromCharCode(random.below(65_536)), 1),
  // Lines are doubled, lost, moved and indented.
  (text, random) => {
    const [start, end] = lineIn(text, random);
    return put(text, end, text.slice(start, end));
  },
  (text, random) => {
    const [start, end] = lineIn(text, random);
    return put(text, start, '', end - start);
  },
  (text, random) => {
    const [start, end] = lineIn(text, random);
    return put(put(text, start, '', end - start), lineIn(text, random)[0], text.slice(start, end));
  },
  (text, random) => put(text, lineIn(text, random)[0], random.pick([' ', '  ', '    ', '\t', '- '])),
  // A part of it stands at another place, too.
  (text, random) => {
    const from = placeIn(text, random);
    return put(text, placeIn(text, random), text.slice(from, from + random.between(1, 400)));
  },
  (text, random, others) => {
    const other = random.pick(others);
    const from = placeIn(other, random);
    return text.slice(0, placeIn(text, random)) + other.slice(from, from + 2000);
  },
  (text, random, others) => `${text}\n---\n${random.pick(others)}`,
  (text, random) => text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n'])),
];

const EXTREMES: readonly Mutate[] = [
  (text, random) =>
    put(text, placeIn(text, random), random.pick(OPENERS).repeat(random.pick(DEEP)).slice(0, MOST_REPEATED)),
  (text, random) =>
    put(text, placeIn(text, random), random.pick(TOKENS).repeat(random.pick(DEEP)).slice(0, MOST_REPEATED)),
  (text, random) =>
    put(
      text,
      placeIn(text, random),
      random
        .pick(['a', ' ', '\n', '\t', '-', '#', '/', ':', '0', '*', '\\', '(', '.', '$', '@'])
        .repeat(random.pick(LONG)),
    ),
  (text, random) => {
    const count = random.pick(DEEP.slice(0, 2));
    const levels = Array.from({ length: Math.min(count, 60) }, (_, index) => `${' '.repeat(index)}a${index}:\n`).join(
      '',
    );
    return put(text, lineIn(text, random)[0], levels);
  },
  // Aliases of aliases, and merges of merges.
  (text, random) => {
    const levels = random.between(2, 12);
    const width = random.between(2, 9);
    const isMerge = random.once(2);
    const lines = Array.from({ length: levels }, (_, index) => {
      const aliases = Array.from({ length: width }, () => `*x${index}`).join(', ');
      return isMerge
        ? `x${index + 1}: &x${index + 1} {<<: [${aliases}], k${index}: v}`
        : `x${index + 1}: &x${index + 1} [${aliases}]`;
    });
    return put(text, lineIn(text, random)[0], `x0: &x0 {a: b}\n${lines.join('\n')}\n`);
  },
  (text, random) => {
    const keys = Array.from({ length: random.pick([50, 500, 2000]) }, (_, index) => `k${index}: v\n`).join('');
    return put(text, lineIn(text, random)[0], keys);
  },
];

/** A text with a few mutations; once in fifty times with something extreme. */
export function mutate(text: string, random: Random, others: readonly string[]): string {
  let mutated = text;
  const count = 1 + random.below(random.pick([1, 2, 4, 12]));
  for (let index = 0; index < count; index++) {
    const next = random.pick(MUTATIONS)(mutated, random, others);
    if (next.length <= LONGEST) mutated = next;
  }
  return random.once(50) ? random.pick(EXTREMES)(mutated, random, others) : mutated;
}
