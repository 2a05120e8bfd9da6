import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { contentOf, type YamlNode } from '../../../server/src/manifest/node';
import { parse } from '../../../server/src/manifest/parse';
import { Random } from '../../fuzz/random';
import { dataOf, hasEqualKeys } from '../../kubectl/compare';
import { generateYaml } from '../../kubectl/generate';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { newestServer } from '../api/server';
import { record } from '../record/record';
import { type AnyKind, newAnyKind } from './any-kind';

const COUNT = 1_500;

/** An object of a kind, with generated YAML as its `spec`. Each line that kubectl reads ends in a line break. */
function objectWith({ apiVersion, kind }: AnyKind, text: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\nspec:\n${text.replace(/^/gm, '  ')}\n`;
}

function specOf(root: YamlNode | undefined): YamlNode | undefined {
  const content = root && contentOf(root);
  return content?.kind === 'map' ? content.find('spec')?.pair.value : undefined;
}

it('generated YAML is to the server what it is to us, or both refuse it', async () => {
  const server = await newestServer();
  const [namespace, kind] = [await newNamespace(server), await newAnyKind(server)];
  const texts = Array.from({ length: COUNT }, (_, index) =>
    objectWith(kind, generateYaml(new Random('values', index))),
  );
  const compared = await Promise.all(
    texts.map(async (text) => {
      const { root, problem, refusal, excess } = parse(text);
      // Of keys that are one in JSON, the server takes any.
      if (root && hasEqualKeys(root)) return 'left out';
      const { code, message, object } = await dryRunCreate(server, text, { namespace, fieldValidation: 'Ignore' });
      const isRefused = problem !== undefined || refusal !== undefined || excess !== undefined;
      if (object === undefined && isRefused && code === 400) return 'both refuse it';
      const spec = specOf(root);
      const ours = isRefused || spec === undefined ? undefined : dataOf(spec);
      if (object !== undefined && !isRefused && isDeepStrictEqual(ours ?? null, object.spec ?? null)) return 'same';
      return `${JSON.stringify(text)}: ${JSON.stringify(problem ?? refusal ?? ours)}, ${message || JSON.stringify(object?.spec)}`;
    }),
  );
  const count = (outcome: string): number => compared.filter((one) => one === outcome).length;
  const known = ['same', 'both refuse it', 'left out'];
  expect(compared.filter((one) => !known.includes(one))).toEqual([]);
  expect(count('same')).toBeGreaterThan(COUNT / 8);
  record('Generated YAML has the data that we read, or the server and we refuse it', {
    version: server.version,
    cases: COUNT - count('left out'),
    agreed: count('same') + count('both refuse it'),
  });
});
