import { describe, expect, it } from 'vitest';
import { splitDocuments } from '../../../server/src/manifest/split';
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
    expect(splitDocuments('a: 1\n---b: 2\n')).toHaveLength(1);
    expect(splitDocuments('a: 1\n---')).toHaveLength(2);
  });

  it('are cut at a marker at column 0 inside a block scalar, as YAML says', () => {
    const text = `${A.replace('privileged: true', 'privileged: true\n  text: |')}---\n${B}`;
    expect(privileged(text)).toEqual([`a ${lineOf(text, 1)}`, `b ${lineOf(text, 2)}`]);
  });

  it('can begin on the line of their marker', () => {
    const json = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { containers: [{ name: 'j', image: 'x', securityContext: { privileged: true } }] },
    });
    expect(privileged(`${A}--- ${json}\n`)).toEqual([`a ${lineOf(A)}`, `j ${A.split('\n').length}`]);
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
