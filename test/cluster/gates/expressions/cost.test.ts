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

/** For a larger run: `COST_EXPRESSIONS=5000`. */
const { COST_EXPRESSIONS = '500', SEED = '1' } = process.env;
const LIMIT = 1_000_000;
/** So many policies are in force at a time: the server asks all of them. */
const AT_A_TIME = 50;
/** How often an expression is evaluated. The server takes long for more: its time grows with their square. */
const TIMES = [1, 10, 100, 1000];

const written = generatePod(new Random('cost', SEED), 'pod');

/** How long the annotations are whose texts an expression searches: what that costs fills up its cost to the limit. */
interface Filling {
  /** Costs its square, in tens of characters. */
  readonly coarse: number;
  /** Costs 1 for ten characters. */
  readonly fine: number;
}

function podWith({ coarse, fine }: Filling): ApiObject {
  const annotations = { ...written.metadata.annotations, coarse: 'a'.repeat(10 * coarse), fine: 'a'.repeat(10 * fine) };
  return { ...written, metadata: { ...written.metadata, annotations } };
}

interface Case {
  readonly expression: string;
  /** The most that it can be filled with by our count. */
  readonly most: Filling;
}

/** A case; undefined where the expression fails on the pod: what the server counts then can't be seen. */
function caseOf(index: number): Case | undefined {
  const random = new Random('cost', SEED, index);
  const part = `object.spec.containers.map(c, ${generateExpression(random)})`;
  const repeated = `lists.range(${random.pick(TIMES)}).all(i, ${part}.size() > 0)`;
  const [coarse, fine] = ['coarse', 'fine'].map((name) => `object.metadata.annotations['${name}']`);
  const expression = `[${repeated}, ${coarse}.contains(${coarse}), ${fine}.lowerAscii() != 'b'].size() == 3`;
  const most = mostOf(expression);
  // Where an expression reads all annotations, what it is filled with costs more than here.
  const isMost = most && isWithin(expression, most) && !isWithin(expression, oneMore(most));
  return isMost ? { expression, most } : undefined;
}

function mostOf(expression: string): Filling | undefined {
  const alone = ourCost(expression, podWith({ coarse: 0, fine: 0 }));
  if (alone === undefined) return undefined;
  const coarse = Math.floor(Math.sqrt(LIMIT - alone - 2));
  const almost = ourCost(expression, podWith({ coarse, fine: 1 })) ?? LIMIT;
  return { coarse, fine: LIMIT - almost + 1 };
}

function oneMore({ coarse, fine }: Filling): Filling {
  return { coarse, fine: fine + 1 };
}

function isWithin(expression: string, filling: Filling): boolean {
  return ourCost(expression, podWith(filling)) !== undefined;
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
  record('Whether expressions cost too much, each one just within the limit and just over it', {
    version,
    cases: cases.length,
    agreed: cases.length,
  });
});

async function differencesOn(server: ApiServer, cases: readonly Case[]): Promise<string[]> {
  const sets = cases.map(({ expression }) => policySet(expression, policyOf(expression, 'Fail')));
  return whileGated(server, sets, async () => {
    const found = await Promise.all(cases.map((one, index) => differenceOn(server, one, sets[index])));
    return found.flat();
  });
}

async function differenceOn(server: ApiServer, { expression, most }: Case, set?: PolicySet): Promise<string[]> {
  const namespace = set?.namespace.metadata.name ?? '';
  const stopsAt = async (filling: Filling): Promise<boolean> => {
    const { isAccepted, message } = await dryRunCreate(server, podWith(filling), { namespace });
    if (!isAccepted && !message.includes('cost limit exceeded')) throw new Error(`${expression}: ${message}`);
    return !isAccepted;
  };
  const says = (problem: string): string[] => [`${expression} with ${JSON.stringify(most)}: ${problem}`];
  if (await stopsAt(most)) return says('the server counts more');
  return (await stopsAt(oneMore(most))) ? [] : says('the server counts less');
}
