import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompletionItem, CompletionRequest } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { problems } from '../unit/analyse';
import { Client } from './client';

const JOB = `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      automountServiceAccountToken: false
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: RuntimeDefault } }
      initContainers:
        - |init
      containers:
        - name: report
          image: registry.example.com/report@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
          ports: [{ containerPort: 3000 }]
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          volumeMounts:
            - name: |mount
            - { name: logs, mountPath: /var/log/report }
        - |container
      volumes:
        - name: logs
          emptyDir: { sizeLimit: 64Mi }
        - { name: tls, secret: { secretName: report-tls } }
        - { name: "a}$1", emptyDir: {} }
`;

let client: Client;
let count = 0;
beforeAll(async () => {
  client = await Client.start({
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  });
});
afterAll(() => client?.stop());

/** What is offered at the mark of a text, and the text with an item taken. */
async function at(text: string, mark = '|', name = `file:///${count++}.yaml`) {
  const marked = text.replace(/\|(?:init|mount|container)\b/g, (other) => (other === mark ? other : ''));
  const offset = marked.indexOf(mark);
  const source = marked.replace(mark, '');
  client.open(name, source);
  const document = TextDocument.create(name, 'yaml', 1, source);
  const found = await client.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri: name },
    position: document.positionAt(offset),
  });
  const items: readonly CompletionItem[] = Array.isArray(found) ? found : [];
  const take = (label: string): string => {
    const edit = items.find((item) => item.label === label)?.textEdit;
    if (!edit || !('range' in edit)) throw new Error(`${label} is not offered`);
    return TextDocument.applyEdits(document, [edit]);
  };
  return { labels: items.map(({ label }) => label), items, take };
}

const POD = (metadata: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n${metadata}spec:\n  containers:\n    - name: a\n      image: a\n`;

describe('completion', () => {
  it('offers the rules in a comment that silences, but for those that it names', async () => {
    const { labels, items } = await at(`${POD('')}# sidecar-guard-disable-line mutable-tag, privi|\n`);
    expect(labels).toContain('privileged');
    expect(labels).not.toContain('mutable-tag');
    expect(items.find(({ label }) => label === 'privileged')?.detail).toBeTruthy();
    expect((await at(`${POD('')}# sidecar-guard-disable-line x -- a reason |\n`)).labels).toEqual([]);
  });

  it('offers the comments themselves', async () => {
    const { labels, take } = await at(`${POD('')}      # side|\n`);
    expect(labels).toEqual(['sidecar-guard-disable-next-line', 'sidecar-guard-disable-line', 'sidecar-guard-disable']);
    expect(take('sidecar-guard-disable-line')).toContain('\n      # sidecar-guard-disable-line \n');
    expect((await at(`${POD('')}      # other|\n`)).labels).toEqual([]);
  });

  it('offers the annotation that silences, and the rules in it', async () => {
    expect((await at(POD('  annotations:\n    side|\n'))).labels).toEqual(['sidecar-guard/ignore']);
    expect((await at(POD('  annotations:\n    sidecar-guard/ignore: "mutable-tag, web:pri|"\n'))).labels).toContain(
      'privileged',
    );
    expect((await at(POD('  labels:\n    side|\n'))).labels).toEqual([]);
  });

  it('offers the volumes of the pod in a mount, as a block and in one line', async () => {
    const flow = JOB.replace('{ name: logs, mountPath: /var/log/report }', '{ mountPath: /x }').replace(
      '        - |container',
      '        - { name: b, volumeMounts: [{ mountPath: /x, name: |here }] }',
    );
    for (const { items } of [await at(JOB, '|mount'), await at(flow, '|here')])
      expect(items.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
        'logs: emptyDir',
        'tls: Secret "report-tls"',
      ]);
  });

  it('offers single sidecars, with volumes, paths and ports of the pod around them', async () => {
    const { labels, take } = await at(JOB, '|container');
    expect(labels).toEqual(['sidecar: log reader', 'sidecar: metrics exporter', 'sidecar: proxy']);
    expect(take('sidecar: log reader')).toContain(
      '          volumeMounts:\n            - name: logs\n              mountPath: /var/log/report\n              readOnly: true'.replace(
        /^ {8}/gm,
        '',
      ),
    );
    expect(take('sidecar: proxy')).toContain('--upstream=http://127.0.0.1:${3:3000}');
  });

  it('offers native sidecars among the init containers, and a helper for a Job', async () => {
    const { labels, take } = await at(JOB, '|init');
    expect(labels).toContain('sidecar: Job helper');
    expect(take('sidecar: Job helper')).toContain('restartPolicy: Always');
  });

  it('offers sidecars in which nothing is found', async () => {
    const mark = '|init';
    const { items } = await at(JOB, mark);
    const [start = '', end = ''] = JOB.replace('            - name: |mount\n', '')
      .replace('        - |container\n', '')
      .replace('        - { name: "a}$1", emptyDir: {} }\n', '')
      .split(mark);
    for (const { label, textEdit } of items) {
      const body = (textEdit?.newText ?? '').replace(/\$\{\d+:((?:\$\{\d+:)?[^{}]*\}?)\}/g, '$1').replace(/\$\d/g, '');
      const manifest = `${start}${body.replace(/\n/g, '\n        ')}${end}`;
      expect(problems(manifest), label).toEqual([]);
    }
  });

  it('offers nothing elsewhere, where schemas know what can be written', async () => {
    expect((await at(POD('  |\n'))).labels).toEqual([]);
    expect((await at('a: |\n')).labels).toEqual([]);
    expect((await at(JOB.replace('image: ', 'image: |here'), '|here')).labels).toEqual([]);
  });

  it('offers keys and values of the configuration', async () => {
    const configured = async (text: string): Promise<string[]> =>
      (await at(text, '|', `file:///${count++}/.sidecar-guard.yaml`)).labels;
    expect(await configured('ru|')).toContain('rules');
    expect(await configured('rules:\n  mut|')).toContain('mutable-tag');
    expect(await configured('rules:\n  mutable-tag: |')).toEqual(['hint', 'information', 'warning', 'error', 'off']);
    expect(await configured('podSecurity: |')).toContain('restricted');
    expect(await configured('ignore:\n  - rule: |')).toContain('privileged');
    expect(await configured('ignore:\n  - |')).toContain('reason');
    expect(await configured('ignore:\n  - rule: privileged\n    rea|')).toContain('reason');
  });
});
