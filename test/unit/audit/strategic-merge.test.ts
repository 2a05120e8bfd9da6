import { expect, it } from 'vitest';
import { strategicMerge } from '../../../server/src/audit/strategic-merge';
import type { Json } from '../../../server/src/manifest/json';

it.each<[string, Json, Json, Json]>([
  ['merges maps', { a: 1, b: { c: 1, d: 1 } }, { b: { d: 2 } }, { a: 1, b: { c: 1, d: 2 } }],
  ['takes away what is null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
  ['replaces lists', { args: ['a', 'b'] }, { args: ['c'] }, { args: ['c'] }],
  ['replaces a map that says so', { spec: { a: 1 } }, { spec: { $patch: 'replace', b: 2 } }, { spec: { b: 2 } }],
  ['takes away a map that says so', { spec: { a: 1 }, x: 1 }, { spec: { $patch: 'delete' } }, { x: 1 }],
  [
    'merges entries of the same key, keeps the others and adds new ones',
    { volumeMounts: [{ mountPath: '/a', name: 'a' }, { mountPath: '/b' }] },
    { volumeMounts: [{ mountPath: '/c' }, { mountPath: '/a', readOnly: true }] },
    { volumeMounts: [{ mountPath: '/a', name: 'a', readOnly: true }, { mountPath: '/b' }, { mountPath: '/c' }] },
  ],
  [
    'takes away entries that say so',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containers: [{ name: 'a', $patch: 'delete' }] },
    { containers: [{ name: 'b' }] },
  ],
  [
    'replaces a list that says so',
    { containers: [{ name: 'a' }] },
    { containers: [{ $patch: 'replace' }, { name: 'b' }] },
    { containers: [{ name: 'b' }] },
  ],
  ['makes what is not there', {}, { containers: [{ name: 'a', args: null }] }, { containers: [{ name: 'a' }] }],
  [
    'replaces what is of another type',
    { containers: 'x' },
    { containers: [{ name: 'a' }] },
    { containers: [{ name: 'a' }] },
  ],
])('a patch %s', (_, base, patch, merged) => {
  expect(strategicMerge(base, patch)).toEqual(merged);
});
