import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { splitDocuments } from '../../../server/src/manifest/split';
import { Random } from '../../fuzz/random';
import { see } from '../analyse';
import { podWith } from '../manifests';

const A = podWith('a');
const B = podWith('b');

/** "container line" of each privileged container. */
function privileged(text: string): string[] {
  return see(text, 'privileged').map(({ container, line }) => `${container} ${line}`);
}

/** The line, from 1, of the nth `privileged:`. */
function lineOf(text: string, nth = 1): number {
  const lines = text.split('\n').flatMap((line, index) => (line.includes('privileged:') ? [index + 1] : []));
  return lines[nth - 1] ?? 0;
}

describe('documents of a file', () => {
  it.each([
    ['---', `${A}---\n${B}`],
    ['--- with spaces behind it', `${A}---   \n${B}`],
    ['--- with a comment behind it', `${A}--- # second\n${B}`],
    ['a marker before the first document', `---\n${A}---\n${B}`],
    ['comments before the first marker', `# a file\n\n# of ours\n---\n${A}---\n${B}`],
    ['comments between documents', `${A}# the end of a\n---\n# the start of b\n${B}`],
    ['the end marker', `${A}...\n---\n${B}`],
    ['the end marker alone', `${A}...\n${B}`],
    ['empty documents between', `${A}---\n---\n\n---\n# nothing\n---\n${B}`],
    ['directives', `%YAML 1.1\n---\n${A}...\n%YAML 1.1\n---\n${B}`],
    ['CRLF', `${A}---\n${B}`.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${A}---\n${B}`],
    ['a byte order mark before a marker', `\uFEFF---\n${A}---\n${B}`],
    ['no newline at the end', `${A}---\n${B.trimEnd()}`],
    ['a marker at the end', `${A}---\n${B}---`],
  ])('are found with %s', (_, text) => {
    expect(privileged(text)).toEqual([`a ${lineOf(text, 1)}`, `b ${lineOf(text, 2)}`]);
  });

  it('are not cut at dashes that are text', () => {
    const text = A.replace('  name: a\n', '  name: a\n  annotations:\n    text: |\n      ---\n      apiVersion: v1\n');
    expect(splitDocuments(text)).toHaveLength(1);
    expect(privileged(text)).toEqual([`a ${lineOf(text)}`]);
    expect(splitDocuments('a: 1\n---')).toHaveLength(2);
  });

  it('are cut at a marker at column 0 inside a block scalar, as YAML says', () => {
    const text = `${A.replace('privileged: true', 'privileged: true\n  text: |')}---\n${B}`;
    expect(privileged(text)).toEqual([`a ${lineOf(text, 1)}`, `b ${lineOf(text, 2)}`]);
  });

  it.each(['--- ', '---'])('can not begin on the line of their marker, as kubectl says: %s', (marker) => {
    const text = `${A}${marker}{ apiVersion: v1, kind: Pod }\n`;
    expect(privileged(text)).toEqual([`a ${lineOf(text)}`]);
    const { document } = ManifestFile.read(text).documents[1] ?? {};
    expect(document?.syntaxErrors).toMatchObject([{ cause: { reason: 'separator' } }]);
  });

  it.each([
    ['---# without a blank', `${A}---# second\n${B}`],
    ['a JSON object before YAML', `{"apiVersion": "v1", "kind": "Namespace"}\n${A}---\n${B}`],
  ])('are found with %s, as kubectl finds them', (_, text) => {
    expect(privileged(text)).toEqual([`a ${lineOf(text, 1)}`, `b ${lineOf(text, 2)}`]);
  });

  it('are found one behind the other in JSON, as kubectl finds them', () => {
    const pod = (name: string) => ({ spec: { containers: [{ name, securityContext: { privileged: true } }] } });
    const text = ['a', 'b'].map((name) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...pod(name) })).join('');
    expect(privileged(text)).toEqual(['a 1', 'b 1']);
  });

  it('together are the whole file', () => {
    const text = `# x\n---\n${A}...\n%YAML 1.1\n---\n${B}---\n--- # end`;
    const chunks = splitDocuments(text);
    expect(chunks.map((chunk) => chunk.text).join('')).toBe(text);
    for (const { offset, line, text: chunk } of chunks) {
      expect(text.slice(offset, offset + chunk.length)).toBe(chunk);
      expect(text.slice(0, offset).split('\n').length - 1).toBe(line);
    }
  });

  it('of an empty file are none', () => {
    expect(splitDocuments('')).toEqual([]);
    expect(see('')).toEqual([]);
  });
});

describe('what is underlined', () => {
  it('is exact behind characters of two UTF-16 units', () => {
    const text = A.replace('privileged: true', '"privileged": true').replace('name: a\n', 'name: a # 🚀🚀\n');
    expect(see(`# 🚀\n${text}`, 'privileged').map(({ text: words }) => words)).toEqual(['true']);
  });
});

describe('a file that is edited', () => {
  const PARTS = [
    '---',
    '---\n',
    '...\n',
    '\n',
    '...',
    '-',
    '\r\n',
    '\r',
    ' ',
    '# x\n',
    '%YAML 1.1\n',
    'a: 1\n',
    'b:\n  - 2\n',
    '\u2028',
  ];

  it('has the documents that it would have if it were read anew', () => {
    const random = new Random('edits around markers');
    for (let round = 0; round < 60; round++) {
      let text = random.several(random.between(0, 30), () => random.pick(PARTS)).join('');
      let file = ManifestFile.read(text);
      for (let edit = 0; edit < 40; edit++) {
        // Some edits change several places.
        for (let change = random.between(1, 3); change > 0; change--) {
          const start = random.below(text.length + 1);
          const end = random.once(2) ? start : Math.min(text.length, start + random.below(12));
          text =
            text.slice(0, start) + random.several(random.below(3), () => random.pick(PARTS)).join('') + text.slice(end);
        }
        file = ManifestFile.read(text, file);
        expect(placesIn(file), JSON.stringify(text)).toEqual(placesIn(ManifestFile.read(text)));
      }
    }
  });

  it('keeps the documents that are not edited, wherever they are then', () => {
    const before = ManifestFile.read(`${A}---\n${B}---\n${A}`);
    const after = ManifestFile.read(`${A}---\n${B.replace('name: b', 'name: bb\n')}---\n${A}`, before);
    expect(
      after.documents.map(({ document }) => before.documents.some((known) => known.document === document)),
    ).toEqual([true, false, true]);
    expect(after.kept.before + after.kept.after).toBeLessThan(after.documents.length);
  });

  /** The documents and their places; equal ones are the same one. */
  function placesIn({ documents }: ManifestFile) {
    return documents.map(({ document, offset, line }) => ({
      text: document.text,
      offset,
      line,
      first: documents.findIndex((other) => other.document === document),
    }));
  }
});
