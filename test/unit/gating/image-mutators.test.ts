import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { podsOf } from '../../../server/src/pod/pod';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import { see } from '../analyse';
import { verdicts } from './verdicts';

const KINDS = 'kinds: [{ apiGroups: [""], kinds: [Pod] }]';
const CONSTRAINT = `---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata: { name: ours }
spec: { match: { ${KINDS} }, parameters: { repos: [r.io/] } }
`;
const SPEC =
  'containers: [{ name: web, image: r.io/web:1 }, { name: log, image: evil.io/log:1 }], initContainers: [{ name: init, image: r.io/init:1 }]';
const pod = (labels = 'app: web'): string =>
  `---
apiVersion: v1
kind: Pod
metadata: { name: p, namespace: shop, labels: { ${labels} } }
spec: { ${SPEC} }
`;
const DEPLOYMENT = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { ${SPEC} } } }
`;
const AS_WRITTEN = 'init admits, web admits, log rejects';
/** What the constraint makes of a pod that may get a container whose image it denies. */
const PERHAPS = 'init unknown, web unknown, log rejects';

/** What the constraint makes of each image after some policies, and why where that isn't known. */
function after(policies: string, workload = pod(), gate = CONSTRAINT): string {
  const found = verdicts(policies + gate + workload).filter((line) => line.startsWith('ours:'));
  return found
    .map((line) => line.replace(/^ours: /, '').replace(/ - (?!.* may change the image first$).*/, ''))
    .join(', ');
}

const gatekeeper = (kind: string, spec: string): string =>
  `---
apiVersion: mutations.gatekeeper.sh/v1alpha1
kind: ${kind}
metadata: { name: mirror }
spec: { applyTo: [{ groups: [""], kinds: [Pod], versions: [v1] }], ${spec} }
`;
const assignImage = (location: string, match = ''): string =>
  gatekeeper('AssignImage', `location: "${location}", parameters: { assignDomain: r.io }, match: { ${match} }`);
const ALL = assignImage('spec.containers[name:*].image');
const BY = (name: string, containers: readonly string[]): string =>
  AS_WRITTEN.split(', ')
    .map((line) => {
      const [container = ''] = line.split(' ');
      return containers.includes(container) ? `${container} unknown - ${name} may change the image first` : line;
    })
    .join(', ');
const IMAGE = 'AssignImage/mirror';

describe('a mutator of Gatekeeper', () => {
  it.each([
    ['of a list', ALL, BY(IMAGE, ['web', 'log'])],
    ['of another list', assignImage('spec.initContainers[name:*].image'), BY(IMAGE, ['init'])],
    ['of one container', assignImage('spec.containers[name: log].image'), BY(IMAGE, ['log'])],
    ['of what cannot be read', assignImage('{{ .Values.where }}'), BY(IMAGE, ['init', 'web', 'log'])],
    ['in this namespace', assignImage('spec.containers[name:*].image', 'namespaces: [sh*]'), BY(IMAGE, ['web', 'log'])],
    ['in another namespace', assignImage('spec.containers[name:*].image', 'namespaces: [other]'), AS_WRITTEN],
    [
      'of a namespace that is not known',
      assignImage('spec.containers[name:*].image', 'namespaceSelector: { matchLabels: { a: b } }'),
      BY(IMAGE, ['web', 'log']),
    ],
    [
      'of other labels',
      assignImage('spec.containers[name:*].image', 'labelSelector: { matchLabels: { app: db } }'),
      AS_WRITTEN,
    ],
    ['of other kinds', ALL.replace('[Pod]', '[Service]'), AS_WRITTEN],
    [
      'that assigns an image',
      gatekeeper('Assign', 'location: "spec.containers[name:web].image", parameters: { assign: { value: x } }'),
      BY('Assign/mirror', ['web']),
    ],
    [
      'that assigns a container, which may be there',
      gatekeeper('Assign', 'location: "spec.containers[name:log]", parameters: { assign: { value: { name: log } } }'),
      BY('Assign/mirror', ['log']),
    ],
    [
      'that assigns something else',
      gatekeeper(
        'Assign',
        'location: "spec.containers[name:*].securityContext.privileged", parameters: { assign: { value: false } }',
      ),
      AS_WRITTEN,
    ],
    [
      'of metadata',
      gatekeeper('AssignMetadata', 'location: metadata.labels.image, parameters: { assign: { value: x } }'),
      AS_WRITTEN,
    ],
  ])('%s', (_, policies, expected) => {
    expect(after(policies)).toBe(expected);
  });

  it('reaches the pods of workloads', () => {
    expect(after(ALL, DEPLOYMENT)).toBe(BY(IMAGE, ['web', 'log']));
  });
});

const kyverno = (mutate: string, more = 'match: { any: [{ resources: { kinds: [Pod] } }] }'): string =>
  `---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: mirror }
spec: { rules: [{ name: r, ${more}, mutate: ${mutate} }] }
`;
const merge = (spec: string): string => `{ patchStrategicMerge: { spec: { ${spec} } } }`;
const POLICY = 'ClusterPolicy/mirror';
const patch = (operation: string): string => `{ patchesJson6902: "- { ${operation} }" }`;

describe('a rule of Kyverno', () => {
  it.each([
    ['for every container', kyverno(merge('containers: [{ (name): "*", image: x }]')), BY(POLICY, ['web', 'log'])],
    ['for some', kyverno(merge('"=(initContainers)": [{ (name): "in*", image: x }]')), BY(POLICY, ['init'])],
    [
      'for each',
      kyverno(
        `{ foreach: [{ list: l, patchStrategicMerge: { spec: { containers: [{ name: "{{ element.name }}", image: x }] } } }] }`,
      ),
      BY(POLICY, ['web', 'log']),
    ],
    [
      'for each in a patch',
      kyverno(
        `{ foreach: [{ list: l, patchesJson6902: "- { op: replace, path: '/spec/initContainers/{{elementIndex}}/image', value: x }" }] }`,
      ),
      BY(POLICY, ['init']),
    ],
    ['in a patch', kyverno(patch('op: replace, path: /spec/containers/1/image, value: x')), BY(POLICY, ['log'])],
    ['that adds a container', kyverno(merge('containers: [{ name: proxy, image: x }]')), PERHAPS],
    [
      'that adds a container in a patch',
      kyverno(patch('op: add, path: /spec/containers/-, value: { name: proxy, image: x }')),
      PERHAPS,
    ],
    [
      'that sets a label with the name of a list',
      kyverno(patch('op: add, path: /metadata/labels/initContainers, value: x')),
      AS_WRITTEN,
    ],
    [
      'that looks at an image',
      kyverno(merge('containers: [{ (image): "*:latest", imagePullPolicy: Always }]')),
      AS_WRITTEN,
    ],
    ['about labels', kyverno('{ patchStrategicMerge: { metadata: { labels: { image: x } } } }'), AS_WRITTEN],
    [
      'about resources',
      kyverno(merge('containers: [{ (name): "*", resources: { limits: { memory: 1Gi } } }]')),
      AS_WRITTEN,
    ],
    [
      'for other pods',
      kyverno(
        merge('containers: [{ (name): "*", image: x }]'),
        'match: { any: [{ resources: { kinds: [Pod], namespaces: [other] } }] }',
      ),
      AS_WRITTEN,
    ],
    [
      'for what exists',
      kyverno(
        '{ targets: [{ kind: Pod }], patchStrategicMerge: { spec: { containers: [{ (name): "*", image: x }] } } }',
      ),
      AS_WRITTEN,
    ],
  ])('%s', (_, policies, expected) => {
    expect(after(policies)).toBe(expected);
  });

  it('reaches the pods of workloads through their templates', () => {
    const rule = kyverno(
      '{ patchStrategicMerge: { spec: { template: { spec: { containers: [{ (name): "*", image: x }] } } } } }',
      'match: { any: [{ resources: { kinds: [Deployment] } }] }',
    );
    expect(after(rule, DEPLOYMENT)).toBe(BY(POLICY, ['web', 'log']));
    expect(after(rule)).toBe(AS_WRITTEN);
  });
});

const RULES =
  'matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }';
const mutating = (expression: string, type = 'applyConfiguration'): string =>
  `---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: { name: mirror }
spec: { ${RULES}, mutations: [{ ${type}: { expression: ${JSON.stringify(expression)} } }] }
`;
const binding = (spec = ''): string =>
  `---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: { name: b }
spec: { policyName: mirror${spec} }
`;
const EACH =
  'Object{ spec: Object.spec{ containers: object.spec.containers.map(c, Object.spec.containers{ name: c.name, image: "r.io/" + c.image }) } }';
const NATIVE = 'MutatingAdmissionPolicy/mirror';
const EVERY = ['init', 'web', 'log'];

describe('a policy of expressions', () => {
  it.each([
    ['that is bound', mutating(EACH) + binding(), BY(NATIVE, EVERY)],
    ['that nothing binds', mutating(EACH), AS_WRITTEN],
    [
      'that is bound elsewhere',
      mutating(EACH) + binding(', matchResources: { objectSelector: { matchLabels: { app: db } } }'),
      AS_WRITTEN,
    ],
    [
      'with a patch',
      mutating('[JSONPatch{ op: "replace", path: "/spec/containers/0/image", value: "x" }]', 'jsonPatch') + binding(),
      BY(NATIVE, EVERY),
    ],
    [
      'that adds a container',
      mutating(
        'Object{ spec: Object.spec{ initContainers: [Object.spec.initContainers{ name: "proxy", ports: [Object.spec.initContainers.ports{ name: "x" }], image: "x" }] } }',
      ) + binding(),
      'init rejects, web rejects, log rejects',
    ],
    [
      'that may change a container',
      mutating(
        'Object{ spec: Object.spec{ initContainers: [Object.spec.initContainers{ name: "init", image: "x" }] } }',
      ) + binding(),
      BY(NATIVE, ['init']),
    ],
    [
      'about pull policies',
      mutating(
        'Object{ spec: Object.spec{ containers: object.spec.containers.map(c, Object.spec.containers{ name: c.name, imagePullPolicy: "Always" }) } }',
      ) + binding(),
      AS_WRITTEN,
    ],
    [
      'of Kyverno',
      mutating(EACH)
        .replace('admissionregistration.k8s.io/v1', 'policies.kyverno.io/v1')
        .replace('MutatingAdmissionPolicy', 'MutatingPolicy'),
      BY('MutatingPolicy/mirror', EVERY),
    ],
  ])('%s', (_, policies, expected) => {
    expect(after(policies)).toBe(expected);
  });
});

describe('an image that may be changed', () => {
  const vap = (expression: string): string => `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ours }
spec: { ${RULES}, validations: [{ expression: "${expression}" }] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ours }
spec: { policyName: ours, validationActions: [Deny] }
`;

  it('is unknown to policies of expressions, but for lists that they never look at', () => {
    const lists = assignImage('spec.initContainers[name:*].image') + ALL.replace('name: mirror', 'name: other');
    const one = "object.spec.containers.all(c, c.image.startsWith('r.io/'))";
    expect(after(lists, pod(), vap(one))).toBe(
      'init skips, web unknown - AssignImage/other may change the image first, log unknown - AssignImage/other may change the image first',
    );
  });

  it('is unknown to policies that might never have looked at it', () => {
    const signed = `---\napiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: { name: ours }
spec: { images: [{ glob: "r.io/*" }], authorities: [{ static: { action: fail } }] }
---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { policy.sigstore.dev/include: "true" } }\n`;
    expect(after(ALL, pod(), signed)).toContain('log unknown - AssignImage/mirror may change the image first');
    expect(after('', pod(), signed)).toContain('log skips');
  });

  it('is no finding, and is shown as it is written', () => {
    expect(see(ALL + CONSTRAINT + pod(), 'image-gate-rejects')).toEqual([]);
    expect(see(CONSTRAINT + pod(), 'image-gate-rejects')).toHaveLength(1);
  });

  it('is decided about anew when what changes it comes and goes', () => {
    const index = new WorkspaceIndex();
    const file = ManifestFile.read(CONSTRAINT + pod());
    index.update('file:///pod.yaml', file);
    const decided = (): string[] =>
      file.documents
        .flatMap(({ document }) => document.resources.flatMap((resource) => podsOf(resource, () => [])))
        .flatMap((one) => index.decisions.on(one))
        .flatMap(({ decision }) => decision.images.map(({ verdict }) => verdict));
    expect(decided()).toEqual(['admits', 'admits', 'rejects']);
    const before = index.generation;
    index.update('file:///mutator.yaml', ManifestFile.read(ALL));
    expect(index.generation).toBeGreaterThan(before);
    expect(decided()).toEqual(['admits', 'unknown', 'unknown']);
    index.delete('file:///mutator.yaml');
    expect(decided()).toEqual(['admits', 'admits', 'rejects']);
  });

  it('is as little known as one that is still to be filled in', () => {
    const all = vap("(object.spec.containers + object.spec.initContainers).all(c, c.image.startsWith('r.io/'))");
    expect(after('', pod().replace('evil.io/log:1', 'auto'), all)).toBe('init admits, web admits, log unknown');
  });
});
