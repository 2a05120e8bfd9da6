import fc from 'fast-check';
import { Document, isMap, isScalar, isSeq, visit } from 'yaml';

/** One of the ways in which people and programs write YAML. */
export interface Style {
  readonly form: 'block' | 'flow lists' | 'flow' | 'JSON';
  readonly indent: number | '\t';
  readonly isSequenceIndented: boolean;
  readonly strings: 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE';
  readonly booleans: readonly [yes: string, no: string];
  readonly hasCarriageReturns: boolean;
  readonly hasFinalNewline: boolean;
  /** What is added to each line in turn: see `decorate`. */
  readonly decorations: readonly Decoration[];
}

const DECORATIONS = ['none', 'behind', 'behind a tab', 'above', 'above, outdented', 'blank', 'anchor', 'dash'] as const;
type Decoration = (typeof DECORATIONS)[number];

const BOOLEANS: readonly (readonly [string, string])[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['True', 'False'],
  ['on', 'off'],
];

export const styleArbitrary: fc.Arbitrary<Style> = fc.record({
  form: fc.constantFrom('block', 'block', 'block', 'flow lists', 'flow', 'JSON'),
  indent: fc.constantFrom<Style['indent'][]>(2, 4, 3, '\t'),
  isSequenceIndented: fc.boolean(),
  strings: fc.constantFrom('PLAIN', 'PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
  booleans: fc.constantFrom(...BOOLEANS),
  hasCarriageReturns: fc.boolean(),
  hasFinalNewline: fc.boolean(),
  decorations: fc.array(fc.constantFrom(...DECORATIONS), { minLength: 1, maxLength: 30 }),
});

/** Prints documents in a style. Objects that occur twice become an anchor and its aliases, and `<<` merges. */
export function print(documents: readonly unknown[], style: Style): string {
  const texts = documents.map((data) => (style.form === 'JSON' ? json(data, style) : yaml(data, style)));
  const text = texts.join('---\n');
  const ended = style.hasFinalNewline ? text : text.trimEnd();
  return style.hasCarriageReturns ? ended.replaceAll('\n', '\r\n') : ended;
}

function json(data: unknown, { indent, isSequenceIndented }: Style): string {
  // A document on one line is what programs write.
  return `${JSON.stringify(data, null, isSequenceIndented ? indent : undefined)}\n`;
}

function yaml(data: unknown, style: Style): string {
  const document = new Document(data, { version: '1.1', merge: true });
  visit(document, {
    Scalar(_, node) {
      // Single quotes fold over lines, which people do not write.
      if (style.strings !== 'PLAIN' && String(node.value).includes('\n')) node.type = 'QUOTE_DOUBLE';
    },
    Collection(_, node) {
      const isShort = node.items.every((item) => isScalar(item) || (!isMap(item) && !isSeq(item) && !isNested(item)));
      if (style.form === 'flow' || (style.form === 'flow lists' && isShort)) node.flow = true;
    },
  });
  const text = document.toString({
    lineWidth: 0,
    nullStr: '',
    indent: style.indent === '\t' ? 2 : style.indent,
    indentSeq: style.isSequenceIndented,
    defaultStringType: style.strings,
    defaultKeyType: 'PLAIN',
    doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
    trueStr: style.booleans[0],
    falseStr: style.booleans[1],
  });
  return decorate(text.replace(/[ \t]+$/gm, ''), style.decorations);
}

function isNested(item: unknown): boolean {
  const value = typeof item === 'object' && item !== null && 'value' in item ? item.value : undefined;
  return isMap(value) || isSeq(value);
}

/** Comments, blank lines, anchors that nothing refers to, and dashes on lines of their own, where YAML allows them. */
function decorate(text: string, decorations: readonly Decoration[]): string {
  const lines: string[] = [];
  let scalarColumn: number | undefined;
  text
    .trimEnd()
    .split('\n')
    .forEach((line, index) => {
      const column = line.search(/\S/);
      // The lines of a block scalar are text, whatever they look like.
      if (scalarColumn !== undefined && (column === -1 || column > scalarColumn)) {
        lines.push(line);
        return;
      }
      scalarColumn = /(?:^|\s)[|>][-+]?$/.test(line) ? column : undefined;
      lines.push(...decorated(line, column, decorations[index % decorations.length] ?? 'none', `# c${index}`));
    });
  return `${lines.join('\n')}\n`;
}

function decorated(line: string, column: number, decoration: Decoration, comment: string): string[] {
  const indent = ' '.repeat(column);
  switch (decoration) {
    case 'none':
      return [line];
    case 'behind':
      return [`${line} ${comment}`];
    case 'behind a tab':
      return [`${line}\t${comment}\twith: tabs\t- too`];
    case 'above':
      return [`${indent}${comment} above`, line];
    case 'above, outdented':
      return [`${' '.repeat(Math.max(0, column - 2))}${comment} outdented`, line];
    case 'blank':
      return ['', line];
    case 'anchor':
      return [/^[\s-]*[A-Za-z]+:$/.test(line) ? `${line} &${comment.slice(2)}` : line];
    case 'dash': {
      const [, before = '', spaces = '', rest] = /^( *-)( +)([A-Za-z]+:.*)$/.exec(line) ?? [];
      return rest === undefined ? [line] : [`${before} ${comment} dash`, `${indent} ${spaces}${rest}`];
    }
  }
}
