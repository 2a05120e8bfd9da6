import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { podWith } from '../manifests';

const documentsOf = (file: ManifestFile) => file.documents.map(({ document }) => document);

describe('an edit', () => {
  const parts = [podWith('a'), `---\n${podWith('b')}`, `---\n${podWith('c')}`];
  const before = ManifestFile.read(parts.join(''));
  const [a, b, c] = documentsOf(before);

  it('makes anew only the document that it is in', () => {
    const after = ManifestFile.read(parts.join('').replace('name: b', 'name: bee'), before);
    const [a2, b2, c2] = documentsOf(after);
    expect(a2).toBe(a);
    expect(b2).not.toBe(b);
    expect(b2?.resources[0]?.name).toBe('bee');
    expect(c2).toBe(c);
    expect(after.documents[2]?.offset).toBe((before.documents[2]?.offset ?? 0) + 2);
  });

  it('that adds lines moves the documents behind it without making them anew', () => {
    const after = ManifestFile.read(`# one\n# two\n${parts.join('')}`, before);
    expect(documentsOf(after)[0]).not.toBe(a);
    expect(documentsOf(after).slice(1)).toEqual([b, c]);
    expect(documentsOf(after)[2]).toBe(c);
    expect(after.documents[2]?.line).toBe((before.documents[2]?.line ?? 0) + 2);
  });

  it('that swaps documents keeps both', () => {
    const after = ManifestFile.read([parts[0], parts[2], parts[1]].join(''), before);
    expect(documentsOf(after).map((document) => [a, b, c].indexOf(document))).toEqual([0, 2, 1]);
  });

  it('that makes the file a template makes every document anew, since what is missing then means something else', () => {
    const after = ManifestFile.read(`${parts.join('')}---\nx: {{ .y }}\n`, before);
    expect(documentsOf(after).filter((document) => [a, b, c].includes(document))).toEqual([]);
    expect(documentsOf(after).every(({ isTemplate }) => isTemplate)).toBe(true);
  });

  it('of nothing keeps all', () => {
    expect(documentsOf(ManifestFile.read(before.text, before))).toEqual([a, b, c]);
    expect(
      documentsOf(ManifestFile.read(before.text, before)).every(
        (document, index) => document === documentsOf(before)[index],
      ),
    ).toBe(true);
  });
});
