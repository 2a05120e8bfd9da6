import { describe, expect, it } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  CancellationTokenSource,
  DidChangeWatchedFilesNotification,
  ShowMessageNotification,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import {
  type FindingGroup,
  fixFindingRequest,
  fixWorkspaceRequest,
  type ReportFormat,
  reportRequest,
  type ViewName,
  type ViewNode,
  type ViewNodes,
  viewNodesRequest,
  viewsChangedNotification,
  type WorkspaceFixes,
  watchViewsNotification,
} from '../../server/src/protocol/overview';
import { type Client, rangeOf } from './client';
import { Workspace } from './virtual-workspace';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations: { vault.hashicorp.com/agent-inject: "true" }
    spec:
      serviceAccountName: deployer
      initContainers:
        - name: log-reader
          image: registry.example.com/log-reader:1
          restartPolicy: Always
      containers:
        - name: web
          image: docker.io/example/web:1
          securityContext:
            privileged: true
`;
const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: our-registry }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }]
  validations:
    - expression: object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))
      message: Only images from registry.example.com may run.
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: our-registry }
spec: { policyName: our-registry, validationActions: [Deny] }
`;
const ACCESS = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules: [{ apiGroups: [apps], resources: [deployments], verbs: [create, update] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployer, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]
`;
const FILES = { 'memory:/w/web.yaml': WEB, 'memory:/w/policy.yaml': POLICY, 'memory:/w/access.yaml': ACCESS };

async function nodesOf(
  client: Client,
  view: ViewName,
  path: readonly string[] = [],
  { group = 'rule', most = 200 }: { group?: FindingGroup; most?: number } = {},
): Promise<ViewNodes> {
  return client.connection.sendRequest<ViewNodes>(viewNodesRequest, { view, group, path, most });
}

/** A view as text: a line for each node, indented, all of them. */
async function drawn(client: Client, view: ViewName, path: readonly string[] = [], group: FindingGroup = 'rule') {
  const lines: string[] = [];
  const { nodes } = await nodesOf(client, view, path, { group });
  for (const { key, icon, label, description = '', below } of nodes) {
    lines.push(`${'  '.repeat(path.length)}${icon}: ${label} (${description})`);
    if (below) lines.push(...(await drawn(client, view, [...path, key], group)));
  }
  return lines;
}

/** A client that watches the views, once all files have been read. */
async function watching(workspace: Workspace): Promise<Client> {
  const client = await workspace.start();
  await client.connection.sendNotification(watchViewsNotification, { isWatched: true });
  await expect.poll(async () => (await nodesOf(client, 'pods')).isReading).toBe(false);
  return client;
}

describe('the views of a workspace', () => {
  it('have pods, by namespace, with their containers, their gates, and what injectors add', async () => {
    const client = await watching(new Workspace(FILES));
    const lines = await drawn(client, 'pods');
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^namespace: shop \(1 workload · 1 error, 3 warnings/),
      expect.stringMatching(/^ {2}workload: web \(1 error, 3 warnings · Deployment · partly gated\)$/),
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}native-sidecar: log-reader \(native sidecar/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}app: web \(app container · 1 error/));
    expect(lines).toContainEqual('    injected: vault-agent (injected by Vault)');
    expect(lines).toContainEqual(expect.stringMatching(/^ {6}warning: .*privileged.* \(web\.yaml:22\)$/));
  });

  it.each([
    ['rule', /^rule: privileged \(1 warning\)$/],
    ['workload', /^workload: Deployment web \(1 error, 3 warnings\)$/],
    ['severity', /^error: error \(1\)$/],
  ] as const)('have findings by %s, the worst first', async (group, first) => {
    const client = await watching(new Workspace(FILES));
    const roots = (await drawn(client, 'findings', [], group)).filter((line) => !line.startsWith(' '));
    expect(roots).toContainEqual(expect.stringMatching(first));
    const { nodes } = await nodesOf(client, 'findings', [], { group });
    const ranks = nodes.map(({ worst, icon }) => RANKS.indexOf(worst ?? icon));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  it('have policies, and what they refuse and admit', async () => {
    const client = await watching(new Workspace(FILES));
    expect(await drawn(client, 'gates')).toEqual([
      expect.stringMatching(/^gate: our-registry \(.*1 refused.* · ValidatingAdmissionPolicy\)$/),
      '  refused: docker.io/example/web:1 (refused · Deployment web · web)',
      expect.stringMatching(/^ {2}unchecked: registry\.example\.com\/log-reader:1 \(/),
    ]);
  });

  it('have subjects that can add containers, and the workloads that run as them', async () => {
    const client = await watching(new Workspace(FILES));
    expect((await drawn(client, 'access')).slice(0, 3)).toEqual([
      'ability: Add containers to pods (1 subject)',
      '  subject: ServiceAccount shop/deployer (in shop)',
      '    workload: web (Deployment · runs as it)',
    ]);
  });

  it('lead to the places that they are about', async () => {
    const client = await watching(new Workspace(FILES));
    const [namespace] = (await nodesOf(client, 'pods')).nodes;
    const { nodes } = await nodesOf(client, 'pods', [namespace?.key ?? '']);
    expect(nodes[0]?.place).toEqual({ uri: 'memory:/w/web.yaml', ...rangeOf(WEB, 'web\n  namespace').start });
    const [ability] = (await nodesOf(client, 'access')).nodes;
    const [subject] = (await nodesOf(client, 'access', [ability?.key ?? ''])).nodes;
    expect(subject?.place).toEqual({
      uri: 'memory:/w/access.yaml',
      ...rangeOf(ACCESS, 'deployer, namespace: shop }\nroleRef').start,
    });
  });

  it('follow edits and other files while they are watched, and nothing is sent when they are not', async () => {
    const workspace = new Workspace(FILES);
    const client = await watching(workspace);
    let changes = 0;
    client.connection.onNotification(viewsChangedNotification, () => void changes++);
    const uri = 'memory:/w/web.yaml';
    await client.open(uri, WEB);
    await client.edit(uri, rangeOf(WEB, 'privileged: true'), 'privileged: false');
    const rules = async () => (await nodesOf(client, 'findings')).nodes.map(({ label }) => label);
    await expect.poll(rules).not.toContain('privileged');
    expect(changes).toBeGreaterThan(0);

    workspace.files.delete('memory:/w/policy.yaml');
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: 'memory:/w/policy.yaml', type: 3 }],
    });
    await expect.poll(async () => (await nodesOf(client, 'gates')).nodes).toEqual([]);

    await client.connection.sendNotification(watchViewsNotification, { isWatched: false });
    const before = (await rules()).length;
    changes = 0;
    await client.edit(uri, rangeOf(WEB, 'docker.io/example/web:1'), 'docker.io/example/web:latest');
    await client.pull(uri);
    expect(changes).toBe(0);
    expect(await rules()).toHaveLength(before);
  });

  it('follow documents that an edit above them moves', async () => {
    const uri = 'memory:/w/web.yaml';
    const client = await watching(new Workspace(FILES));
    await client.open(uri, WEB);
    const lineOf = async (rule: string) => (await nodesOf(client, 'findings', [rule])).nodes[0]?.place?.line;
    await expect.poll(() => lineOf('privileged')).toBe(21);
    const top = { line: 0, character: 0 };
    await client.edit(uri, { start: top, end: top }, '# The web.\n---\n');
    await expect.poll(() => lineOf('privileged')).toBe(23);
  });

  it('send as many nodes as asked for, and say how many more there are', async () => {
    const client = await watching(new Workspace(FILES));
    const all = (await nodesOf(client, 'findings')).nodes;
    const { nodes, more } = await nodesOf(client, 'findings', [], { most: 2 });
    expect(nodes).toEqual(all.slice(0, 2));
    expect(more).toBe(all.length - 2);
  });

  it('have nothing below a node that is gone', async () => {
    const client = await watching(new Workspace(FILES));
    expect(await nodesOf(client, 'findings', ['no-such-rule', '__proto__'])).toMatchObject({ nodes: [], more: 0 });
  });

  it('give nodes of one name different keys', async () => {
    const client = await watching(new Workspace({ 'memory:/w/a.yaml': `${WEB}---\n${WEB}` }));
    const [namespace] = (await nodesOf(client, 'pods')).nodes;
    const { nodes } = await nodesOf(client, 'pods', [namespace?.key ?? '']);
    expect(nodes.map(({ label }) => label)).toEqual(['web', 'web']);
    expect(new Set(nodes.map(({ key }) => key)).size).toBe(2);
  });
});

describe('the fixes of a workspace', () => {
  const pod = (name: string, registry: string) => `apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { containers: [{ name: ${name}, image: "${registry}/pause:3.9" }] }
`;
  const [open, closed] = ['memory:/w/a.yaml', 'memory:/w/b.yaml'];
  const texts = {
    [open]: pod('a', 'k8s.gcr.io'),
    [closed]: pod('b', 'k8s.gcr.io'),
    'memory:/w/c.yaml': pod('c', 'registry.k8s.io'),
  };

  it('are in one edit that the user confirms, of open and closed files', async () => {
    const client = await new Workspace(texts).start();
    await client.open(open, pod('a', 'k8s.gcr.io'));
    const fixes = await client.connection.sendRequest<WorkspaceFixes<WorkspaceEdit>>(fixWorkspaceRequest);
    expect(fixes).toMatchObject({ files: 2, leftOut: 0 });
    const { documentChanges = [], changeAnnotations = {} } = fixes.edit;
    const documents = documentChanges.flatMap((change) => ('textDocument' in change ? [change.textDocument] : []));
    expect(documents).toEqual([
      { uri: open, version: 1 },
      { uri: closed, version: null },
    ]);
    const edits = documentChanges.flatMap((change) => ('edits' in change ? change.edits : []));
    for (const edit of edits)
      expect('annotationId' in edit && changeAnnotations[edit.annotationId]?.needsConfirmation).toBe(true);
  });

  it('stop when the user cancels them', async () => {
    const client = await new Workspace(texts).start();
    const source = new CancellationTokenSource();
    const fixes = client.connection.sendRequest(fixWorkspaceRequest, source.token);
    source.cancel();
    await expect(fixes).rejects.toThrow(/cancel/i);
  });
});

describe('the report on a workspace', () => {
  const report = async (client: Client, format: ReportFormat): Promise<string> =>
    client.connection.sendRequest<string>(reportRequest, { format });

  it('has the same findings in each format, from open and from closed files', async () => {
    const client = await new Workspace(FILES).start();
    await client.open('memory:/w/web.yaml', WEB.replace('privileged: true', 'privileged: false'));
    const sarif = JSON.parse(await report(client, 'sarif'));
    const results: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] =
      sarif.runs[0].results;
    const files = results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    expect(new Set(files)).toEqual(new Set(['web.yaml', 'policy.yaml', 'access.yaml']));
    const rules = new Set(results.map(({ ruleId }) => ruleId));
    expect(rules).not.toContain('privileged');
    for (const format of ['page', 'html', 'markdown'] as const) {
      const text = await report(client, format);
      for (const rule of rules) expect(text).toContain(rule);
      expect(text).not.toContain('privileged');
    }
  });

  it('has names only as text, and places that can be opened', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const text = WEB.replace('name: log-reader', `name: "${name}"`);
    const client = await new Workspace({ 'memory:/w/%3Ci%3E.yaml': text }).start();
    for (const format of ['page', 'html'] as const) {
      const page = await report(client, format);
      expect(page).not.toMatch(/<img|<i>/);
      expect(page).toContain('&#60;img');
      expect(page).toContain('&#60;i&#62;.yaml');
    }
    expect(await report(client, 'page')).toMatch(
      /data-uri="memory:\/w\/%3Ci%3E\.yaml" data-line="21" data-character="\d+"/,
    );
  });

  it('says which files could not be read', async () => {
    const client = await new Workspace({ 'memory:/w/broken.yaml': 'a: b\n  c: [' }).start();
    for (const format of ['page', 'markdown', 'sarif'] as const)
      expect(await report(client, format)).toContain('broken.yaml');
  });
});

describe('a finding of a view', () => {
  /** What the client is told to do, or to say. */
  async function fixed(position: { line: number; character: number }): Promise<string> {
    const said: string[] = [];
    const client = await new Workspace(FILES).start();
    client.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
      said.push(JSON.stringify(edit));
      return { applied: true };
    });
    client.connection.onNotification(ShowMessageNotification.type, ({ message }) => void said.push(message));
    await client.open('memory:/w/web.yaml', WEB);
    await client.connection.sendRequest(fixFindingRequest, { uri: 'memory:/w/web.yaml', rule: 'privileged', position });
    return said.join();
  }

  it('is fixed', async () => {
    expect(await fixed(rangeOf(WEB, 'true\n').start)).toContain('"newText":"false"');
  });

  it('that is gone is not fixed, which is said', async () => {
    expect(await fixed({ line: 3, character: 0 })).toContain('no longer has a finding');
  });
});

const RANKS: ViewNode['icon'][] = ['error', 'warning', 'information', 'hint'];
