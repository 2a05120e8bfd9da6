import { describe, expect, it } from 'vitest';
import { pageText } from '../../server/src/cluster/page-text';
import { TerminalText } from '../../server/src/cluster/terminal-text';

const ESC = '\u001b';
const BEL = '\u0007';

/** What a container writes so that the terminal of its log does more than show it. */
const ATTACKS: readonly (readonly [what: string, written: string, left: string])[] = [
  ['have the terminal answer what it is', `a${ESC}[cb${ESC}[>cc${ESC}[=cd${ESC}Ze`, 'abcde'],
  ['have it answer where its cursor is, as if the user had typed', `a${ESC}[6nb${ESC}[?6nc${ESC}[5nd`, 'abcd'],
  ['have it tell its colours', `a${ESC}]10;?${BEL}b${ESC}]11;?${ESC}\\c${ESC}]4;1;?${BEL}d`, 'abcd'],
  [
    'have it tell its name, version and settings',
    `a${ESC}[>qb${ESC}P$qm${ESC}\\c${ESC}P+q544e${ESC}\\d${ESC}[?2026$pe${ESC}[18tf`,
    'abcdef',
  ],
  ['fill the clipboard, and read it', `a${ESC}]52;c;cm0gLXJmIH4=${BEL}b${ESC}]52;c;?${ESC}\\c`, 'abc'],
  ['change the title', `a${ESC}]0;root@prod${BEL}b${ESC}]2;x${ESC}\\c`, 'abc'],
  [
    'clear the screen and write over what stands there',
    `a${ESC}[2J${ESC}[Hb${ESC}[1;1Hc${ESC}cd${ESC}[1Ae${ESC}[Kf`,
    'abcdef',
  ],
  ['make links to anywhere', `${ESC}]8;;https://evil.example${ESC}\\text${ESC}]8;;${ESC}\\ after`, 'text after'],
  [
    'have it report the mouse, the focus and what is pasted',
    `a${ESC}[?1003hb${ESC}[?1004hc${ESC}[?2004hd${ESC}[?1049he`,
    'abcde',
  ],
  [
    'define keys, and other strings for the terminal',
    `a${ESC}P0;1|17/726d${ESC}\\b${ESC}_Gf=24${ESC}\\c${ESC}^x${ESC}\\d${ESC}Xy${ESC}\\e`,
    'abcde',
  ],
  ['use the controls of one character', 'a\u009bcb\u009d52;c;?\u009cc\u0090$qm\u009cd\u0085e\u0005f', 'abcdef'],
  ['select other characters', `a${ESC}(0b${ESC})Bc${ESC}%Gd\u000ee\u000ff${ESC}#8g`, 'abcdefg'],
  ['hide what follows in a sequence that never ends', `a${ESC}]0;never ends\nseen`, 'a\nseen'],
  ['hide what follows in a colour that never ends', `a${ESC}[38;5\nseen`, 'a\nseen'],
  ['write over a line', 'denied\rgranted\r\nnext', 'denied\ngranted\nnext'],
  ['go back in a line', 'denied\b\b\b\b\b\bgranted\u007f', 'deniedgranted'],
  ['put one sequence into another', `a${ESC}]0;${ESC}[6nb${ESC}[${ESC}[cc`, 'abc'],
  ['ring', `a${BEL}${BEL}b`, 'ab'],
  ['bring in a sequence as a colour', `a${ESC}[?1mb${ESC}[>4;2mc${ESC}[1 md`, 'abcd'],
];

describe('a log that tries to', () => {
  it.each(ATTACKS)('%s is shown as text', (_, written, left) => {
    expect(new TerminalText({ hasColours: true }).pass(written)).toBe(left);
    expect(pageText(written)).toBe(left);
  });

  it.each(ATTACKS)('%s is shown as text, wherever it is cut on its way', (_, written, left) => {
    for (let index = 0; index <= written.length; index++) {
      const text = new TerminalText({ hasColours: true });
      expect(text.pass(written.slice(0, index)) + text.pass(written.slice(index))).toBe(left);
    }
    const text = new TerminalText({ hasColours: true });
    expect([...written].map((character) => text.pass(character)).join('')).toBe(left);
  });
});

it('colours stay in a terminal, wherever they are cut, and characters beside them', () => {
  const written = `${ESC}[32mINFO${ESC}[0m 日本 😀\t${ESC}[38;2;1;2;3mx${ESC}[4:3my${ESC}[m\n`;
  for (let index = 0; index <= written.length; index++) {
    const text = new TerminalText({ hasColours: true });
    expect(text.pass(written.slice(0, index)) + text.pass(written.slice(index))).toBe(written);
  }
});

it('a long log takes no longer for what is hidden in it', () => {
  const start = performance.now();
  const line = `${ESC}[31m${'x'.repeat(100)}${ESC}]0;${'y'.repeat(100)}${BEL}\n`;
  const text = new TerminalText({ hasColours: true }).pass(line.repeat(50_000));
  expect(text).toHaveLength(50_000 * 106);
  expect(new TerminalText({ hasColours: true }).pass(`${ESC}[${'1'.repeat(5_000_000)}m`)).toBe('');
  expect(performance.now() - start).toBeLessThan(5000);
});
