import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, NAMESPACE, run } from './run';

const SEED = readFileSync('test/fixtures/seed/sidecar-injection.yaml', 'utf8');

interface Json {
  files: number;
  findings: { rule: string; severity: string; file: string; range: { start: { line: number; character: number } } }[];
  pods: unknown[];
  skipped: { file: string; reason: string }[];
}

async function checkJson(folder: string, ...words: string[]): Promise<Json> {
  return JSON.parse((await run(['check', '--format', 'json', ...words], folder)).stdout) as Json;
}

describe('check', () => {
  it('knows a kustomization by its name alone', async () => {
    const { findings } = await checkJson(
      folderWith({
        'pod.yaml': SEED,
        Kustomization: 'resources: [pod.yaml]\nimages: [{ name: nginx, newName: r.io/nginx, newTag: "1" }]\n',
      }),
      '--only',
      'mutable-tag',
    );
    expect(findings.map(({ range }) => range.start.line + 1)).toEqual([16]);
  });

  it('gives the verdict on the seed manifest', async () => {
    const { findings, pods } = await checkJson(folderWith({ 'pod.yaml': SEED }));
    expect(findings.map(({ rule, severity, range }) => `${range.start.line + 1} ${severity} ${rule}`)).toEqual([
      '5 information image-gate-missing',
      '11 warning mutable-tag',
      '11 information unqualified-image',
      '15 information shared-service-account-token',
      '15 hint not-native',
      '16 warning mutable-tag',
      '16 information unqualified-image',
      '20 warning writable-shared-volume',
      '22 hint unbounded-shared-volume',
    ]);
    expect(findings.at(-2)).toEqual({
      rule: 'writable-shared-volume',
      category: 'sidecar',
      severity: 'warning',
      message: expect.stringContaining(
        'Sidecar can change the logs of the app: "sidecar-container" can write to /var/log/nginx of "main-application"',
      ),
      file: 'pod.yaml',
      range: { start: { line: 19, character: 21 }, end: { line: 19, character: 35 } },
      resource: { apiVersion: 'v1', kind: 'Pod', name: 'simple-webapp' },
      container: 'sidecar-container',
      role: 'sidecar',
      fixes: ['Mount "shared-logs" read-only in "sidecar-container"'],
    });
    expect(pods).toEqual([
      {
        file: 'pod.yaml',
        resource: { apiVersion: 'v1', kind: 'Pod', name: 'simple-webapp' },
        containers: [
          { name: 'main-application', role: 'app', evidence: ['it is listed first'], image: 'nginx' },
          { name: 'sidecar-container', role: 'sidecar', evidence: expect.any(Array), image: 'busybox' },
        ],
        podSecurity: { level: 'baseline', version: 'latest' },
        imageGate: { state: 'none', by: [] },
      },
    ]);
  });

  it('shows people the line, and counts', async () => {
    const { stdout } = await run(['check', '--only', 'writable-shared-volume'], folderWith({ 'pod.yaml': SEED }));
    expect(stdout).toContain(
      'pod.yaml:20:22 warning Sidecar can change the logs of the app: "sidecar-container" can write',
    );
    expect(stdout).toContain('20 |           mountPath: /var/log/nginx\n   |                      ^^^^^^^^^^^^^^\n');
    expect(stdout).toMatch(/1 warning in 1 file\n$/);
  });

  it.each([
    [[], 0],
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'never', '--rule', 'mutable-tag=error'], 0],
    [['--rule', 'mutable-tag=error'], 1],
    [['--only', 'not-native', '--fail-on', 'information'], 0],
    [['--only', 'not-native', '--fail-on', 'hint'], 1],
  ])('%j exits with %i on the seed manifest', async (words, code) => {
    expect((await run(['check', ...words], folderWith({ 'pod.yaml': SEED }))).code).toBe(code);
  });

  it('reads stdin', async () => {
    const { stdout } = await run(['check', '-', '--format', 'json'], '/', NAMESPACE);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ file: '<stdin>', rule: 'namespace-without-pod-security' }],
    });
  });

  it('searches folders for YAML, but not what git ignores, other people’s code, or a link’s circle', async () => {
    const folder = folderWith({
      'a.yaml': NAMESPACE,
      'sub/b.yml': NAMESPACE,
      'sub/.gitignore': 'ignored.yaml\n',
      'sub/ignored.yaml': NAMESPACE,
      'build/c.yaml': NAMESPACE,
      '.gitignore': 'build/\n*.gen.yaml\n!keep.gen.yaml\n',
      'x.gen.yaml': NAMESPACE,
      'keep.gen.yaml': NAMESPACE,
      'node_modules/d.yaml': NAMESPACE,
      'readme.md': NAMESPACE,
    });
    symlinkSync(folder, join(folder, 'sub/circle'));
    const { findings } = await checkJson(folder);
    expect(findings.map(({ file }) => file)).toEqual(['a.yaml', 'keep.gen.yaml', 'sub/b.yml']);
  });

  it('takes all files for one workspace', async () => {
    const gate = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ours }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations: [{ expression: "object.spec.containers.all(c, c.image != '')" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ours }
spec: { policyName: ours, validationActions: [Deny] }
`;
    const report = await checkJson(folderWith({ 'pod.yaml': SEED, 'gate.yaml': gate }));
    expect(report.findings.map(({ rule }) => rule)).not.toContain('image-gate-missing');
    expect(report.pods).toMatchObject([{ imageGate: { state: 'gated', by: ['ValidatingAdmissionPolicy/ours'] } }]);
  });

  it('holds pods to the level asked for, and refuses what an older Kubernetes lacks', async () => {
    const folder = folderWith({
      'pod.yaml': SEED.replace('image: nginx', 'image: nginx\n      securityContext: {privileged: true}'),
    });
    const only = ['--only', 'privileged,not-native'];
    const severities = async (...words: string[]): Promise<string[]> =>
      (await checkJson(folder, ...only, ...words)).findings.map(({ rule, severity }) => `${rule} ${severity}`);
    expect(await severities()).toEqual(['privileged warning', 'not-native hint']);
    expect(await severities('--pod-security', 'baseline:v1.30')).toEqual(['privileged error', 'not-native hint']);
    expect(await severities('--pod-security', 'privileged', '--kubernetes-version', '1.28')).toEqual([]);
  });

  it('reports what it could not read, and checks the rest', async () => {
    const { skipped, findings, files } = await checkJson(
      folderWith({
        'broken.yaml': `${NAMESPACE}---\napiVersion: v1\nkind: Pod\nmetadata: {name: [\n`,
        'latin1.yaml': Uint8Array.from([0x6b, 0x3a, 0xe9]),
        'template.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  {{- if .x }}\n  name: y\n  {{- end }}\n',
        'good.yaml': NAMESPACE,
        'other.yaml': 'services: {web: {image: nginx}}\n',
        'unknown.yaml': 'a: [1,\n',
      }),
    );
    expect(files).toBe(6);
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'broken.yaml namespace-without-pod-security',
      'broken.yaml invalid-yaml',
      'good.yaml namespace-without-pod-security',
    ]);
    expect(skipped).toEqual([
      { file: 'broken.yaml', reason: expect.stringMatching(/^Line \d+ is not valid YAML: /) },
      { file: 'latin1.yaml', reason: 'It is not UTF-8 text.' },
      { file: 'template.yaml', reason: expect.stringContaining('template') },
      { file: 'unknown.yaml', reason: expect.stringMatching(/^Line 2 is not valid YAML: /) },
    ]);
  });

  it('counts columns as editors do', async () => {
    const text = `apiVersion: v1\nkind: Namespace\nmetadata: { annotations: { note: "😀" }, name: shop }\n`;
    const { findings } = await checkJson(folderWith({ 'a.yaml': text }));
    const start = text.split('\n')[2]?.indexOf('shop');
    expect(findings[0]?.range.start).toEqual({ line: 2, character: start });
  });
});
