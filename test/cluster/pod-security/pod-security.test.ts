import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { RULES } from '../../../server/src/rules/index.ts';
import { Random } from '../../fuzz/random.ts';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { newestServer, oldServer } from '../api/server';
import type { ApiServer } from '../api/types';
import { record } from '../record/record';
import { workloadOf } from '../refusals/draft.ts';
import { KINDS } from '../refusals/kinds.ts';
import { SECURITY_VARIANTS } from './variants.ts';
import { differencesOf, ourViolations, serverViolations } from './violations.ts';

/** The generated pods; other ones with another seed. */
const { POD_SECURITY = '200', SEED = '1' } = process.env;
const PREFIX = 'pod-security.kubernetes.io';
const FIXTURES = 'test/fixtures/pod-security-v1.37';

const LEVELS = [
  ...['baseline latest', 'restricted latest', 'baseline v1.18', 'restricted v1.21', 'restricted v1.24'],
  ...['baseline v1.29', 'baseline v1.33', 'restricted v1.34'],
];

/** What a DaemonSet has of its node is one finding, not one for each check. */
const WITHOUT_NODE_AGENTS = KINDS.filter((kind) => kind !== 'DaemonSet');

describe.each([
  { version: '1.37', connect: newestServer },
  { version: '1.34', connect: oldServer },
])('the Pod Security Standards are judged as Kubernetes $version does', ({ version, connect }) => {
  let server: ApiServer;
  let spaces: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  const minor = Number(version.split('.')[1]);

  beforeAll(async () => {
    server = await connect();
    const labelled = LEVELS.map((words) => {
      const [level = '', edition = ''] = words.split(' ');
      return { [`${PREFIX}/warn`]: level, [`${PREFIX}/warn-version`]: edition };
    });
    const enforcing = { [`${PREFIX}/enforce`]: 'baseline', [`${PREFIX}/enforce-version`]: 'latest' };
    spaces = await Promise.all(
      [...labelled, enforcing].map(async (labels) => ({ name: await newNamespace(server, labels), labels })),
    );
  });

  /** What both make of one manifest in every namespace; nothing where the server refuses it for another reason. */
  const differences = async (of: string, manifest: string): Promise<string[]> => {
    const asked = spaces.map(async ({ name, labels }) => {
      const { code, message, warnings } = await dryRunCreate(server, manifest, { namespace: name });
      if (code === 422 || code === 400) return [];
      const said = [message, ...warnings].find((words) => words.includes('PodSecurity')) ?? '';
      const isEnforcedLater = `${PREFIX}/enforce` in labels && !/^kind: "?Pod"?$/m.test(manifest);
      const space = stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
      const ours = ourViolations(`${space}---\n${inNamespace(manifest, name)}`, minor);
      const differ = isEnforcedLater ? [] : differencesOf(serverViolations(said), ours);
      return differ.map((what) => `${of}, ${Object.values(labels).join(' ')}: ${what}\n${manifest}`);
    });
    return (await Promise.all(asked)).flat();
  };

  const agree = async (which: string, asked: readonly Promise<string[]>[]): Promise<void> => {
    expect((await Promise.all(asked)).flat()).toEqual([]);
    const cases = asked.length * spaces.length;
    record(`Which checks of Pod Security which container violates: ${which}`, {
      version: server.version,
      cases,
      agreed: cases,
    });
  };

  it.each(['baseline', 'restricted'])('in upstream’s fixtures for %s', async (level) => {
    const files = ['pass', 'fail'].flatMap((kind) =>
      readdirSync(`${FIXTURES}/${level}/${kind}`).map((name) => `${FIXTURES}/${level}/${kind}/${name}`),
    );
    await agree(
      `fixtures of the ${level} level`,
      files.map((file) => differences(file, readFileSync(file, 'utf8'))),
    );
  });

  it('in the examples of the rules', async () => {
    const examples = RULES.filter(({ peers }) => peers?.PSS).flatMap(({ id, examples: { bad, good } }) =>
      [bad, good].map((text) => [id, text.split('---\n').at(-1) ?? ''] as const),
    );
    await agree(
      'examples of rules',
      examples.map(([id, text]) => differences(id, text)),
    );
  });

  it('in generated workloads', async () => {
    const random = new Random(SEED, version);
    const asked = random.several(Number(POD_SECURITY), () => {
      const variants = random.several(5, () => random.pick(SECURITY_VARIANTS));
      const kind = random.below(2) === 0 ? 'Pod' : random.pick(WITHOUT_NODE_AGENTS);
      const manifest = stringify(workloadOf(kind, variants, random));
      return differences(variants.map(({ name }) => name).join(', '), manifest);
    });
    await agree('generated workloads', asked);
  });
});

/** The manifest with the namespace that it is posted to. */
function inNamespace(manifest: string, namespace: string): string {
  const without = manifest.replace(/^ {2}namespace: .*\n/m, '');
  return without.replace(/^metadata:\n/m, `metadata:\n  namespace: ${namespace}\n`);
}
