import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CompletionItem, CompletionRequest, type Hover, HoverRequest } from 'vscode-languageserver-protocol';
import { RULES } from '../../server/src/rules/index';
import { EditorClient } from '../bench/measure/client';
import { ourServer, yamlServerWithSchema } from '../bench/peers/servers';

/** Each document is asked about at three places of each line. */
const EXAMPLES = RULES.filter((_, index) => index % 12 === 0).map(({ id, examples }) => ({ id, text: examples.bad }));

/** What we complete: rules in comments, volumes in mounts, and single sidecars. */
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    side
spec:
  containers:
    - name: web # sidecar-guard-disable-line mutable-tag,
      image: registry.example.com/web:1
      volumeMounts:
        - name:${' '}
        - { name: logs, mountPath: /var/log/web }
    -${' '}
  volumes:
    - { name: logs, emptyDir: {} }
`;

interface Said {
  readonly labels: readonly string[];
  readonly lines: readonly string[];
}

/** The server of VS Code's YAML extension, with the schema of Kubernetes, as it is beside ours in an editor. */
let yaml: EditorClient;
let ours: EditorClient;

beforeAll(async () => {
  const command = await yamlServerWithSchema();
  const settings = { yaml: { ...(command.settings?.yaml as object), completion: true, hover: true } };
  yaml = await EditorClient.start({ ...command, settings });
  ours = await EditorClient.start({ ...ourServer(), initializationOptions: { hasSchemas: true } });
});
afterAll(() => Promise.all([yaml, ours].map((client) => client?.stop())));

it('beside the YAML extension, nothing is offered or explained twice', async () => {
  const both = { labels: 0, lines: 0 };
  const twice: string[] = [];
  for (const { id, text } of [...EXAMPLES, { id: 'pod', text: POD }]) {
    const uri = `file:///${id}.yaml`;
    await Promise.all([ours.open(uri, text), yaml.open(uri, text)]);
    for (const [line, words] of text.split('\n').entries()) {
      for (const character of new Set([words.length, words.search(/\S|$/), words.indexOf(': ') + 2])) {
        const own = await said(ours, uri, line, character);
        const other = await said(yaml, uri, line, character);
        for (const kind of ['labels', 'lines'] as const) {
          if (own[kind].length > 0 && other[kind].length > 0) both[kind]++;
          const same = own[kind].filter((one) => other[kind].includes(one));
          twice.push(...same.map((one) => `${id}:${line + 1}: ${one}`));
        }
      }
    }
  }
  expect(twice).toEqual([]);
  // Both had something to say, at many places the same.
  expect(both.labels).toBeGreaterThan(0);
  expect(both.lines).toBeGreaterThan(50);
});

/** The completions of a server, and the sentences of its hover. */
async function said({ connection }: EditorClient, uri: string, line: number, character: number): Promise<Said> {
  const place = { textDocument: { uri }, position: { line, character } };
  const completions = await connection.sendRequest(CompletionRequest.type, place);
  const items: readonly CompletionItem[] = Array.isArray(completions) ? completions : (completions?.items ?? []);
  const lines = textOf(await connection.sendRequest(HoverRequest.type, place)).split('\n');
  return {
    labels: items.map(({ label }) => label.toLowerCase()),
    lines: lines.map((one) => one.trim()).filter((one) => one.length > 12),
  };
}

function textOf(hover: Hover | null): string {
  if (!hover) return '';
  const { contents } = hover;
  if (typeof contents === 'string') return contents;
  if (Array.isArray(contents)) return contents.map((one) => (typeof one === 'string' ? one : one.value)).join('\n');
  return contents.value;
}
