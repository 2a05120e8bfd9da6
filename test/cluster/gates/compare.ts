import { newestServer } from '../api/server';
import { whileGated } from './in-force';
import { ourVerdicts } from './our-verdicts';
import type { PolicySet } from './policy-set';
import { serverVerdict } from './server-verdict';

/** What came of a comparison. */
export interface Compared {
  readonly differences: string[];
  /** The verdicts that were compared, and those of them that deny. */
  readonly cases: number;
  readonly denied: number;
  readonly unknown: number;
}

/** Compares our verdicts on all workloads of sets with the server's. What is unknown to us is no claim. */
export async function compareVerdicts(sets: readonly PolicySet[]): Promise<Compared> {
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
  const denied = claims.filter(({ theirs }) => theirs === 'denied').length;
  return { differences, cases: claims.length, denied, unknown: compared.length - claims.length };
}
