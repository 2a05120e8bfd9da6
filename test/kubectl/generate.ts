import type { Random } from '../fuzz/random';

/** Plain scalars of all spellings that mean something to some reader of YAML. */
export const PLAIN_SCALARS = [
  ...[
    'true',
    'True',
    'yes',
    'On',
    'off',
    'n',
    'Y',
    'null',
    '~',
    'Null',
    'NULL',
    'nul',
    '=',
    '<<',
    '-',
    '--',
    '.',
    '..',
  ],
  ...[
    '0',
    '-0',
    '+1',
    '007',
    '08',
    '0o17',
    '0O7',
    '0x1F',
    '0b101',
    '0b-1',
    '1_000',
    '_1',
    '1__0',
    '0x_f',
    '12:30',
    '1:2:3',
  ],
  ...[
    '9007199254740993',
    '18446744073709551615',
    '18446744073709551616',
    '-9223372036854775808',
    '-9223372036854775809',
  ],
  ...[
    '1.5',
    '.5',
    '5.',
    '1e3',
    '1E+3',
    '1e',
    'e1',
    '1.e3',
    '-.5e-2',
    '1e400',
    '1_0.5',
    '.inf',
    '-.INF',
    '+.inf',
    '.NaN',
    '.nan',
  ],
  ...['2024-05-01', '2024-05-01T10:00:00Z', '2024-05-01 10:00:00', '2024-13-01', '10:00', '1.2.3', '1.20', '1e1e1'],
  ...[
    'nginx:1.25',
    'a:b',
    'a#b',
    'http://x/y?z=1',
    '-a',
    '?a',
    ':a',
    '%a',
    'a%',
    'a b',
    'a  b',
    "it's",
    'a"b',
    'a]b',
    'a,b',
  ],
  ...['é', '😀', '日本', '\ufeffx', 'a\u00a0b', 'key'],
];
/** Text that is no plain scalar, or that means something else. */
const ODD = ['a: b', 'a #b', '@a', '`a', '!a', '&a', '*a', '|a', '>a', '[a', '{a', 'a]', '- a', '%a'];
const TAGS = [
  '!!str',
  '!!int',
  '!!float',
  '!!bool',
  '!!null',
  '!!binary',
  '!!timestamp',
  '!!map',
  '!',
  '!local',
  '!e!x',
  '!<tag:yaml.org,2002:str>',
  '!!',
];
const ESCAPES = [
  '\\n',
  '\\t',
  '\\"',
  '\\\\',
  '\\x41',
  '\\u00e9',
  '\\U0001F600',
  '\\/',
  '\\ ',
  '\\e',
  '\\0',
  '\\N',
  '\\_',
  '\\L',
  '\\ud800',
  '\\q',
  '\\\n  ',
];
const BREAKS = [
  '\n',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\n\n',
  '\n   \n',
  '\n# c\n',
  ' # c\n',
  ' \n',
  '\r',
  '\u0085',
  '\u2028',
  '\n\t\n',
];
const NOISE = [
  ...'[]{},:#&*!|>\'"%@`-?\t \n\\',
  ' #',
  ': ',
  '- ',
  '\n- ',
  '\n---\n',
  '\n...\n',
  '<<: ',
  '? ',
  '&a ',
  '*a',
  '\r',
  '\ufeff',
  '\u2029',
  '\x07',
];

/** A YAML text, valid or not, with everything that readers of YAML disagree about. */
export function generateYaml(random: Random): string {
  const maker = new Maker(random);
  let text = maker.document();
  const spoilt = random.once(4) ? random.between(1, 2) : 0;
  for (let left = spoilt; left > 0; left--) {
    const characters = [...text];
    characters.splice(random.below(characters.length + 1), random.once(2) ? random.below(4) : 0, random.pick(NOISE));
    text = characters.join('');
  }
  // kubectl's parser passes over other characters where a text begins with two of these.
  return text.replace(/^\ufeff{2,}/, '\ufeff');
}

class Maker {
  readonly #random: Random;
  readonly #break: string;
  #left = 40;

  constructor(random: Random) {
    this.#random = random;
    this.#break = random.once(6) ? '\r\n' : '\n';
  }

  document(): string {
    const random = this.#random;
    const start = random.pick([
      '',
      '',
      '',
      '',
      '---\n',
      '--- # c\n',
      '# c\n',
      '--- ',
      '%YAML 1.1\n---\n',
      '%TAG !e! tag:e,1:\n---\n',
      '\ufeff',
      '\n\n',
    ]);
    const end = random.pick(['', '', '', '\n', '\n...\n', '\n# c', ' # c', '\n  ', '\n---\nx: 1\n']);
    return start + this.#root(random.once(8) ? random.between(1, 3) : 0) + end;
  }

  /** Mostly a map: kubectl does not say what it reads of anything else. */
  #root(indent: number): string {
    const random = this.#random;
    if (random.once(12)) return this.#block(indent, 3);
    const pad = ' '.repeat(indent);
    return pad + random.several(random.between(1, 4), () => this.#pair(indent, 3)).join(this.#break + pad);
  }

  /** A block node, of which the first line is indented already. */
  #block(indent: number, depth: number): string {
    const random = this.#random;
    if (depth === 0 || --this.#left < 0 || random.once(12)) return this.#inline(indent, depth);
    const pad = ' '.repeat(indent);
    const entries = random.several(random.between(1, 4), () =>
      random.once(3) ? this.#item(indent, depth) : this.#pair(indent, depth),
    );
    if (!random.once(25)) {
      const isList = random.once(3);
      for (const index of entries.keys())
        entries[index] = isList ? this.#item(indent, depth) : this.#pair(indent, depth);
    }
    return (random.once(60) ? '' : pad) + entries.join((random.once(40) ? random.pick(BREAKS) : this.#break) + pad);
  }

  #item(indent: number, depth: number): string {
    const random = this.#random;
    if (random.once(4)) return `- ${this.#block(indent + 2, depth - 1).trimStart()}`;
    return `-${this.#value(indent + 2, depth)}`;
  }

  #pair(indent: number, depth: number): string {
    const random = this.#random;
    if (random.once(25))
      return `? ${this.#value(indent + 2, depth)}${this.#break}${' '.repeat(indent)}:${this.#value(indent + 2, depth)}`;
    if (random.once(15))
      return `<<: ${random.once(6) ? random.pick(['*a', '*b', '[*a, *b]', 'x']) : random.pick(['{m: 1, k: 2}', '[{m: 1}, {k: 2}]'])}`;
    return `${this.#key()}${random.once(10) ? random.pick([' :', ':\t']) : ':'}${this.#value(indent, depth)}`;
  }

  /** What follows an indicator. */
  #value(indent: number, depth: number): string {
    const random = this.#random;
    const gap = random.once(10) ? random.pick(['  ', '\t']) : ' ';
    if (random.once(3)) {
      const more = random.once(15) ? random.pick([0, 1]) : random.pick([1, 2, 2, 2, 4]);
      return `${random.once(8) ? `${gap}${this.#properties()}` : ''}${this.#lineBreak()}${this.#block(indent + more, depth - 1)}`;
    }
    return gap + (random.once(6) ? `${this.#properties()} ` : '') + this.#inline(indent, depth);
  }

  #lineBreak(): string {
    return this.#random.once(25) ? this.#random.pick(BREAKS) : this.#break;
  }

  #properties(): string {
    const random = this.#random;
    const anchor = random.pick(['&a', '&b', '&a', '&a-1_X']);
    if (!random.once(4)) return anchor;
    return random.pick([random.pick(TAGS), `${anchor} ${random.pick(TAGS)}`, `${random.pick(TAGS)} ${anchor}`]);
  }

  #inline(indent: number, depth: number): string {
    const random = this.#random;
    switch (random.below(9)) {
      case 0:
        return this.#quoted(indent);
      case 1:
        return this.#flow(depth);
      case 2:
        return this.#blockScalar(indent);
      case 3:
        return random.once(8) ? random.pick(['*a', '*b', random.pick(ODD)]) : random.pick(['', '{}', '[]']);
      case 4:
        return random.several(random.between(2, 3), () => random.pick(PLAIN_SCALARS)).join(this.#wrap(indent));
      default:
        return random.pick(PLAIN_SCALARS) + (random.once(12) ? ' # c' : '');
    }
  }

  #wrap(indent: number): string {
    const random = this.#random;
    return random.pick([' ', `${this.#lineBreak()}${' '.repeat(indent + random.below(3))}`, '\n\n  ', '\n\t ']);
  }

  #key(): string {
    const random = this.#random;
    if (random.once(20)) return `${this.#properties()} ${random.pick(['k', '1'])}`;
    if (random.once(40)) return random.pick(ODD);
    return random.once(3)
      ? random.pick(PLAIN_SCALARS)
      : random.pick(['a', 'b', 'c', 'd', 'k', '"q"', "'q'", '"x\\ty"']);
  }

  #quoted(indent: number): string {
    const random = this.#random;
    const isDouble = random.once(2);
    const words = random.several(random.between(0, 4), () =>
      isDouble && random.once(6)
        ? random.pick(ESCAPES)
        : random.pick(['a', 'b c', "''", ' ', '#', ': ', 'é', '😀', '\t', '{', '']),
    );
    const text = words.join(random.once(4) ? this.#wrap(indent) : '');
    return isDouble ? `"${text}"` : `'${text}'`;
  }

  #flow(depth: number): string {
    const random = this.#random;
    const gap = (): string => (random.once(4) ? random.pick(['\n', '\n ', ' # c\n', '\t']) : random.pick(['', ' ']));
    const value = (): string =>
      depth > 0 && random.once(4)
        ? this.#flow(depth - 1)
        : random.once(12)
          ? random.pick(['*a', ''])
          : random.pick([random.pick(PLAIN_SCALARS), this.#quoted(2)]);
    const pair = (): string =>
      `${random.once(15) ? '? ' : ''}${random.pick(['a', 'b', '"q"', random.pick(PLAIN_SCALARS)])}${random.once(6) ? random.pick([':', ' : ', '', ' :']) : ': '}${value()}`;
    const isList = random.once(2);
    const items = random.several(
      random.below(4),
      () => gap() + (isList === random.once(10) ? pair() : value()) + gap(),
    );
    const text = items.join(',') + random.pick(['', '', ',']);
    return isList ? `[${text}]` : `{${text}}`;
  }

  #blockScalar(indent: number): string {
    const random = this.#random;
    const header =
      random.pick(['|', '>']) +
      random.pick(['', '', '', '-', '+', '-', '2', '1-', '+1', ' # c', '  ', random.pick(['9', '0', 'x'])]);
    const pad = indent + random.pick([0, 1, 2, 2, 2]);
    const line = (): string =>
      ' '.repeat(Math.max(0, pad + random.pick([0, 0, 0, 0, 1, 2, -1]))) +
      random.pick(['a', 'b: c', '# c', '- x', '', '', '\tx', 'x ', '😀', '---', '{{']);
    return `${header}${this.#break}${random.several(random.below(6), line).join(this.#lineBreak())}`;
  }
}
