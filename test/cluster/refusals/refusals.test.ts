import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { RULES } from '../../../server/src/rules/index.ts';
import { Random } from '../../fuzz/random.ts';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { newestServer, oldServer } from '../api/server';
import type { ApiServer, DryRun } from '../api/types';
import { allManifests, plainDocuments } from '../corpus';
import { record } from '../record/record';
import { workloadOf } from './draft.ts';
import { KINDS, type Kind } from './kinds.ts';
import { placesOfServer, refusedPlaces } from './places.ts';
import type { Variant } from './variant.ts';
import { VARIANTS } from './variants/index.ts';

/** The generated pods; other ones with another seed. */
const { REFUSALS = '300', SEED = '1', SHOW } = process.env;

/** A pod without containers has no place for another change. */
const COMBINED = VARIANTS.filter(({ rule }) => rule !== 'missing-containers');

/** What a server and we say of one manifest. */
interface Verdict {
  readonly of: string;
  readonly manifest: string;
  readonly server: readonly string[];
  readonly ours: readonly string[];
}

describe.each([
  { version: '1.37', connect: newestServer },
  { version: '1.34', connect: oldServer },
])('what Kubernetes $version refuses, we say; what it accepts, we leave alone', ({ version, connect }) => {
  let server: ApiServer;
  let namespace: string;
  const minor = Number(version.split('.')[1]);

  beforeAll(async () => {
    server = await connect();
    namespace = await newNamespace(server);
  });

  const ask = async (of: string, manifest: string): Promise<Verdict> => {
    const answer = await dryRunCreate(server, manifest, { namespace });
    const ours = refusedPlaces(manifest, minor);
    // What can't be decoded is refused without a field.
    const isUndecodable = !answer.isAccepted && answer.causes.length === 0 && ours.length > 0;
    return { of, manifest, server: isUndecodable ? ours : placesOfAnswer(answer), ours };
  };

  /** All fields that the server names, and no other ones, have an error. */
  const agree = async (claim: string, asked: readonly Promise<Verdict>[]): Promise<void> => {
    const verdicts = await Promise.all(asked);
    expect(differences(verdicts)).toEqual([]);
    record(claim, { version: server.version, cases: verdicts.length, agreed: verdicts.length });
  };

  it('is so in each kind, before anything is changed', async () => {
    const asked = KINDS.map((kind) => ask(kind, write(workloadOf(kind, [], new Random(1)))));
    expect(differences(await Promise.all(asked))).toEqual([]);
  });

  it('is so of each variant, in a Pod or the first kind that has it, and in another kind', async () => {
    const random = new Random(SEED, version, 'kinds');
    const asked = VARIANTS.flatMap((variant) => {
      const [first = 'Pod', ...others] = variant.kinds ?? KINDS;
      const kinds = others.length === 0 ? [first] : [first, random.pick(others)];
      return kinds.map((kind) => ask(...manifestOf(kind, [variant], variant.name)));
    });
    await agree(
      'What the API server refuses in generated pods, each with a fault or a near miss, is an error, and nothing else',
      asked,
    );
  });

  it('is so of several variants in one pod', async () => {
    const random = new Random(SEED, version);
    const asked = random.several(Number(REFUSALS), () => {
      const variants = random.several(2, () => random.pick(COMBINED));
      const kinds = KINDS.filter((kind) => variants.every((variant) => variant.kinds?.includes(kind) ?? true));
      return kinds.length === 0 ? [] : [ask(...manifestOf(random.pick(kinds), variants, random.below(1e9)))];
    });
    await agree('The same of generated pods with two faults or near misses', asked.flat());
  });

  it('is so of the examples of the rules', async () => {
    const asked = RULES.filter(({ category }) => category === 'refused').flatMap(({ id, examples }) =>
      [examples.bad, examples.good].map((example) => ask(id, lastDocumentOf(example))),
    );
    await agree('The same of the examples of rules', asked);
  });

  it('is no error in a manifest that is accepted', async () => {
    const documents = allManifests().flatMap((manifest) =>
      plainDocuments(manifest).map(({ text }) => ask(manifest.name, text)),
    );
    const verdicts = await Promise.all(documents);
    const accepted = verdicts.filter(({ server: fields }) => fields.length === 0);
    expect(accepted.length).toBeGreaterThan(verdicts.length / 2);
    await agree(
      'Manifests of fixtures, examples and rules that the API server accepts have no such error',
      accepted.map((verdict) => Promise.resolve(verdict)),
    );
  });
});

function manifestOf(kind: Kind, variants: readonly Variant[], seed: string | number): [string, string] {
  const manifest = write(workloadOf(kind, variants, new Random(kind, seed)));
  return [`${kind}: ${variants.map(({ rule, name }) => `${rule} ${name}`).join(', ')}`, manifest];
}

/** kubectl and the server read YAML 1.1, in which `y` is no text. */
function write(workload: object): string {
  return stringify(workload, { version: '1.1' });
}

/** The pod of an example; its namespace comes first. */
function lastDocumentOf(example: string): string {
  return example.split(/^---\n/m).at(-1) ?? '';
}

/** The fields that a server names. One that it can't decode it refuses without any. */
function placesOfAnswer({ isAccepted, causes, message }: DryRun): string[] {
  return isAccepted || causes.length > 0 ? placesOfServer(causes.map(({ field }) => field)) : [message];
}

/** A line for each manifest that is judged in two ways; its YAML with `SHOW=1`. */
function differences(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ of, manifest, server, ours }) => {
    if (server.join() === ours.join()) return [];
    const line = `${of}: the server names ${server.join(', ') || 'nothing'}, we name ${ours.join(', ') || 'nothing'}`;
    return [SHOW === undefined ? line : `${line}\n${manifest}`];
  });
}
