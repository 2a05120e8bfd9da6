import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { RULES } from '../../../server/src/rules/index';
import { canWait } from '../../../server/src/workspace/fact-reader';
import { factsOf } from '../../../server/src/workspace/facts';
import { podWith } from '../manifests';

const texts = [
  ...['test/fixtures', 'examples'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  ),
  ...RULES.flatMap(({ examples: { bad, good } }) => [bad, good]),
];
const waits = (text: string): boolean => {
  const file = ManifestFile.read(text);
  return file.documents.every(({ document }) => canWait(file, document));
};

describe('a document whose facts can wait', () => {
  const waiting = texts.flatMap((text) => {
    const file = ManifestFile.read(text);
    return file.documents.filter(({ document }) => canWait(file, document));
  });

  it('is one of many', () => {
    expect(waiting.length).toBeGreaterThan(100);
  });

  it('says nothing but what its pods are', () => {
    for (const { document } of waiting) {
      const { workloads: _, images: __, mounts: ___, ...others } = factsOf(document);
      expect(Object.entries(others).filter(([, facts]) => facts.length > 0)).toEqual([]);
    }
  });
});

describe('a document waits', () => {
  const pod = podWith('web');
  it.each([
    ['as people write it', pod, true],
    ['with comments', `# ours\n---\n# a pod\n${pod.replace('kind: Pod', 'kind: Pod # here')}`, true],
    ['not with a second kind', `${pod}kind: ClusterPolicy\n`, false],
    ['not with a kind in quotes', pod.replace('kind: Pod', '"kind": Pod'), false],
    ['not with a kind that ends behind a hash', pod.replace('kind: Pod', 'kind: Pod#1'), false],
    ['not with a merge key', `${pod}<<: { kind: ClusterPolicy }\n`, false],
    ['not with other fields at the top', `${pod}resources: [a.yaml]\n`, false],
    ['not as a policy of this name', pod.replace('v1', 'constraints.gatekeeper.sh/v1beta1'), false],
    ['not in a flow', `{ apiVersion: v1, kind: Pod }\n`, false],
    ['not with other line breaks', pod.replaceAll('\n', '\r'), false],
    ['not as a template', `${pod}    # none\n  nodeName: {{ .Values.node }}\n`, false],
    ['not as a Service', pod.replace('kind: Pod', 'kind: Service'), false],
  ])('%s', (_how, text, expected) => {
    expect(waits(text)).toBe(expected);
  });
});
