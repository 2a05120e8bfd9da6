import { expect, it, onTestFinished } from 'vitest';
import { Client } from '../server/client';
import { podOf } from '../unit/manifests';

const URI = 'file:///w/pod.yaml';
const IMAGE = 'registry.example.com/web:1';
const POD = podOf(
  `containers:\n- { name: web, image: "${IMAGE}", securityContext: { privileged: true } }\n`,
  'name: web',
);
const POSITION = { line: POD.split('\n').findIndex((line) => line.includes(IMAGE)), character: 24 };
const INVALID_PARAMETERS = -32602;

async function start(): Promise<Client> {
  const client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
  onTestFinished(() => client.stop());
  await client.open(URI, POD);
  return client;
}

/** The code of the error that a request is answered with, or the answer. */
function answerTo(client: Client, method: string, params: unknown): Promise<unknown> {
  return client.connection.sendRequest(method, params).catch((error: { code: number }) => error.code);
}

const inherited: unknown = JSON.parse('{ "__proto__": { "uri": "file:///w/pod.yaml", "rule": "privileged" } }');
const nested = { groups: [{ namespace: 'shop', workload: null }], namespaces: [], context: '' };

it.each<[request: string, wrong: readonly unknown[]]>([
  ['newGate', [{ engine: 5, beside: URI }, { engine: 'Kyverno' }, { engine: 'Kyverno', beside: [URI] }]],
  ['audit', [{}, { running: null }, { running: { groups: 5 } }, { running: nested }]],
  [
    'workloadAt',
    [
      { uri: URI },
      { uri: URI, position: { line: '__proto__', character: {} } },
      { uri: URI, position: { line: -1, character: 0 } },
      { uri: URI, position: { line: 1e99, character: 0 } },
      { uri: 5, position: POSITION },
    ],
  ],
  ['roles', [{}, { pod: { spec: {} } }, { pod: null }]],
  ['runningDigests', [{ image: IMAGE }, { image: IMAGE, running: [null] }, { image: IMAGE, running: [{ image: 5 }] }]],
  [
    'writeDigest',
    [
      { uri: URI, position: POSITION, image: IMAGE, digest: 5 },
      { uri: URI, position: POSITION, image: IMAGE, digest: 'x\nhostNetwork: true' },
      { uri: URI, position: POSITION, image: IMAGE, digest: 'sha256:1' },
      { uri: URI, position: null, image: IMAGE, digest: `sha256:${'a'.repeat(64)}` },
    ],
  ],
  ['ruleDocumentation', [{ rule: 5 }, { rule: ['privileged'] }, { rule: null }]],
  ['readAgain', [{ uri: null }, { uri: {} }]],
])('"%s" with other parameters than ours is refused, and the next question is answered', async (request, wrong) => {
  const client = await start();
  for (const params of [undefined, null, 5, [], inherited, ...wrong]) {
    expect(await answerTo(client, `sidecarGuard/${request}`, params), JSON.stringify(params)).toBe(INVALID_PARAMETERS);
  }
  expect((await client.pull(URI)).map(({ code }) => code)).toContain('privileged');
});

it.each([
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeConfiguration',
])('"%s" with anything in it neither ends the server nor changes what is judged', async (notification) => {
  const client = await start();
  const wrong: unknown[] = [
    null,
    5,
    {},
    { textDocument: null },
    { textDocument: { uri: 5, text: 5, version: 'x' } },
    { textDocument: { uri: URI, version: 7 }, contentChanges: [null] },
    { textDocument: { uri: URI, version: 8 }, contentChanges: 5 },
    { changes: [null] },
    { changes: [{ uri: 5, type: 9 }] },
    { settings: { sidecarGuard: JSON.parse('{ "__proto__": { "rules": "x" }, "rules": { "constructor": 5 } }') } },
  ];
  for (const params of wrong) await client.connection.sendNotification(notification, params);
  await client.open('file:///w/next.yaml', POD);
  expect((await client.pull('file:///w/next.yaml')).map(({ code }) => code)).toContain('privileged');
});

it.each<[what: string, notification: string, params: object]>([
  ['opened anew with a text that is none', 'didOpen', { languageId: 'yaml', version: 2, text: { textDocument: 5 } }],
  ['changed to a text that is none', 'didChange', { contentChanges: [{ text: 5 }] }],
  ['changed at a place that is none', 'didChange', { contentChanges: [{ range: { start: 5 }, text: 'kind: Pod' }] }],
])('a large document that is %s stays as it was, and so do the others', async (_, notification, { ...params }) => {
  const client = await start();
  const large = 'file:///w/large.yaml';
  // It is read at the next question, since it takes long.
  await client.open(large, Array.from({ length: 1000 }, (_, index) => `${POD}# ${index}\n`).join('---\n'));
  const before = await client.pull(large);
  const textDocument = { uri: large, version: 2, ...params };
  await client.connection.sendNotification(`textDocument/${notification}`, { textDocument, ...params });
  expect((await client.pull(URI)).map(({ code }) => code)).toContain('privileged');
  expect(await client.pull(large)).toEqual(before);
});
