import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { Analyzer } from '../../../server/src/rules/engine';
import { RULES } from '../../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { resolvePath } from '../../../server/src/workspace/paths';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import { IMAGE, podOf } from '../manifests';

const DIGEST = `sha256:${'b'.repeat(64)}`;

/** The findings of some rules in each file of a workspace, as "severity rule text". */
function findings(
  files: Record<string, string>,
  rules: readonly string[],
  allowedRegistries: readonly string[] = [],
): Record<string, string[]> {
  const index = new WorkspaceIndex();
  const analyzer = new Analyzer(RULES, index, { ...DEFAULT_OPTIONS, allowedRegistries });
  const read = Object.entries(files).map(([uri, text]) => [uri, ManifestFile.read(text)] as const);
  for (const [uri, file] of read) index.update(`file:///w/${uri}`, file);
  return Object.fromEntries(
    read.map(([uri, file]) => [
      uri,
      file.documents.flatMap(({ document }) => {
        const { findings, onceAFile } = analyzer.analyse(document);
        return [...findings, ...onceAFile]
          .filter(({ rule }) => rules.includes(rule.id))
          .map(({ severity, rule, span }) => `${severity} ${rule.id} ${document.text.slice(span.start, span.end)}`);
      }),
    ]),
  );
}

const workload = (containers: string, kind = 'Deployment', name = 'web'): string =>
  `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  template:
    spec:
      containers:
${containers.replace(/^(?=.)/gm, '      ')}`;
const BASE = workload('- name: web\n  image: registry.example.com/web:latest\n');
const kustomization = (lines: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${lines}`;

describe('images of a kustomization', () => {
  it.each([
    ['a name with its tag', 'name: "registry.example.com/web:1", newTag: latest', 1],
    ['a name with another tag', 'name: "registry.example.com/web:2", newTag: latest', 0],
    ['a tag beside a digest', `name: registry.example.com/web, newTag: latest, digest: "${DIGEST}"`, 0],
    ['a suffix of a tag', 'name: registry.example.com/web, tagSuffix: -night', 0],
  ])('are what the build makes of them by %s', (_, entry, count) => {
    const files = {
      'web.yaml': workload('- name: web\n  image: registry.example.com/web:1\n'),
      'kustomization.yaml': kustomization(`resources: [web.yaml]\nimages: [{ ${entry} }]\n`),
    };
    expect(findings(files, ['mutable-tag'])['web.yaml']).toHaveLength(count);
  });

  const tags = (files: Record<string, string>): string[] | undefined =>
    findings({ 'base/web.yaml': BASE, ...files }, ['mutable-tag'])['base/web.yaml'];
  const TAGGED = ['warning mutable-tag registry.example.com/web:latest'];
  const pin = `images:\n- name: registry.example.com/web\n  digest: ${DIGEST}\n`;
  const base = kustomization('resources: [web.yaml]\n');

  it('count before the manifest is judged', () => {
    expect(tags({})).toEqual(TAGGED);
    expect(tags({ 'base/kustomization.yaml': base })).toEqual(TAGGED);
    expect(tags({ 'base/kustomization.yaml': base + pin })).toEqual([]);
    expect(tags({ 'base/kustomization.yaml': base + pin.replace('/web\n', '/other\n') })).toEqual(TAGGED);
    expect(tags({ 'base/kustomization.yaml': `resources:\n- ./web.yaml\n${pin}` })).toEqual([]);
  });

  it('count for the name that Kubebuilder writes for them, which alone is no image', () => {
    const manager = { 'base/web.yaml': BASE.replace('registry.example.com/web', 'controller') };
    const named = (more: string) => tags({ ...manager, 'base/kustomization.yaml': base + more });
    expect(named('')).toEqual([]);
    expect(named('images: [{ name: controller, newName: controller, newTag: latest }]\n')).toEqual([]);
    expect(named('images: [{ name: controller, newName: example.com/m, newTag: v1 }]\n')).toEqual([]);
    expect(named('images: [{ name: controller, newName: example.com/m }]\n')).toHaveLength(1);
  });

  it('of an overlay count for its base', () => {
    const overlay = kustomization(`resources: [../base]\n${pin}`);
    const files = { 'base/kustomization.yaml': base, 'prod/kustomization.yaml': overlay };
    expect(tags(files)).toEqual([]);
    // Another overlay leaves it as it is.
    expect(tags({ ...files, 'dev/kustomization.yaml': kustomization('resources: [../base]\n') })).toEqual(TAGGED);
    expect(tags({ ...files, 'dev/kustomization.yaml': overlay })).toEqual([]);
  });

  it('can make it worse, too', () => {
    const fixed = BASE.replace('web:latest', 'web:1');
    const latest = 'images: [{ name: registry.example.com/web, newName: docker.io/library/web, newTag: latest }]\n';
    expect(tags({ 'base/web.yaml': fixed })).toEqual([]);
    const build = { 'base/kustomization.yaml': kustomization(`resources: [web.yaml]\n${latest}`) };
    expect(tags({ 'base/web.yaml': fixed, ...build })).toEqual(['warning mutable-tag registry.example.com/web:1']);
  });

  it('may include each other in a circle', () => {
    const circle = {
      'base/kustomization.yaml': kustomization('resources: [web.yaml, ../a]\n'),
      'a/kustomization.yaml': kustomization('resources: [../base]\n'),
    };
    expect(tags(circle)).toEqual(TAGGED);
  });
});

it('the namespace of a kustomization decides about Pod Security', () => {
  const pod = podOf(`containers:\n- { name: web, image: "${IMAGE}", securityContext: { privileged: true } }\n`);
  const namespace =
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }\n';
  const files = { 'web.yaml': pod, 'ns.yaml': namespace };
  const seen = (more: Record<string, string>): string[] | undefined =>
    findings({ ...files, ...more }, ['privileged'])['web.yaml'];
  expect(seen({})).toEqual(['warning privileged true']);
  expect(seen({ 'kustomization.yaml': kustomization('namespace: shop\nresources: [web.yaml]\n') })).toEqual([
    'error privileged true',
  ]);
});

describe('a patch', () => {
  const PATCH = workload(
    `- name: web
  image: registry.example.com/web:2
- name: log-agent
  image: evil.example.net/x:1
`,
  );
  const RULE = ['policy-injects-container'];
  const ABSENCES = ['image-gate-missing', 'shared-service-account-token', 'no-startup-probe'];
  const files = (patches: string, more: Record<string, string> = {}): Record<string, string> => ({
    'base/kustomization.yaml': kustomization('resources: [web.yaml]\n'),
    'base/web.yaml': BASE,
    'prod/kustomization.yaml': kustomization(`resources: [../base]\n${patches}`),
    'prod/patch.yaml': PATCH,
    ...more,
  });

  it('is not judged by what it leaves to its base', () => {
    expect(findings({ 'prod/patch.yaml': PATCH }, ABSENCES)['prod/patch.yaml']).toHaveLength(2);
    expect(findings(files('patches: [{ path: patch.yaml }]\n'), ABSENCES)['prod/patch.yaml']).toEqual([]);
    expect(findings(files('patchesStrategicMerge: [./patch.yaml]\n'), ABSENCES)['prod/patch.yaml']).toEqual([]);
  });

  it('that adds a container says so there', () => {
    const found = findings(files('patches: [{ path: patch.yaml }]\n'), RULE);
    expect(found).toEqual({
      'base/kustomization.yaml': [],
      'base/web.yaml': [],
      'prod/kustomization.yaml': [],
      'prod/patch.yaml': ['information policy-injects-container log-agent'],
    });
    expect(findings(files(''), RULE)['prod/patch.yaml']).toEqual([]);
    expect(
      findings(files('patches: [{ path: patch.yaml }]\n'), RULE, ['registry.example.com'])['prod/patch.yaml'],
    ).toEqual(['warning policy-injects-container log-agent']);
  });

  it('of another workload, or of one that is not in the workspace, adds nothing', () => {
    const other = { 'prod/patch.yaml': PATCH.replace('name: web }', 'name: other }') };
    expect(findings(files('patches: [{ path: patch.yaml }]\n', other), RULE)['prod/patch.yaml']).toEqual([]);
  });

  it.each([
    ['inline', `patches:\n- patch: |-\n${PATCH.replace(/^(?=.)/gm, '    ')}`],
    ['inline, of the old form', `patchesStrategicMerge:\n- |-\n${PATCH.replace(/^(?=.)/gm, '  ')}`],
    [
      'inline, as operations',
      `patches:
- target: { kind: Deployment, name: web }
  patch: |-
    - op: add
      path: /spec/template/spec/containers/-
      value: { name: log-agent, image: x }
`,
    ],
    [
      'inline, as JSON',
      `patchesJson6902:\n- target: { kind: Deployment, name: web }\n  patch: '[{"op": "add", "path": "/spec/template/spec/initContainers", "value": [{"name": "log-agent", "image": "x"}]}]'\n`,
    ],
  ])('counts %s', (_, patches) => {
    expect(findings(files(patches), RULE)['prod/kustomization.yaml']).toEqual([
      'information policy-injects-container log-agent',
    ]);
  });

  it('counts as a file of operations', () => {
    const operations = {
      'prod/add.yaml': `- op: add
  path: /spec/template/spec/containers/-
  value:
    name: log-agent # new
    image: x
- op: replace
  path: /spec/replicas
  value: 2
`,
    };
    const patches = 'patches: [{ path: add.yaml, target: { kind: Deployment, name: web } }]\n';
    expect(findings(files(patches, operations), RULE)['prod/add.yaml']).toEqual([
      'information policy-injects-container log-agent',
    ]);
  });
});

describe('a policy that adds a container', () => {
  const seen = (policy: string): string[] | undefined =>
    findings({ 'policy.yaml': policy, 'web.yaml': BASE }, ['policy-injects-container'])['policy.yaml'];

  it.each([
    [
      'Kyverno, by operations',
      `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: p }
spec:
  rules:
  - match: { any: [{ resources: { kinds: [Pod] } }] }
    mutate:
      patchesJson6902: |-
        - op: add
          path: /spec/containers/-
          value: { name: agent, image: x }
`,
      1,
    ],
    [
      'Gatekeeper',
      `apiVersion: mutations.gatekeeper.sh/v1
kind: Assign
metadata: { name: p }
spec:
  applyTo: [{ groups: [""], kinds: [Pod], versions: [v1] }]
  location: "spec.containers[name:agent]"
  parameters: { assign: { value: { name: agent, image: x } } }
`,
      1,
    ],
    [
      'the API server',
      `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: { name: p }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  mutations:
  - patchType: ApplyConfiguration
    applyConfiguration:
      expression: >
        Object{ spec: Object.spec{ initContainers: [ Object.spec.initContainers{ name: "proxy", image: "mesh/proxy:v1", restartPolicy: "Always" } ] } }
`,
      1,
    ],
    [
      'none: Gatekeeper sets a policy',
      `apiVersion: mutations.gatekeeper.sh/v1
kind: Assign
metadata: { name: p }
spec:
  location: "spec.containers[name:*].imagePullPolicy"
  parameters: { assign: { value: Always } }
`,
      0,
    ],
  ])('%s', (_, policy, count) => {
    expect(seen(policy)).toHaveLength(count);
  });

  it('says to which workloads', () => {
    const policy = RULES.find(({ id }) => id === 'policy-injects-container')?.examples.bad ?? '';
    const index = new WorkspaceIndex();
    const analyzer = new Analyzer(RULES, index, DEFAULT_OPTIONS);
    const files = [policy, BASE, workload('- { name: a, image: b }\n', 'DaemonSet', 'agent')].map((text) =>
      ManifestFile.read(text),
    );
    for (const [position, file] of files.entries()) index.update(`file:///${position}.yaml`, file);
    const [document] = files[0]?.documents ?? [];
    const messages = document && analyzer.analyse(document.document).findings.map(({ message }) => message);
    expect(messages).toEqual([
      'Container not in the manifest: the ClusterPolicy "add-log-agent" adds the container "log-agent" (registry.example.com/agent:1) to Deployment "web". Check that this is intended.',
    ]);
  });
});

it.each([
  ['file:///w/prod/', '../base', 'file:///w/base'],
  ['file:///w/prod/', './a b.yaml', 'file:///w/prod/a%20b.yaml'],
  ['file:///w/prod/', '../team@shop/a+b (c)', 'file:///w/team%40shop/a%2Bb%20%28c%29'],
  ['prod/', '../base/web.yaml', 'base/web.yaml'],
  ['../x/', '../base', '../base'],
  ['', 'web.yaml', 'web.yaml'],
  ['/w/', '../../../x', '/../../x'],
])('from %s, %s is %s', (folder, path, expected) => {
  expect(resolvePath(folder, path)).toBe(expected);
});

describe('a file that holds parts of objects', () => {
  const PART = workload('- name: proxy\n  image: registry.example.com/proxy:1\n- name: manager\n  args: [--metrics]\n');
  const missing = (files: Record<string, string>): readonly string[] | undefined =>
    findings({ 'part.yaml': PART, ...files }, ['missing-image'])['part.yaml'];
  const test = (operation: string): string =>
    `apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Test\nmetadata: { name: t }\nspec: { steps: [{ try: [${operation}] }] }\n`;

  it.each([
    ['is one that a test expects', { 't.yaml': test('{ assert: { file: ./part.yaml } }') }],
    ['is one that a test expects not to be', { 't.yaml': test('{ error: { file: part.yaml } }') }],
    ['is a patch in a comment', { 'kustomization.yaml': kustomization('patchesStrategicMerge:\n#- part.yaml\n') }],
    [
      'is a patch in a comment, by its path',
      { 'kustomization.yaml': kustomization('#patches:\n#- path: part.yaml\n') },
    ],
  ])('%s, and lacks nothing', (_, files) => {
    expect(missing(files)).toEqual([]);
  });

  it.each([
    ['one that a test creates', { 't.yaml': test('{ create: { file: part.yaml } }') }],
    [
      'one that a test of another kind names',
      { 't.yaml': test('{ assert: { file: part.yaml } }').replace('chainsaw.', '') },
    ],
    ['a resource in a comment', { 'kustomization.yaml': kustomization('resources:\n#- part.yaml\n') }],
    [
      'a resource that is a patch in the comment of another file',
      {
        'kustomization.yaml': kustomization('resources: [part.yaml]\n'),
        'other/kustomization.yaml': kustomization('patches:\n# - path: ../part.yaml\n'),
      },
    ],
  ])('%s is whole', (_, files) => {
    expect(missing(files)).toEqual([expect.stringContaining('error missing-image')]);
  });
});
