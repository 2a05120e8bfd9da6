import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { Analyzer } from '../../../server/src/rules/engine';
import { RULES } from '../../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import type { Rule } from '../../../server/src/rules/rule';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

const manifests = ['test/fixtures', 'examples'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
);
const examples = RULES.flatMap(({ examples: { bad, good } }) => [bad, good]);

/** All findings in all files, which are one workspace. */
function findings(texts: readonly string[], rules: readonly Rule[]): string[] {
  const index = new WorkspaceIndex();
  const files = texts.map((text) => ManifestFile.read(text));
  for (const [number, file] of files.entries()) index.update(`file:///${number}.yaml`, file);
  const analyzer = new Analyzer(rules, index, { ...DEFAULT_OPTIONS, only: new Set(rules.map(({ id }) => id)) });
  return files.flatMap(({ documents }, number) =>
    documents.flatMap(({ document }) =>
      analyzer
        .analyse(document)
        .findings.map(({ rule, message, span }) => `${number} ${rule.id} ${span.start} ${message}`),
    ),
  );
}

const workspaces: readonly (readonly [how: string, texts: readonly string[]])[] = [
  ['with kustomizations', [...manifests, ...examples]],
  // Kustomizations let rules look at more kinds.
  ['without', [...manifests, ...examples].filter((text) => !text.includes('kustomize'))],
];

describe('a rule that names the kinds that it looks at', () => {
  it.each(workspaces)('finds nothing in others, %s', (_how, texts) => {
    const rules = RULES.map(({ pod: _, container: __, ...rule }) => rule);
    const found = findings(texts, rules);
    expect(found.length).toBeGreaterThan(30);
    expect(found).toEqual(
      findings(
        texts,
        rules.map(({ kinds: _, ...rule }) => rule),
      ),
    );
  });
});

describe('a rule that names fields', () => {
  // Each pod is asked about by each policy of a workspace, so policies are left out.
  const texts = [...manifests, ...examples].filter((text) => !/Polic|onstraint/.test(text));

  it('finds nothing where none of them is written', () => {
    const rules = RULES.filter(({ fields, pod, container }) => fields && (pod || container));
    const found = findings(texts, rules);
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(
      findings(
        texts,
        rules.map(({ fields: _, ...rule }) => rule),
      ),
    );
  });
});
