import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEW_GATE_ENGINES, newGate } from '../../server/src/gating/new-gate/new-gate';
import { usedPlaces } from '../../server/src/image/used-places';
import { RULES } from '../../server/src/rules/index';
import { POLICIES } from './policies';

/** Larger ones cost time and find nothing that the smaller ones don't. */
const LONGEST = 6000;

const examples = RULES.flatMap(({ examples: { bad, good } }) => [bad, good]);
const written = NEW_GATE_ENGINES.flatMap(
  (engine) => newGate(engine, usedPlaces(['ghcr.io/ours/web:1', 'registry.example.com/shop/api'])) ?? [],
);

/** Every manifest that the project has: fixtures, examples, those of the rules, snippets, policies. */
export const MANIFESTS: readonly string[] = [
  ...filesBelow('test/fixtures', /\.ya?ml$/),
  ...filesBelow('examples', /\.ya?ml$/),
  ...examples,
  ...snippets(),
  ...POLICIES,
  ...written,
].filter((text) => text.length <= LONGEST);

/** The shorter ones, for what does much with each. */
export const SMALL_MANIFESTS: readonly string[] = MANIFESTS.filter((text) => text.length <= 1500);

/** Those with a policy that decides about images. */
export const GATES: readonly string[] = MANIFESTS.filter((text) =>
  /ValidatingAdmissionPolicy|kyverno\.io|gatekeeper\.sh|sigstore\.dev|ratify\.deislabs|Connaisseur|ImagePolicyWebhook/i.test(
    text,
  ),
);

function filesBelow(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .sort()
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

/** As a user gets them: with the text of each placeholder. */
function snippets(): string[] {
  const all: Record<string, { body: string | string[] }> = JSON.parse(
    readFileSync('snippets/kubernetes.code-snippets', 'utf8'),
  );
  return Object.values(all).map(({ body }) =>
    [body]
      .flat()
      .join('\n')
      .replace(
        /\$\{\d+:([^}]*)\}|\$\{\d+\|([^,|]*)[^}]*\}|\$\{?\d+\}?/g,
        (_, text = '', choice = '') => text || choice,
      ),
  );
}
