import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Random } from '../../fuzz/random';
import { see } from '../../unit/analyse';
import { dryRunCreate } from '../api/dry-run';
import { newestServer } from '../api/server';
import { record } from '../record/record';
import { generatePolicy } from './generate';
import { mutated } from './structures';

const { GATE_STRUCTURES = '150', SEED = '1' } = process.env;

it('policies and bindings of any structure are refused exactly where we say so', async () => {
  const server = await newestServer();
  const objects = Array.from({ length: Number(GATE_STRUCTURES) }, (_, index) => {
    const random = new Random('structures', SEED, index);
    return mutated(generatePolicy(random), random);
  }).flat();
  // The rule is about gates: other policies are no claim.
  const claims = objects.filter(
    (object) => object.kind.endsWith('Binding') || JSON.stringify(object).includes('.image'),
  );
  const compared = await Promise.all(
    claims.map(async (object) => {
      const ours = see(stringify(object), 'gate-not-accepted').map(({ message }) => message);
      const theirs = await dryRunCreate(server, object);
      return { object, ours, theirs };
    }),
  );
  const differences = compared
    .filter(({ ours, theirs }) => ours.length > 0 === theirs.isAccepted)
    .map(
      ({ object, ours, theirs }) =>
        `${ours.join(' ') || 'accepted'} | ${theirs.message || 'accepted'} | ${JSON.stringify(object)}`,
    );
  expect(differences).toEqual([]);
  const { version } = server;
  record('Whether generated policies and bindings are accepted', {
    version,
    cases: claims.length,
    agreed: claims.length,
  });
});
