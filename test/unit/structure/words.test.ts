import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Cause } from '../../../server/src/cause/cause';
import { RULES } from '../../../server/src/rules/index';
import { PODS, POLICIES } from '../../fuzz/policies';
import { policy } from '../gating/admission-policies';
import { clusterPolicy } from '../gating/kyverno-policies';
import { type Verdicts, verdictsOn } from './verdicts';

/** Decisions that look at why another one is unknown, to know more. */
const KNOWN_IN_SPITE: readonly string[] = [
  // Editions of Kyverno agree on these images, and differ on those.
  ...['x', 'library/*', '!nginx'].map((value) =>
    clusterPolicy(
      `validate: { message: no, deny: { conditions: { any: [{ key: "{{ images.initContainers.*.path }}", operator: AnyIn, value: ["${value}"] }] } } }`,
    ),
  ),
  clusterPolicy(
    'preconditions: { all: [{ key: "{{ images.initContainers.*.path | [0] }}", operator: NotEquals, value: x }] }\nvalidate: { message: no, deny: {} }',
  ),
  // What the cluster adds makes a difference, or none.
  ...['volumes', 'tolerations'].map((field) =>
    policy(`!has(object.spec.${field}) || object.spec.containers.all(c, c.image.startsWith('a.io/'))`),
  ),
  policy("has(object.metadata.labels) && object.spec.containers.all(c, c.image.startsWith('a.io/'))"),
];

/** Each is a workspace of its own. */
const WORKSPACES: readonly string[] = [
  ...[...POLICIES, ...KNOWN_IN_SPITE].map((one) => [one, ...PODS].join('---\n')),
  ...RULES.flatMap(({ examples }) => Object.values(examples)),
  ...filesBelow('examples'),
  ...filesBelow('test/fixtures'),
];

describe('without a word, the kinds of causes in their place,', () => {
  it('everything is decided as it is', async () => {
    const spoken = WORKSPACES.map(verdictsOn);
    const silent = await verdictsInSilence();
    expect(silent.map(({ decided }) => decided)).toEqual(spoken.map(({ decided }) => decided));
    // The words were taken away, and there were many.
    const [words, kinds] = [spoken, silent].map((all) => new Set(all.flatMap(({ said }) => [...said])));
    expect([...(kinds ?? [])].filter((kind) => !/^[a-z-]+$/.test(kind))).toEqual([]);
    expect([...(words ?? [])].filter((word) => kinds?.has(word))).toEqual([]);
    expect(kinds?.size).toBeGreaterThan(25);
  });
});

/** The same in modules of their own, of which that of words says nothing but kinds. */
async function verdictsInSilence(): Promise<Verdicts[]> {
  vi.resetModules();
  vi.doMock('../../../server/src/gating/words/words', () => ({ wordsOf: ({ kind }: Cause) => kind }));
  try {
    const silent = await import('./verdicts');
    return WORKSPACES.map(silent.verdictsOn);
  } finally {
    vi.doUnmock('../../../server/src/gating/words/words');
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
