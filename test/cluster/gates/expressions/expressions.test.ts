import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Random } from '../../../fuzz/random';
import { see } from '../../../unit/analyse';
import { dryRunCreate } from '../../api/dry-run';
import { newestServer } from '../../api/server';
import type { ApiObject, ApiServer } from '../../api/types';
import { record } from '../../record/record';
import { whileGated } from '../in-force';
import { ourVerdicts } from '../our-verdicts';
import { type PolicySet, policySet } from '../policy-set';
import { serverVerdict } from '../server-verdict';
import { generatePod, onEachContainer } from './generate';
import { policyOf } from './policy';

/** For a larger run: `GATE_EXPRESSIONS=2000`. */
const { GATE_EXPRESSIONS = '200', SEED = '1' } = process.env;
const PODS = 8;
/** So many policies are in force at a time: the server asks all of them. */
const AT_A_TIME = 100;

const pods = Array.from({ length: PODS }, (_, index) => generatePod(new Random('pods', SEED, index), `p-${index}`));
const expressions = Array.from({ length: Number(GATE_EXPRESSIONS) }, (_, index) =>
  onEachContainer(new Random('expressions', SEED, index)),
);

it('expressions of all types are accepted, and deny pods, where we say so', async () => {
  const server = await newestServer();
  const accepted = await acceptedBy(server);
  const compared: Compared[] = [];
  for (let start = 0; start < accepted.length; start += AT_A_TIME) {
    compared.push(...(await verdictsOn(server, accepted.slice(start, start + AT_A_TIME))));
  }
  const claims = compared.filter(({ ours }) => ours !== 'unknown');
  const differences = claims.filter(({ ours, theirs }) => ours !== theirs);
  expect(differences).toEqual([]);
  const unknown = compared.filter(({ ours }) => ours === 'unknown');
  expect(unknown.length, unknown.map(({ expression }) => expression).join('\n')).toBeLessThanOrEqual(
    compared.length / 50,
  );
  record('Whether generated expressions of all types deny pods', {
    version: server.version,
    cases: claims.length,
    agreed: claims.length,
  });
});

/** The policies of expressions that the server accepts, as we do. */
async function acceptedBy(server: ApiServer): Promise<PolicySet[]> {
  const sets = expressions.map((expression, index) =>
    policySet(expression, [...policyOf(expression, index % 2 === 0 ? 'Fail' : 'Ignore'), ...pods]),
  );
  const asked = await Promise.all(
    sets.map(async (set) => {
      const policy = policyIn(set);
      const [ours] = see(stringify(policy), 'gate-not-accepted').map(({ message }) => message);
      const { isAccepted, message } = await dryRunCreate(server, policy);
      return { set, isAccepted, ours: ours ?? 'accepted', theirs: isAccepted ? 'accepted' : message };
    }),
  );
  const differences = asked
    .filter(({ isAccepted, ours }) => isAccepted !== (ours === 'accepted'))
    .map(({ set, ours, theirs }) => `${set.name}: we say ${ours}, the server ${theirs}`);
  expect(differences).toEqual([]);
  return asked.filter(({ isAccepted }) => isAccepted).map(({ set }) => set);
}

function policyIn({ policies }: PolicySet): ApiObject {
  const policy = policies.find(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  if (!policy) throw new Error('A set has no policy.');
  return policy;
}

interface Compared {
  readonly expression: string;
  readonly pod: string;
  readonly ours: string;
  readonly theirs: string;
}

function verdictsOn(server: ApiServer, sets: readonly PolicySet[]): Promise<Compared[]> {
  return whileGated(server, sets, () =>
    Promise.all(
      sets.flatMap((set) => {
        const ours = ourVerdicts(set);
        return set.workloads.map(async (pod, index) => {
          const theirs = await serverVerdict(server, pod, set.namespace.metadata.name ?? '');
          return { expression: set.name, pod: JSON.stringify(pod), ours: ours[index] ?? 'unknown', theirs };
        });
      }),
    ),
  );
}
