import { expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';

it.each([
  ['a line that a script replaces', 'spec:\n  volumeMounts:\n__MORE_MOUNTS__\n    - name: a\n', true],
  ['such a line, as Windows ends it', 'spec:\r\n__MORE__\r\n', true],
  ['a word in a script', 'data:\n  run: |\n    __MORE__\n', false],
  ['a value', 'image: __IMAGE__\n', false],
  ['a name in Python', 'data:\n__init__: 1\n', false],
])('%s makes a template or not', (_, text, isTemplate) => {
  expect(ManifestFile.read(text).isTemplate).toBe(isTemplate);
});
