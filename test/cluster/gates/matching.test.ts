import { expect, it } from 'vitest';
import { Random } from '../../fuzz/random';
import { newestServer } from '../api/server';
import { record } from '../record/record';
import { compareVerdicts } from './compare';
import { generateMatching } from './matching';
import { policySet } from './policy-set';

/** For a larger run: `GATE_MATCHES=500`. */
const { GATE_MATCHES = '100', SEED = '1' } = process.env;

it('the server asks policies about what we say: by resources, versions, operations, names and labels', async () => {
  const sets = Array.from({ length: Number(GATE_MATCHES) }, (_, index) =>
    policySet(`policy ${index}`, generateMatching(new Random('matching', SEED, index))),
  );
  const { differences, cases, denied, unknown } = await compareVerdicts(sets);
  expect(differences).toEqual([]);
  expect(denied).toBeGreaterThan(cases / 10);
  expect(cases - denied).toBeGreaterThan(cases / 10);
  expect(unknown).toBeLessThan(cases / 10);
  const { version } = await newestServer();
  record('Which workloads generated policies are asked about', { version, cases, agreed: cases });
});
