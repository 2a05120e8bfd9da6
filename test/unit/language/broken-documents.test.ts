import { describe, expect, it } from 'vitest';
import { Random } from '../../fuzz/random';
import { IMAGE, podWith } from '../manifests';
import { Typist } from './typing';

/** Each pod has a finding at its `privileged: true` and another at its image. */
const A = podWith('a').replace(IMAGE, 'x');
const B = podWith('b').replace(IMAGE, 'x');

/** The findings about privileged containers and images, which stand in lines of their own. */
function seen(typist: Typist): string[] {
  return typist.shown.filter((line) => /^(?:privileged|mutable-tag):/.test(line));
}

const BOTH = ['mutable-tag: image: x', 'privileged: privileged: true'];

describe('a document that cannot be read', () => {
  it('keeps its findings, moved with the text', () => {
    const typist = new Typist(A);
    expect(seen(typist)).toEqual(BOTH);
    typist.replace({ words: 'metadata:', by: '# one\n# two\nmetadata: "' });
    expect(seen(typist)).toEqual(BOTH);
    typist.replace({ words: '# two\n', by: '' });
    expect(seen(typist)).toEqual(BOTH);
  });

  it('loses those in lines that are edited, and no others', () => {
    const typist = new Typist(A);
    typist.replace({ words: 'image: x', by: 'image: "x' });
    expect(seen(typist)).toEqual(['privileged: privileged: true']);
    typist.replace({ words: 'image: "x', by: 'image: "xy' });
    expect(seen(typist)).toEqual(['privileged: privileged: true']);
  });

  it('has those of its text once it can be read again', () => {
    const typist = new Typist(A);
    typist.replace({ words: 'metadata:', by: 'metadata: "' });
    typist.replace({ words: 'privileged: true', by: 'privileged: false' });
    typist.replace({ words: 'metadata: "', by: 'metadata:' });
    expect(seen(typist)).toEqual(['mutable-tag: image: x']);
  });

  it('has none if it could never be read', () => {
    expect(new Typist(A.replace('metadata:', 'metadata: "')).shown).toEqual([]);
  });

  it('keeps those between the places that are edited at once', () => {
    const typist = new Typist(`${A}---\n${B}`);
    typist.replace(
      { words: 'metadata:', nth: 1, by: '# above\nmetadata: "' },
      { words: 'image: x', nth: 1, by: 'image: "x' },
      { words: 'metadata:', nth: 2, by: 'metadata: [' },
    );
    expect(seen(typist)).toEqual(['privileged: privileged: true', ...BOTH]);
  });

  it('keeps what a whole new text leaves as it was', () => {
    const typist = new Typist(`${A}---\n${B}`);
    typist.setText(typist.text.replace('metadata:', 'metadata: "'));
    expect(seen(typist)).toEqual([...BOTH, ...BOTH]);
  });

  it('keeps its findings while other documents come and go', () => {
    const typist = new Typist(`${A}---\n${B}`);
    typist.replace({ words: 'metadata:', nth: 2, by: 'metadata: "' });
    typist.replace({ words: 'apiVersion', nth: 1, by: '# the first\n---\napiVersion' });
    expect(seen(typist)).toEqual([...BOTH, ...BOTH]);
    typist.setText(typist.text.slice(typist.text.lastIndexOf('---\n')));
    expect(seen(typist)).toEqual(BOTH);
  });

  it('does not keep what stands in a line that is joined with another one, or cut', () => {
    const joined = new Typist(A);
    joined.replace({ words: 'metadata:', by: 'metadata: "' });
    joined.replace({ words: '\n      image: x', by: 'image: x' });
    expect(seen(joined)).toEqual(['privileged: privileged: true']);
    const cut = new Typist(A);
    cut.replace({ words: 'metadata:', by: 'metadata: "' });
    cut.replace({ words: 'privileged: true', by: 'privileged:\n true' });
    expect(seen(cut)).toEqual(['mutable-tag: image: x']);
  });
});

describe('the marker of a document', () => {
  it('typed into one, doubles nothing', () => {
    const typist = new Typist(A);
    typist.replace({ words: 'spec:', by: '---\nspec:' });
    // Half a pod is none.
    expect(seen(typist)).toEqual([]);
    typist.replace({ words: '---\n', by: '' });
    expect(seen(typist)).toEqual(BOTH);
  });

  it('typed into one that cannot be read, leaves each half what stands in it', () => {
    const typist = new Typist(`${A}---\n${B}`);
    typist.replace({ words: 'metadata:', by: 'metadata: "' });
    typist.replace({ words: '        privileged', by: '---\nkind: "apiVersion: v1\n        privileged' });
    expect(seen(typist)).toEqual(['mutable-tag: image: x', 'privileged: privileged: true', ...BOTH]);
  });

  it('taken away from between two that can no longer be read, leaves the findings of both', () => {
    const typist = new Typist(`${A}---\n${B}`);
    typist.replace({ words: '---', by: '--' });
    expect(seen(typist)).toEqual([...BOTH, ...BOTH]);
    typist.replace({ words: '--', by: '---' });
    expect(seen(typist)).toEqual([...BOTH, ...BOTH]);
  });
});

describe('edits of all kinds', () => {
  const WORDS = [
    '"',
    "'",
    '[',
    '{',
    '}',
    ']',
    ': ',
    '\n',
    '\n---\n',
    '---',
    '...\n',
    '  ',
    '# x\n',
    '\t',
    '\r\n',
    '&a ',
    '*a',
  ];

  it('never show a finding of a broken document in another line than its own, or twice', () => {
    const random = new Random('broken documents');
    let kept = 0;
    for (let round = 0; round < 25; round++) {
      const typist = new Typist(`${A}---\n${B}---\n${A}`);
      // What was ever shown of a text that could be read.
      const stood = new Set(typist.standing);
      for (let edit = 0; edit < 30; edit++) {
        typist.insert(
          random.several(random.once(3) ? 3 : 1, () => random.pick(WORDS)),
          random,
        );
        if (random.once(4)) typist.undo();
        const shown = typist.standing;
        const broken = typist.brokenStanding;
        kept += broken.length;
        expect(broken.filter((finding) => !stood.has(finding))).toEqual([]);
        const all = typist.diagnostics.map((diagnostic) => JSON.stringify(diagnostic));
        expect(new Set(all).size).toBe(all.length);
        for (const finding of shown) stood.add(finding);
      }
    }
    expect(kept).toBeGreaterThan(100);
  });
});
