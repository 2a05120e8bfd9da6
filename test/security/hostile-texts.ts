import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** How many pieces of a pattern are repeated at most. */
const MOST_PIECES = 80;
/** What may make a pattern fail behind a repetition that it likes. */
const ENDS = ['\n\u0000', '!', ''];

/**
 * Texts that are hard for a pattern: the pieces that it is made of, over and over, from its beginning or alone, with what it
 * can't end in behind them. A piece is what a part of the pattern matches, or several in a row.
 * @param length of each, in UTF-16 units
 */
export function* hostileTexts(source: string, flags: string, length: number): Generator<string> {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const sequences = pattern.alternatives.flatMap((alternative) => sequencesIn(alternative.elements));
  const pieces = new Set(sequences.flatMap(piecesOf));
  pieces.delete('');
  const beginnings = new Set(sequences.flatMap(beginningsOf));
  beginnings.delete('');
  for (const piece of [...pieces].slice(0, MOST_PIECES)) {
    const repeated = piece.repeat(Math.ceil(length / piece.length));
    for (const end of ENDS) yield repeated + end;
    for (const beginning of beginnings) yield `${beginning}${repeated}${ENDS[0]}`;
  }
}

/** The sequences of elements in a sequence: itself, and those of its groups. */
function sequencesIn(elements: readonly AST.Element[]): (readonly AST.Element[])[] {
  return [elements, ...elements.flatMap(sequencesBelow)];
}

function sequencesBelow(element: AST.Element): (readonly AST.Element[])[] {
  if (element.type === 'Quantifier') return [[element.element], ...sequencesBelow(element.element)];
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    return element.alternatives.flatMap((alternative) => sequencesIn(alternative.elements));
  return [];
}

/** What parts of a sequence match: repetitions alone, and what begins or ends with one. */
function piecesOf(elements: readonly AST.Element[]): string[] {
  return [false, true].flatMap((isFull) => {
    const texts = elements.map((element) => sample(element, isFull));
    const repeats = elements.flatMap((element, index) => (canRepeat(element) ? [index] : []));
    return [
      texts.join(''),
      ...repeats.flatMap((index) => [
        sample(elements[index], true),
        texts.slice(0, index).join(''),
        texts.slice(0, index + 1).join(''),
        texts.slice(index).join(''),
        texts.slice(index + 1).join(''),
      ]),
    ];
  });
}

/** What a sequence matches before each of its repetitions. */
function beginningsOf(elements: readonly AST.Element[]): string[] {
  const texts = elements.map((element) => sample(element, false));
  return elements.flatMap((element, index) => (canRepeat(element) ? [texts.slice(0, index).join('')] : []));
}

/** A short text that an element matches. @param isFull whether what may be left out is there */
function sample(element: AST.Element | undefined, isFull: boolean): string {
  switch (element?.type) {
    case 'Quantifier':
      return sample(element.element, isFull).repeat(Math.max(element.min, isFull ? 1 : 0));
    case 'Group':
    case 'CapturingGroup': {
      const texts = element.alternatives.map(({ elements }) => elements.map((one) => sample(one, isFull)).join(''));
      return (isFull ? texts.findLast((text) => text !== '') : texts[0]) ?? '';
    }
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return memberOf(element);
    default:
      return '';
  }
}

const CANDIDATES = [...'a0 -#"\t\n\r/.:={}()[]AZ\u0000\u00e9_'];

function memberOf({ raw }: { readonly raw: string }): string {
  const test = new RegExp(`^${raw}$`, 'su');
  return (
    CANDIDATES.find((candidate) => test.test(candidate)) ?? [...raw].find((candidate) => test.test(candidate)) ?? 'a'
  );
}

function canRepeat({ type }: AST.Element): boolean {
  return type === 'Quantifier' || type === 'Group' || type === 'CapturingGroup';
}
