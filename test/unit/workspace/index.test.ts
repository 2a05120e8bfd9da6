import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

const service = (selector: string, more = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: s${more} }\nspec:\n  selector: ${selector}\n  ports: [{ name: http, port: 80, targetPort: 8080 }, { port: 90 }, { port: 91, targetPort: web }]\n`;
const namespace = (labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: ${labels} }\n`;

function indexOf(...texts: string[]): WorkspaceIndex {
  const index = new WorkspaceIndex();
  texts.forEach((text, position) => void index.update(`file:///${position}.yaml`, ManifestFile.read(text)));
  return index;
}
const targets = (index: WorkspaceIndex, labels: Record<string, string>, name?: string): (string | number)[] =>
  index.servicePorts(name, new Map(Object.entries(labels))).map(({ target }) => target);

describe('Services', () => {
  it('select pods by all of their labels', () => {
    const index = indexOf(service('{ app: a, tier: b }'));
    expect(targets(index, { app: 'a', tier: 'b', more: 'c' })).toEqual([8080, 90, 'web']);
    expect(targets(index, { app: 'a' })).toEqual([]);
  });

  it('select pods of their own namespace', () => {
    const index = indexOf(service('{ app: a }', ', namespace: x'));
    expect(targets(index, { app: 'a' }, 'x')).toHaveLength(3);
    expect(targets(index, { app: 'a' }, 'y')).toEqual([]);
  });

  it('without a selector select nothing', () => {
    expect(targets(indexOf(service('{}'), service('')), { app: 'a' })).toEqual([]);
  });

  it('of Knative are not Services', () => {
    expect(targets(indexOf(service('{ app: a }').replace('v1', 'serving.knative.dev/v1')), { app: 'a' })).toEqual([]);
  });
});

describe('the index', () => {
  it('grows older only when an answer may have changed', () => {
    const index = new WorkspaceIndex();
    const write = (text: string): number => {
      index.update('file:///a.yaml', ManifestFile.read(text));
      return index.generation;
    };
    const empty = write('apiVersion: v1\nkind: Pod\nmetadata: { name: x }\n');
    expect(write('apiVersion: v1\nkind: Pod\nmetadata: { name: y }\n')).toBe(empty);
    const first = write(namespace('{ a: b }'));
    expect(first).toBeGreaterThan(empty);
    expect(write(`# a comment\n${namespace('{ a: b }')}`)).toBe(first);
    expect(write(namespace('{ a: c }'))).toBeGreaterThan(first);
    expect(index.namespace('shop')?.labels).toEqual({ a: 'c' });
    index.delete('file:///a.yaml');
    expect(index.namespace('shop')).toBeUndefined();
    const last = index.generation;
    index.delete('file:///a.yaml');
    expect(index.generation).toBe(last);
  });

  it('grows older once when many files are read together, whatever each of them says', () => {
    const index = new WorkspaceIndex();
    const before = index.generation;
    const texts = [namespace('{ a: b }'), service('{ app: a }'), service('{ app: b }'), 'x: y\n'];
    for (const [place, text] of texts.entries()) index.takeIn(`file:///${place}.yaml`, ManifestFile.read(text));
    expect(index.generation).toBe(before);
    index.settle();
    expect(index.generation).toBe(before + 1);
    // The same again changes nothing.
    for (const [place, text] of texts.entries())
      index.takeIn(`file:///${place}.yaml`, ManifestFile.read(`# 1\n${text}`));
    index.settle();
    expect(index.generation).toBe(before + 1);
  });

  it.each([
    ['a namespace', (index: WorkspaceIndex) => index.namespace('shop')?.labels],
    ['workloads', (index: WorkspaceIndex) => index.workloads.map(({ name }) => name)],
    ['ports', (index: WorkspaceIndex) => targets(index, { app: 'a' })],
  ])('answers about %s do not depend on which file was taken in first', (_, answer) => {
    const file = (name: string, port: number): string =>
      [
        namespace(`{ a: ${name} }`),
        `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { containers: [{ name: a, image: b }] }\n`,
        `apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec: { selector: { app: a }, ports: [{ port: ${port} }] }\n`,
      ].join('---\n');
    const files: [string, string][] = [
      ['file:///a.yaml', file('x', 1)],
      ['file:///b.yaml', file('y', 2)],
      ['file:///c.yaml', file('z', 3)],
    ];
    const inOrder = (order: readonly [string, string][]): WorkspaceIndex => {
      const index = new WorkspaceIndex();
      for (const [uri, text] of order) {
        index.update(uri, ManifestFile.read(text));
        answer(index);
      }
      return index;
    };
    const expected = answer(inOrder(files));
    expect(answer(inOrder(files.toReversed()))).toEqual(expected);
    const late = inOrder(files);
    late.delete('file:///a.yaml');
    answer(late);
    late.update('file:///a.yaml', ManifestFile.read(file('x', 1)));
    expect(answer(late)).toEqual(expected);
  });

  it('forgets what a file no longer says', () => {
    const index = indexOf(`${service('{ app: a }')}---\n${namespace('{}')}`);
    expect(targets(index, { app: 'a' })).toHaveLength(3);
    index.update('file:///0.yaml', ManifestFile.read(namespace('{}')));
    expect(targets(index, { app: 'a' })).toEqual([]);
    expect(index.namespace('shop')).toBeDefined();
  });

  it('knows when it is not complete', () => {
    const index = indexOf();
    const before = index.generation;
    index.isComplete = false;
    expect(index.generation).toBeGreaterThan(before);
  });
});
