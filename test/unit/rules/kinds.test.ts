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

describe('a rule that names the kinds that it looks at', () => {
  // Kustomizations would let rules look at more kinds.
  it.each([
    ['with kustomizations', [...manifests, ...examples]],
    ['without', [...manifests, ...examples].filter((text) => !text.includes('kustomize'))],
  ])('finds nothing in others, %s', (_how, texts) => {
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
