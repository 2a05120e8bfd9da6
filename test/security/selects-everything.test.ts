import { expect, it, onTestFinished } from 'vitest';
import { Client } from '../server/client';
import { podOf } from '../unit/manifests';

const GOOD = 'file:///w/good.yaml';
const BAD = 'file:///w/bad.yaml';
const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

function container(name: string): string {
  return `- name: ${name}\n  image: registry.example.com/web:1\n  securityContext: { privileged: true }\n`;
}

function containers(count: number): string {
  return podOf(`containers:\n${Array.from({ length: count }, (_, index) => container(`c${index}`)).join('')}`);
}

it.each<[what: string, text: string]>([
  ['2,000 containers', containers(2000)],
  ['50,000 lines', `${containers(1)}${'# x\n'.repeat(50_000)}`],
  ['a line of a megabyte', podOf(`containers:\n${container('a')}  args: ["${'x'.repeat(1_000_000)}"]\n`)],
  [
    '500 containers with long names',
    podOf(
      `containers:\n${Array.from({ length: 500 }, (_, index) => container(`"a${index}${'b'.repeat(2000)}"`)).join('')}`,
    ),
  ],
])(
  'a document of %s does not keep the others waiting while all of it is selected',
  { timeout: 60_000 },
  async (_, text) => {
    const client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
    onTestFinished(() => client.stop());
    await client.open(GOOD, containers(1));
    await client.open(BAD, text);
    await client.pull(BAD);
    const start = performance.now();
    const actions = client.codeActions(BAD, EVERYTHING);
    expect((await client.pull(GOOD)).map(({ code }) => code)).toContain('privileged');
    // Four documents of this size were parsed for each action; a busy machine takes several times as long.
    expect(performance.now() - start).toBeLessThan(4000);
    expect((await actions).length).toBeGreaterThan(0);
  },
);
