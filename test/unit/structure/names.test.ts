import { expect, it } from 'vitest';
import { SOURCES } from './sources';

/** VS Code asks for one name in each of the two ways in. The library has the names that its users read. */
const ENTRIES = new Set([
  'client/src/extension.ts',
  'client/src/browser.ts',
  'server/src/library.ts',
  'server/src/library-types.ts',
]);

it('an exported name means one thing', () => {
  const files = new Map<string, string[]>();
  for (const { path, text } of SOURCES.filter((source) => !ENTRIES.has(source.path))) {
    const declarations =
      /^export (?:async |abstract |declare )*(?:type|interface|class|function|const|let|enum) (\w+)/gm;
    // A type and a value of one name in one file are one thing.
    for (const name of new Set([...text.matchAll(declarations)].map(([, found = '']) => found))) {
      files.set(name, [...(files.get(name) ?? []), path]);
    }
  }
  expect([...files].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

it('an index is not called `at`, which is a place in YAML', () => {
  const numbers = /\b(?:at\??: number|let at = \d|#at: number)|\((?:_|\w+), at\) =>/;
  const wrong = SOURCES.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (numbers.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(wrong).toEqual([]);
});
