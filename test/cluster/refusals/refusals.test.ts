import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { RULES } from '../../../server/src/rules/index.ts';
import { Random } from '../../fuzz/random.ts';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { newestServer, oldServer } from '../api/server';
import type { ApiServer, DryRun } from '../api/types';
import { workloadOf } from './draft.ts';
import { KINDS, type Kind } from './kinds.ts';
import { placesOfServer, refusedPlaces } from './places.ts';
import type { Variant } from './variant.ts';
import { VARIANTS } from './variants/index.ts';

/** The generated pods; other ones with another seed. */
const { REFUSALS = '300', SEED = '1' } = process.env;

/** What a server and we say of one manifest. */
interface Verdict {
  readonly of: string;
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
    return { of, server: placesOfAnswer(answer), ours: refusedPlaces(manifest, minor) };
  };

  it('is so in each kind, before anything is changed', async () => {
    const asked = KINDS.map((kind) => ask(kind, stringify(workloadOf(kind, [], new Random(1)))));
    expect(await Promise.all(asked)).toEqual(KINDS.map((kind) => ({ of: kind, server: [], ours: [] })));
  });

  it('is so of each variant, in each kind', async () => {
    const asked = VARIANTS.flatMap((variant) =>
      (variant.kinds ?? KINDS).map((kind) => ask(...manifestOf(kind, [variant], variant.name))),
    );
    expect(differences(await Promise.all(asked))).toEqual([]);
  });

  it('is so of several variants in one pod', async () => {
    const random = new Random(SEED, version);
    const asked = random.several(Number(REFUSALS), () => {
      const variants = random.several(2, () => random.pick(VARIANTS));
      const kinds = KINDS.filter((kind) => variants.every((variant) => variant.kinds?.includes(kind) ?? true));
      return kinds.length === 0 ? [] : [ask(...manifestOf(random.pick(kinds), variants, random.below(1e9)))];
    });
    expect(differences(await Promise.all(asked.flat()))).toEqual([]);
  });

  it('is so of the examples of the rules', async () => {
    const asked = RULES.filter(({ category }) => category === 'refused').flatMap(({ id, examples }) =>
      [examples.bad, examples.good].map((manifest) => ask(id, manifest)),
    );
    expect(differences(await Promise.all(asked))).toEqual([]);
  });
});

function manifestOf(kind: Kind, variants: readonly Variant[], seed: string | number): [string, string] {
  const manifest = stringify(workloadOf(kind, variants, new Random(kind, seed)));
  return [`${kind}: ${variants.map(({ rule, name }) => `${rule} ${name}`).join(', ')}\n${manifest}`, manifest];
}

/** The fields that a server names. One that it can't decode it refuses without any. */
function placesOfAnswer({ isAccepted, causes, message }: DryRun): string[] {
  return isAccepted || causes.length > 0 ? placesOfServer(causes.map(({ field }) => field)) : [message];
}

function differences(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ server, ours }) => server.join() !== ours.join());
}
