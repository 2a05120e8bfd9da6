import { expect, it } from 'vitest';
import { gateNotAccepted } from '../../../server/src/rules/images/gate-not-accepted';
import { Random } from '../../fuzz/random';
import { newestServer } from '../api/server';
import { allManifests } from '../corpus';
import { record } from '../record/record';
import { generatePolicy, generateWorkloads } from './generate';
import { whileGated } from './in-force';
import { type PolicySet, policySet, setOfPolicies } from './policy-set';
import { ourVerdicts, serverVerdict } from './verdicts';

/** Its policy is one that the server refuses. */
const NOT_ACCEPTED = `${gateNotAccepted.id} bad`;
const GENERATED = 150;

/** Compares the verdicts on all workloads of sets. What is unknown to us is no claim. */
async function compare(sets: readonly PolicySet[]): Promise<{ differences: string[]; cases: number; unknown: number }> {
  const server = await newestServer();
  const compared = await whileGated(server, sets, () =>
    Promise.all(
      sets.flatMap((set) => {
        const ours = ourVerdicts(set);
        return set.workloads.map(async (workload, index) => {
          const theirs = await serverVerdict(server, workload, set.namespace.metadata.name ?? '');
          return { set, workload, ours: ours[index], theirs };
        });
      }),
    ),
  );
  const claims = compared.filter(({ ours, theirs }) => ours !== 'unknown' && theirs !== 'unknown');
  const differences = claims
    .filter(({ ours, theirs }) => ours !== theirs)
    .map(({ set, workload, ours, theirs }) => {
      const policy = JSON.stringify(set.policies.map(({ spec }) => spec));
      return `${set.name}: we say ${ours}, the server ${theirs}: ${policy} ${JSON.stringify(workload)}`;
    });
  return { differences, cases: claims.length, unknown: compared.length - claims.length };
}

it('the server decides as we say by the policies of examples and fixtures', async () => {
  const accepted = allManifests().filter(({ name }) => name !== NOT_ACCEPTED);
  const sets = accepted.flatMap(
    (manifest) => setOfPolicies(manifest, generateWorkloads(new Random(manifest.name))) ?? [],
  );
  const { differences, cases } = await compare(sets);
  expect(differences).toEqual([]);
  expect(cases).toBeGreaterThan(50);
  const { version } = await newestServer();
  record('Whether policies of examples and fixtures deny workloads', { version, cases, agreed: cases });
});

it('the server decides as we say by generated policies', async () => {
  const sets = Array.from({ length: GENERATED }, (_, index) =>
    policySet(`policy ${index}`, generatePolicy(new Random('gates', index))),
  );
  const { differences, cases, unknown } = await compare(sets);
  expect(differences).toEqual([]);
  expect(unknown).toBeLessThan(cases / 20);
  const { version } = await newestServer();
  record('Whether generated policies deny workloads', { version, cases, agreed: cases });
});
