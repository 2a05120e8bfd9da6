import { expect, it } from 'vitest';
import { Random } from '../../fuzz/random';
import { isAllowed } from '../api/access-review';
import { newestServer } from '../api/server';
import type { AccessQuestion, ApiServer } from '../api/types';
import { allManifests } from '../corpus';
import { record } from '../record/record';
import { generateRbac } from './generate';
import { whileInForce } from './in-force';
import { type Question, questionsAbout } from './questions';
import { type RbacSet, rbacSet, setOfManifest } from './rbac-set';

/** For a larger run: `ACCESS_SETS=500`, and another `SEED`. */
const { ACCESS_SETS = '60', SEED = '' } = process.env;
const GENERATED = Number(ACCESS_SETS);
const QUESTIONS_PER_SET = 40;

/** Of all questions about a set so many, half of them with the answer yes if there are enough of these. */
function sample(questions: readonly Question[], { name }: RbacSet): Question[] {
  const random = new Random('questions', name);
  const shuffled = questions.map((one) => ({ one, by: random.below(1e9) })).sort((a, b) => a.by - b.by);
  const [yes, no] = [true, false].map((ours) => shuffled.filter(({ one }) => one.ours === ours));
  const most = QUESTIONS_PER_SET / 2;
  return [...(yes ?? []).slice(0, most), ...(no ?? []).slice(0, most)].map(({ one }) => one);
}

/** The questions that the server answers otherwise. */
async function differences(server: ApiServer, questions: readonly Question[]): Promise<string[]> {
  const answers = await Promise.all(
    questions.map(async ({ set, subject, action, namespace, ours, asked }) => {
      if ((await isAnyAllowed(server, asked)) === ours) return [];
      const who = `${subject.kind} ${subject.name}`;
      return [`${set}: ${who}, ${action.verb} ${action.group}/${action.resource} in ${namespace}: we say ${ours}`];
    }),
  );
  return answers.flat();
}

async function isAnyAllowed(server: ApiServer, asked: Question['asked']): Promise<boolean> {
  for (const all of asked) if (await areAllAllowed(server, all)) return true;
  return false;
}

async function areAllAllowed(server: ApiServer, all: readonly AccessQuestion[]): Promise<boolean> {
  for (const one of all) if (!(await isAllowed(server, one))) return false;
  return true;
}

async function questionsOn(server: ApiServer, set: RbacSet): Promise<Question[]> {
  return sample(await questionsAbout(server, set), set);
}

it('who may do what by the roles and bindings of examples and fixtures, the server says, too', async () => {
  const server = await newestServer();
  const all = allManifests().map(setOfManifest);
  const sets = all.filter(({ objects }) => objects.some(({ subjects }) => subjects));
  const found: string[] = [];
  let cases = 0;
  // Some of them give rights to everybody, so each is in force alone.
  for (const set of sets) {
    const questions = await questionsOn(server, set);
    found.push(...(await whileInForce(server, [set], () => differences(server, questions))));
    cases += questions.length;
  }
  expect(found).toEqual([]);
  expect(cases).toBeGreaterThan(0);
  record('Who may do what in examples and fixtures', { version: server.version, cases, agreed: cases });
});

it('who may do what by generated roles and bindings, the server says, too', async () => {
  const server = await newestServer();
  const sets = Array.from({ length: GENERATED }, (_, index) =>
    rbacSet(`set ${index}`, generateRbac(new Random(`access${SEED}`, index), false)),
  );
  const questions = (await Promise.all(sets.map((set) => questionsOn(server, set)))).flat();
  expect(await whileInForce(server, sets, () => differences(server, questions))).toEqual([]);
  expect(questions.filter(({ ours }) => ours).length).toBeGreaterThan(questions.length / 4);
  const cases = questions.length;
  record('Who may do what by generated roles and bindings', { version: server.version, cases, agreed: cases });
});

it('who may do what where roles are bound to everybody, the server says, too', async () => {
  const server = await newestServer();
  let cases = 0;
  for (let index = 0; index < 8; index++) {
    const set = rbacSet(`broad set ${index}`, generateRbac(new Random('broad', index), true));
    const questions = await questionsOn(server, set);
    expect(await whileInForce(server, [set], () => differences(server, questions))).toEqual([]);
    cases += questions.length;
  }
  record('Who may do what where roles are bound to everybody', {
    version: server.version,
    cases,
    agreed: cases,
  });
});
