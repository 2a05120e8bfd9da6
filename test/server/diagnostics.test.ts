import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { applyAction, Client, type ClientOptions, rangeOf } from './client';

const SEED = readFileSync('test/fixtures/seed/sidecar-injection.yaml', 'utf8');
const SEED_URI = 'file:///seed.yaml';
const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];

const started: Client[] = [];
async function start(options?: ClientOptions): Promise<Client> {
  const client = await Client.start(options);
  started.push(client);
  return client;
}
afterEach(async () => {
  await Promise.all(started.splice(0).map((client) => client.stop()));
});

function lines(diagnostics: Diagnostic[]): string[] {
  return diagnostics.map(({ code, severity, range }) => `${range.start.line + 1} ${SEVERITIES[severity ?? 0]} ${code}`);
}

const EXPECTED = [
  '5 information image-gate-missing',
  '11 warning mutable-tag',
  '11 information unqualified-image',
  '15 information shared-service-account-token',
  '15 hint not-native',
  '16 warning mutable-tag',
  '16 information unqualified-image',
  '20 warning writable-shared-volume',
  '22 hint unbounded-shared-volume',
];

describe('JSON that is open', () => {
  it.each([
    ['a manifest', '{ "apiVersion": "v1", "kind": "Pod", "spec": { "hostPID": true } }', ['host-namespaces']],
    [
      'a configuration with comments',
      '{\n  // Only here.\n  "kind": "x", "compilerOptions": { "strict": true, }\n}',
      [],
    ],
    ['a text that is being written', '{ "name": "x", "scripts": {', []],
    ['a list of packages', '{ "name": "x", "version": "1", "lockfileVersion": 3, "packages": { "": {} } }', []],
  ])('has findings only where it is a manifest: %s', async (_, text, codes) => {
    const client = await start();
    await client.open('file:///a.json', text);
    const found = await client.published('file:///a.json', () => true);
    expect(found.map(({ code }) => code).filter((code) => code !== 'missing-containers')).toEqual(codes);
  });
});

describe('diagnostics of the seed manifest', () => {
  it('are pushed to a client that does not pull', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    expect(lines(await client.published(SEED_URI, () => true))).toEqual(EXPECTED);
  });

  it('are pulled over node IPC by a client that can', async () => {
    const client = await start({ transport: 'ipc', capabilities: { textDocument: { diagnostic: {} } } });
    await client.open(SEED_URI, SEED);
    expect(lines(await client.pull(SEED_URI))).toEqual(EXPECTED);
  });

  it('carry the rule, its page, related places and the titles of their fixes', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    const diagnostics = await client.published(SEED_URI, () => true);
    expect(diagnostics.find(({ code }) => code === 'writable-shared-volume')).toMatchObject({
      source: 'Sidecar Guard',
      relatedInformation: [{ location: { uri: SEED_URI, range: { start: { line: 13, character: 21 } } } }],
      data: { fixes: ['Mount "shared-logs" read-only in "sidecar-container"'] },
    });
  });

  it('follow an incremental edit', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    const version = await client.edit(SEED_URI, rangeOf(SEED, 'image: nginx'), 'image: docker.io/library/nginx');
    const diagnostics = await client.published(SEED_URI, (params) => params.version === version);
    expect(lines(diagnostics)).toEqual(EXPECTED.filter((line) => line !== '11 information unqualified-image'));
  });

  it('stay on the other documents while one is broken', async () => {
    const client = await start();
    const text = `${SEED}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n`;
    await client.open(SEED_URI, text);
    const version = await client.edit(SEED_URI, rangeOf(text, 'kind: Service'), 'kind: "Service\n  - [');
    const diagnostics = await client.published(SEED_URI, (params) => params.version === version);
    expect(lines(diagnostics)).toEqual([...EXPECTED, '46 hint namespace-without-pod-security']);
  });

  it('go away when the document is closed', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    await client.published(SEED_URI, ({ diagnostics }) => diagnostics.length > 0);
    await client.close(SEED_URI);
    expect(await client.published(SEED_URI, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
  });

  it('know a gate that is in another open document', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    await client.published(SEED_URI, ({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'image-gate-missing'),
    );
    await client.open(
      'file:///gate.yaml',
      'apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: g}\n',
    );
    const after = await client.published(
      SEED_URI,
      ({ diagnostics }) => !diagnostics.some(({ code }) => code === 'image-gate-missing'),
    );
    expect(lines(after)).toEqual(EXPECTED.slice(1));
  });
});

describe('a workspace on disk', () => {
  const GATE = 'apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: g}\n';

  it('is read by the server, and again when a file changes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-server-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const gate = join(folder, 'policies', 'gate.yaml');
    await mkdir(dirname(gate));
    await writeFile(gate, GATE);
    const client = await start({ folder: URI.file(folder).toString() });
    await client.open(SEED_URI, SEED);
    const gated = await client.published(SEED_URI, ({ diagnostics }) => diagnostics.length === EXPECTED.length - 1);
    expect(lines(gated)).toEqual(EXPECTED.slice(1));

    await rm(gate);
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: URI.file(gate).toString(), type: FileChangeType.Deleted }],
    });
    const ungated = await client.published(SEED_URI, ({ diagnostics }) => diagnostics.length === EXPECTED.length);
    expect(lines(ungated)).toEqual(EXPECTED);
  });

  it('is waited for by a pull', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-server-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const capabilities = { textDocument: { diagnostic: {} } };
    const client = await start({ capabilities, folder: URI.file(folder).toString() });
    await client.open(SEED_URI, SEED);
    expect(lines(await client.pull(SEED_URI))).toEqual(EXPECTED);
  });
});

describe('code actions on the seed manifest', () => {
  const cursor = rangeOf(SEED, '/var/log/nginx\n  volumes');

  it('mount the volume read-only, changing one line', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    const [fix] = (await client.codeActions(SEED_URI, cursor)).filter(({ isPreferred }) => isPreferred);
    expect(fix?.title).toBe('Mount "shared-logs" read-only in "sidecar-container"');
    expect(fix && applyAction(SEED_URI, SEED, fix)).toBe(
      SEED.replace('nginx\n  volumes', 'nginx\n          readOnly: true\n  volumes'),
    );
  });

  it('silence the rule for the line, so that the finding is gone', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    const actions = await client.codeActions(SEED_URI, cursor);
    const disable = actions.find(({ title }) => title === 'Disable writable-shared-volume for this line');
    const text = disable ? applyAction(SEED_URI, SEED, disable) : SEED;
    expect(text).toContain('          # sidecar-guard-disable-next-line writable-shared-volume\n');
    await client.open('file:///silenced.yaml', text);
    const diagnostics = await client.published('file:///silenced.yaml', () => true);
    expect(diagnostics.map(({ code }) => code)).not.toContain('writable-shared-volume');
  });

  it('explain the rule only for a client that can show it', async () => {
    const plain = await start();
    await plain.open(SEED_URI, SEED);
    expect((await plain.codeActions(SEED_URI, cursor)).map(({ title }) => title)).not.toContain(
      'Explain writable-shared-volume',
    );
    const able = await start({ initializationOptions: { explainsRules: true } });
    await able.open(SEED_URI, SEED);
    const explain = (await able.codeActions(SEED_URI, cursor)).find(
      ({ title }) => title === 'Explain writable-shared-volume',
    );
    expect(explain?.command).toMatchObject({
      command: 'sidecarGuard.explainRule',
      arguments: ['writable-shared-volume'],
    });
  });

  it('fix all: only the lines that the fixes are about differ', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    const [all] = await client.codeActions(SEED_URI, cursor, ['source.fixAll']);
    expect(all?.kind).toBe('source.fixAll.sidecarGuard');
    expect(all && applyAction(SEED_URI, SEED, all)).toBe(
      SEED.replace('image: nginx', 'image: docker.io/library/nginx')
        .replace('image: busybox', 'image: docker.io/library/busybox')
        .replace('nginx\n  volumes', 'nginx\n          readOnly: true\n  volumes'),
    );
  });
});

/** A policy in force that admits images by their beginning. */
function policyFor(prefix: string): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ours }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations:
    - expression: object.spec.containers.all(c, c.image.startsWith('${prefix}'))
      message: only ours
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ours }
spec: { policyName: ours, validationActions: [Deny] }
`;
}

describe('image policies', () => {
  it('change the verdict on open manifests as they are edited', async () => {
    const client = await start();
    const rejected = (diagnostics: Diagnostic[]): string[] =>
      diagnostics.filter(({ code }) => code === 'image-gate-rejects').map(({ message }) => String(message));
    const untilRejected = (count: number): Promise<Diagnostic[]> =>
      client.published(SEED_URI, ({ diagnostics }) => rejected(diagnostics).length === count);
    await client.open('file:///gate.yaml', policyFor('nginx'));
    await client.open(SEED_URI, SEED);
    await untilRejected(1);
    const policy = policyFor('nginx');
    const { end } = rangeOf(policy, "startsWith('nginx");
    await client.edit('file:///gate.yaml', { start: end, end }, ':never');
    expect(rejected(await untilRejected(2))[0]).toBe(
      'Refused: ValidatingAdmissionPolicy "ours" denies the image of container "main-application": only ours. Use an image that the policy admits.',
    );
    const typed = {
      start: { ...end, character: end.character - 'nginx'.length },
      end: { ...end, character: end.character + ':never'.length },
    };
    await client.edit('file:///gate.yaml', typed, '');
    await untilRejected(0);
  });
});

describe('hover', () => {
  it('does not say of a policy that may gate an image that it leaves the pod out', async () => {
    const client = await start();
    const policy =
      'apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: { name: signed }\nspec: { images: [{ glob: "**" }], authorities: [{ static: { action: pass } }] }\n';
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { spec: { containers: [{ name: web, image: "registry.example.com/web:1" }] } } }\n';
    await client.open('file:///signed.yaml', policy);
    await client.open('file:///web.yaml', deployment);
    const hover = await client.hover('file:///web.yaml', rangeOf(deployment, 'registry.example').end);
    const text = (hover?.contents as MarkupContent | undefined)?.value ?? '';
    expect(text).toContain('ClusterImagePolicy/signed');
    expect(text).not.toContain('Policies that do not apply to this pod');
  });

  it('says which role a container has, and why', async () => {
    const client = await start();
    await client.open(SEED_URI, SEED);
    const hover = await client.hover(SEED_URI, rangeOf(SEED, 'name: sidecar-container').end);
    expect(JSON.stringify(hover?.contents)).toContain('its name contains \\"sidecar\\"');
  });

  it('says what an image is, part by part, and what gates it', async () => {
    const client = await start();
    const digest = `sha256:${'a'.repeat(64)}`;
    const text = SEED.replace('image: busybox', `image: reg.example.com:5000/tools/busybox:1.37@${digest}`);
    await client.open(SEED_URI, text);
    const at = async (words: string): Promise<string> => {
      const hover = await client.hover(SEED_URI, rangeOf(text, words).end);
      return (hover?.contents as MarkupContent | undefined)?.value ?? '';
    };
    expect(await at('image: nginx')).toBe(
      [
        '- Registry: `docker.io` (implied: Docker Hub, unless the node is configured otherwise)',
        '- Repository: `library/nginx`',
        '- Tag: `latest` (implied)',
        '- Digest: none, so what the tag means can change',
        '',
        'No policy of this workspace gates images.',
      ].join('\n'),
    );
    const pinned = await at('tools/busybox');
    expect(pinned).toContain('- Registry: `reg.example.com:5000`\n- Repository: `tools/busybox`\n- Tag: `1.37`\n');
    expect(pinned).toContain(`- Digest: \`${digest}\`, so it is pinned`);

    await client.open('file:///gate.yaml', policyFor('registry.example.com/'));
    expect(await at('image: nginx')).toContain(
      'Policies:\n\n- [`ValidatingAdmissionPolicy/ours`](file:///gate.yaml#L7) **denies** it: only ours',
    );

    const kustomization = `images:\n- name: nginx\n  newName: reg.example.com/nginx\n  newTag: "1.29"\nresources:\n- ${SEED_URI.split('/').pop()}\n`;
    await client.open(SEED_URI.replace(/[^/]+$/, 'kustomization.yaml'), kustomization);
    expect(await at('image: nginx')).toContain(
      'A kustomization makes it `reg.example.com/nginx:1.29`:\n\n- Registry: `reg.example.com`\n',
    );
  });
});

it('a finding leads to the page of its rule in the editor, and nowhere while there is no homepage', async () => {
  const able = await start({ initializationOptions: { rulePages: 'vscode://ours/rule/' } });
  await able.open(SEED_URI, SEED);
  const [finding] = await able.published(SEED_URI, () => true);
  expect(finding?.codeDescription).toEqual({ href: `vscode://ours/rule/${finding?.code}` });
  const plain = await start();
  await plain.open(SEED_URI, SEED);
  expect((await plain.published(SEED_URI, () => true))[0]).not.toHaveProperty('codeDescription');
});

it('a template that cannot be read says so, at its first line and in the status', async () => {
  const client = await start();
  const statuses: unknown[] = [];
  client.connection.onNotification('sidecarGuard/status', (status) => void statuses.push(status));
  const text = `{{- if .Values.web }}\n${SEED}{{- end }}\n`;
  await client.open('file:///chart/templates/web.yaml', text);
  const [hint, ...others] = await client.published('file:///chart/templates/web.yaml', () => true);
  expect(hint).toMatchObject({
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 21 } },
    severity: 4,
    message: 'Not judged: this is a Helm template. Check the output of "helm template".',
  });
  expect(others).toEqual([]);
  await expect.poll(() => statuses.at(-1)).toMatchObject({ pods: 0, templates: 2 });
});
