import { expect, it } from 'vitest';
import { Random } from '../../../fuzz/random';
import { dryRunCreate } from '../../api/dry-run';
import { newestServer } from '../../api/server';
import type { ApiObject, ApiServer } from '../../api/types';
import { record } from '../../record/record';
import { whileGated } from '../in-force';
import { type PolicySet, policySet } from '../policy-set';
import { generateExpression, generatePod } from './generate';
import { ourCost } from './our-cost';
import { policyOf } from './policy';

/** For a larger run: `COST_EXPRESSIONS=500`. */
const { COST_EXPRESSIONS = '12', SEED = '1' } = process.env;
const LIMIT = 1_000_000;
/** The annotation of a pod that says how often its policy does what it does. */
const TIMES = 'times';
const AT_A_TIME = 50;

const written = generatePod(new Random('cost', SEED), 'pod');

function podWith(times: number): ApiObject {
  const { annotations } = written.metadata;
  return { ...written, metadata: { ...written.metadata, annotations: { ...annotations, [TIMES]: String(times) } } };
}

interface Case {
  readonly expression: string;
  /** How often the expression can do what it does on a pod, by our count, before it costs too much. */
  readonly most: number;
}

/** An expression that does something as often as a pod says. It can't be known what the server counts where something fails. */
function caseOf(index: number): Case | undefined {
  const part = generateExpression(new Random('cost', SEED, index));
  const each = `object.spec.containers.map(c, ${part}).size() > 0`;
  const expression = `lists.range(int(object.metadata.annotations['${TIMES}'])).all(i, ${each})`;
  const [ten, twenty] = [10, 20].map((times) => ourCost(expression, podWith(times)));
  if (ten === undefined || twenty === undefined) return undefined;
  const more = (twenty - ten) / 10;
  const most = Math.floor((LIMIT - ten) / more) + 10;
  const isMost =
    ourCost(expression, podWith(most)) !== undefined && ourCost(expression, podWith(most + 1)) === undefined;
  // The number itself is in some costs, in which each digit counts.
  return isMost ? { expression, most } : undefined;
}

it('an expression is stopped where its cost by our count exceeds the limit', async () => {
  const server = await newestServer();
  const cases: Case[] = [];
  for (let index = 0; cases.length < Number(COST_EXPRESSIONS); index++) cases.push(...[caseOf(index) ?? []].flat());
  const differences: string[] = [];
  for (let start = 0; start < cases.length; start += AT_A_TIME) {
    differences.push(...(await differencesOn(server, cases.slice(start, start + AT_A_TIME))));
  }
  expect(differences).toEqual([]);
  const { version } = server;
  record('How often generated expressions can do what they do before they cost too much', {
    version,
    cases: cases.length,
    agreed: cases.length,
  });
});

async function differencesOn(server: ApiServer, cases: readonly Case[]): Promise<string[]> {
  const sets = cases.map(({ expression }) => policySet(expression, policyOf(expression, 'Fail')));
  return whileGated(server, sets, async () => {
    const found = await Promise.all(
      sets.map(async (set, index) => {
        const { most = 0 } = cases[index] ?? {};
        const [isBelow, isAbove] = [await isStopped(server, set, most), await isStopped(server, set, most + 1)];
        return !isBelow && isAbove ? [] : [`${set.name}, ${most} times: ${isBelow ? 'fewer' : 'more'} on the server`];
      }),
    );
    return found.flat();
  });
}

async function isStopped(server: ApiServer, { namespace }: PolicySet, times: number): Promise<boolean> {
  const { isAccepted, message } = await dryRunCreate(server, podWith(times), {
    namespace: namespace.metadata.name ?? '',
  });
  if (!isAccepted && !message.includes('cost limit exceeded')) throw new Error(message);
  return !isAccepted;
}
