import { expect, it } from 'vitest';
import { gateNotAccepted } from '../../../server/src/rules/images/gate-not-accepted';
import { Random } from '../../fuzz/random';
import { newestServer } from '../api/server';
import { allManifests } from '../corpus';
import { record } from '../record/record';
import { compareVerdicts } from './compare';
import { generatePolicy, generateWorkloads } from './generate';
import { policySet, setOfPolicies } from './policy-set';

/** Its policy is one that the server refuses. */
const NOT_ACCEPTED = `${gateNotAccepted.id} bad`;
const GENERATED = 150;

it('the server decides as we say by the policies of examples and fixtures', async () => {
  const accepted = allManifests().filter(({ name }) => name !== NOT_ACCEPTED);
  const sets = accepted.flatMap(
    (manifest) => setOfPolicies(manifest, generateWorkloads(new Random(manifest.name))) ?? [],
  );
  const { differences, cases } = await compareVerdicts(sets);
  expect(differences).toEqual([]);
  expect(cases).toBeGreaterThan(50);
  const { version } = await newestServer();
  record('Whether policies of examples and fixtures deny workloads', { version, cases, agreed: cases });
});

it('the server decides as we say by generated policies', async () => {
  const sets = Array.from({ length: GENERATED }, (_, index) =>
    policySet(`policy ${index}`, generatePolicy(new Random('gates', index))),
  );
  const { differences, cases, unknown } = await compareVerdicts(sets);
  expect(differences).toEqual([]);
  expect(unknown).toBeLessThan(cases / 20);
  const { version } = await newestServer();
  record('Whether generated policies deny workloads', { version, cases, agreed: cases });
});
