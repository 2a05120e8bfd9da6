import { expect, it, onTestFinished } from 'vitest';
import { Client } from '../server/client';
import { podOf } from '../unit/manifests';

const GOOD = 'file:///w/good.yaml';
const BAD = 'file:///w/bad.yaml';
const WEB = '- name: web\n  image: registry.example.com/web:1\n  securityContext: { privileged: true }\n';
const POD = podOf(`containers:\n${WEB}`);

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}

it.each<[what: string, text: string]>([
  [
    '30,000 labels',
    POD.replace('metadata:\n', `metadata:\n  labels:\n${lines(30_000, (index) => `    a${index}: b\n`)}`),
  ],
  ['20,000 variables', `${POD}    env:\n${lines(20_000, (index) => `    - name: V${index}\n      value: x\n`)}`],
  ['100,000 open brackets', `${POD}    args: ${'['.repeat(100_000)}\n`],
])(
  'edits of a document with %s, one after the other, do not keep the others waiting',
  { timeout: 60_000 },
  async (_, text) => {
    const client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
    onTestFinished(() => client.stop());
    await client.open(GOOD, POD);
    await client.open(BAD, text);
    await client.pull(BAD);
    const start = performance.now();
    await client.pull(BAD);
    await client.edit(BAD, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, '#\n');
    await client.pull(BAD);
    const once = performance.now() - start;
    for (let count = 0; count < 40; count++) {
      await client.edit(BAD, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, '# x\n');
    }
    const before = performance.now();
    expect((await client.pull(GOOD)).map(({ code }) => code)).toContain('privileged');
    // It was read anew for each edit.
    expect(performance.now() - before).toBeLessThan(8 * once + 500);
    expect((await client.pull(BAD)).length).toBeGreaterThan(0);
  },
);
