import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../server/src/rules/index';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { newestServer, oldServer } from '../api/server';
import type { ApiServer, DryRun } from '../api/types';
import { record } from '../record/record';
import { type Action, actionsOn, afterAll, everyRule, podManifestsIn } from './actions';
import { BASELINE, complaintsAbout, isAboutPodSecurity } from './complaints';
import { generatedManifest } from './generated-pods';

/** How many pods are generated. `FIXES_PODS=300 SEED=7` looks further; the same seed makes the same manifests. */
const COUNT = Number(process.env.FIXES_PODS ?? 30);
const SEED = Number(process.env.SEED ?? 1);

const FOLDERS = ['test/fixtures/pod-security-v1.37', 'test/fixtures/real', 'examples'];

const written = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => podManifestsIn(readFileSync(`${folder}/${name}`, 'utf8'))),
);
const ofRules = RULES.flatMap(({ examples }) => [...podManifestsIn(examples.bad), ...podManifestsIn(examples.good)]);
const generated = Array.from({ length: COUNT }, (_, index) => generatedManifest(SEED, index));

/** One in three, for the server that differs from the other one in little. */
const some = (manifests: readonly string[]): string[] => manifests.filter((_, index) => index % 3 === 0);

describe.each([
  { name: 'the newest server', server: newestServer, minor: 37, choose: (all: readonly string[]) => all },
  { name: 'the server of 1.34', server: oldServer, minor: 34, choose: some },
])('code actions, asked of $name', ({ server, minor, choose }) => {
  it.each([
    ['fixtures', written],
    ['the examples of rules', ofRules],
    ['generated pods', generated],
  ])(
    'of %s',
    async (which, all) => {
      const manifests = choose(all);
      const asked = await server();
      const { accepted, tried, complaints } = await tryActions(asked, manifests, minor);
      record(
        `What the API server accepts, it accepts after each code action, which mends what it complains of: ${which}`,
        {
          version: asked.version,
          cases: tried,
          agreed: tried,
        },
      );
      expect(accepted).toBeGreaterThan(manifests.length / 2);
      expect(tried).toBeGreaterThan(manifests.length * 3);
      expect(complaints).toBeGreaterThan(manifests.length);
    },
    1_200_000,
  );
});

/** The namespaces of a server, one for each level that it warns of. */
interface Levels {
  readonly server: ApiServer;
  readonly baseline: string;
  readonly restricted: string;
}

/** Does each action alone, and then all of them, with every manifest that the server accepts. */
async function tryActions(server: ApiServer, manifests: readonly string[], minor: number) {
  const [baseline, restricted] = await Promise.all(
    ['baseline', 'restricted'].map((level) => newNamespace(server, { 'pod-security.kubernetes.io/warn': level })),
  );
  if (baseline === undefined || restricted === undefined) throw new Error('There is no namespace.');
  const levels = { server, baseline, restricted };
  const found = await Promise.all(manifests.map((text, index) => tryManifest(levels, text, minor, index)));
  expect(found.flatMap(({ problems }) => problems).join('\n\n')).toBe('');
  const sum = (count: (one: (typeof found)[number]) => number): number =>
    found.reduce((total, one) => total + count(one), 0);
  return {
    accepted: sum(({ tried }) => Math.sign(tried)),
    tried: sum(({ tried }) => tried),
    complaints: sum(({ complaints }) => complaints),
  };
}

async function tryManifest({ server, baseline, restricted }: Levels, text: string, minor: number, index: number) {
  const problems: string[] = [];
  let complaints = 0;
  const before = {
    baseline: await dryRunCreate(server, text, { namespace: baseline }),
    restricted: await dryRunCreate(server, text, { namespace: restricted }),
  };
  if (!before.restricted.isAccepted) return { tried: 0, complaints: 0, problems };
  // An old edition forbids what the API server does not even accept in a pod for Windows.
  const options = everyRule(minor, index % 5 === 0 ? 'v1.24' : 'latest');
  const actions = actionsOn(text, options);
  for (const action of actions) {
    const level = BASELINE.has(action.rule) ? 'baseline' : 'restricted';
    const namespace = level === 'baseline' ? baseline : restricted;
    const after = await dryRunCreate(server, action.after, { namespace });
    complaints += complaintsAbout(action, before[level].warnings);
    const problem = problemOf(action, before[level], after);
    if (problem) problems.push(report(problem, action, text));
  }
  const end = await dryRunCreate(server, afterAll(text, options), { namespace: restricted });
  if (!end.isAccepted) problems.push(`All actions: ${end.message}\n${text}\n--- after\n${afterAll(text, options)}`);
  return { tried: actions.length, complaints, problems };
}

function problemOf(action: Action, before: DryRun, after: DryRun): string | undefined {
  if (!after.isAccepted) return `refused: ${after.message}`;
  if (!isAboutPodSecurity(action)) return undefined;
  const left = complaintsAbout(action, after.warnings);
  // A container can lack a drop and add too much; each is mended alone.
  const most = action.rule === 'capabilities-restricted' ? complaintsAbout(action, before.warnings) - 1 : 0;
  return left > Math.max(0, most) ? `the server still says: ${after.warnings.join('\n')}` : undefined;
}

function report(problem: string, { rule, title, after }: Action, text: string): string {
  return `"${title}" of ${rule}: ${problem}\n--- before\n${text}--- after\n${after}`;
}
