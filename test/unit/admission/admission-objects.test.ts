import { describe, expect, it } from 'vitest';
import { deployment, OURS, policy, STARTS, TEMPLATE, THEIRS } from '../gating/admission-policies';
import { clusterPolicy, documents } from '../gating/kyverno-policies';
import { verdicts } from '../gating/verdicts';

const rules = (group: string, resource: string): string =>
  `resourceRules: [{ apiGroups: ["${group}"], apiVersions: [v1], operations: [CREATE], resources: [${resource}] }]`;
const onlyIf = (condition: string): string => `matchConditions: [{ name: c, expression: "${condition}" }]`;
const pod = (spec: string, metadata = 'name: web, namespace: shop'): string =>
  `apiVersion: v1
kind: Pod
metadata: { ${metadata} }
spec: ${spec}
---
`;
const workload = (kind: string, spec: string, apiVersion = 'apps/v1'): string =>
  `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: shop }
spec: ${spec}
---
`;
const template = `template: { spec: { containers: [{ name: log, image: "${THEIRS}" }] } }`;
const job = `jobTemplate: { metadata: { labels: { of: job } }, spec: { ${template} } }`;

const REFUSED = ['ours: log rejects - only ours'];
const NOT_ASKED = ['ours: no - its `matchConditions` are not met'];

/** Whether a condition on what is admitted holds: only then its policy refuses the image. */
function holds(condition: string, manifest: string, constraints = rules('', 'pods')): string[] {
  const spec = onlyIf(condition);
  const containers = constraints.includes('[pods]') ? STARTS : TEMPLATE;
  return verdicts(policy(containers, { spec, constraints }) + manifest);
}

describe('what controllers make', () => {
  it.each([
    ['pods of a Deployment', deployment({ log: THEIRS }), "kind == 'ReplicaSet' && o.apiVersion == 'apps/v1'"],
    ['pods of a StatefulSet', workload('StatefulSet', `{ ${template} }`), "kind == 'StatefulSet' && o.name == 'web'"],
    ['pods of a Job', workload('Job', `{ ${template} }`, 'batch/v1'), "kind == 'Job' && o.apiVersion == 'batch/v1'"],
    ['pods of a CronJob', workload('CronJob', `{ ${job} }`, 'batch/v1'), "kind == 'Job' && has(o.name)"],
  ])('refers to its owner: %s', (_, manifest, owner) => {
    const condition = `object.metadata.ownerReferences.exists(o, o.controller && o.${owner})`;
    expect(holds(condition, manifest)).toEqual(REFUSED);
    expect(holds('has(object.metadata.ownerReferences)', manifest)).toEqual(REFUSED);
    expect(holds('!has(object.metadata.ownerReferences)', manifest)).toEqual(NOT_ASKED);
  });

  it('refers to its owner, of which only the cluster knows the identity', () => {
    expect(holds("object.metadata.ownerReferences[0].uid != ''", deployment({ log: THEIRS }))).toEqual([
      'ours: log unknown - only the cluster knows the value',
    ]);
    expect(holds("object.metadata.ownerReferences[0].name == 'web'", deployment({ log: THEIRS }))).toEqual([
      'ours: log unknown - the cluster generates the name of its owner',
    ]);
  });

  it('refers to its owner on the way, too', () => {
    const owner = (kind: string): string => `object.metadata.ownerReferences[0].kind == '${kind}'`;
    expect(holds(owner('Deployment'), deployment({ log: THEIRS }), rules('apps', 'replicasets'))).toEqual(REFUSED);
    const cronJob = workload('CronJob', `{ ${job} }`, 'batch/v1');
    expect(holds(owner('CronJob'), cronJob, rules('batch', 'jobs'))).toEqual(REFUSED);
    expect(holds("object.metadata.labels.of == 'job'", cronJob, rules('batch', 'jobs'))).toEqual(REFUSED);
  });

  it('may refer to its owner where the controller is unknown', () => {
    const rollout = workload('Rollout', `{ ${template} }`, 'argoproj.io/v1alpha1');
    expect(holds('has(object.metadata.ownerReferences)', rollout)).toEqual([
      'ours: log unknown - the cluster may add `ownerReferences`',
    ]);
  });

  it('is not a pod that a user creates', () => {
    const own = pod(`{ containers: [{ name: log, image: "${THEIRS}" }] }`);
    expect(holds('!has(object.metadata.ownerReferences)', own)).toEqual(REFUSED);
  });

  it('has a name that is made up', () => {
    expect(holds('has(object.metadata.name)', deployment({ log: THEIRS }))).toEqual(REFUSED);
    expect(holds("object.metadata.name.startsWith('w')", deployment({ log: THEIRS }))).toEqual([
      'ours: log unknown - the cluster generates its name',
    ]);
    const generated = pod(`{ containers: [{ name: log, image: "${THEIRS}" }] }`, 'generateName: web-, namespace: shop');
    expect(holds("has(object.metadata.name) && object.metadata.generateName == 'web-'", generated)).toEqual(REFUSED);
  });
});

describe('what the API server fills in', () => {
  const deployments = rules('apps', 'deployments');
  const bare = `{ containers: [{ name: log, image: "${THEIRS}", ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 80 } } }] }`;

  it.each([
    ['Deployment', 'object.spec.replicas == 1 && object.spec.revisionHistoryLimit == 10'],
    [
      'Deployment',
      "object.spec.strategy.type == 'RollingUpdate' && object.spec.strategy.rollingUpdate.maxSurge == '25%'",
    ],
    ['Deployment', "object.spec.template.spec.containers.all(c, c.terminationMessagePolicy == 'File')"],
    ['Deployment', '!has(object.spec.template.spec.serviceAccountName)'],
    [
      'StatefulSet',
      "object.spec.podManagementPolicy == 'OrderedReady' && object.spec.updateStrategy.rollingUpdate.partition == 0",
    ],
    ['DaemonSet', 'object.spec.updateStrategy.rollingUpdate.maxUnavailable == 1'],
  ])('for a %s: %s', (kind, condition) => {
    expect(holds(condition, workload(kind, `{ ${template} }`), rules('apps', `${kind.toLowerCase()}s`))).toEqual(
      REFUSED,
    );
  });

  it.each([
    ['Job', `{ ${template} }`, 'object.spec.completions == 1 && object.spec.parallelism == 1'],
    ['Job', `{ parallelism: 2, ${template} }`, '!has(object.spec.completions) && object.spec.backoffLimit == 6'],
    ['Job', `{ ${template} }`, "object.spec.completionMode == 'NonIndexed' && !object.spec.suspend"],
  ])('for a %s %s: %s', (kind, spec, condition) => {
    expect(holds(condition, workload(kind, spec, 'batch/v1'), rules('batch', 'jobs'))).toEqual(REFUSED);
  });

  it.each([
    "object.spec.schedulerName == 'default-scheduler' && object.spec.enableServiceLinks",
    "object.spec.serviceAccountName == 'default' && object.spec.terminationGracePeriodSeconds == 30",
    "object.spec.containers.all(c, c.ports.all(p, p.protocol == 'TCP') && c.resources == {})",
    "object.spec.containers.all(c, c.livenessProbe.periodSeconds == 10 && c.livenessProbe.httpGet.scheme == 'HTTP')",
  ])('for a pod: %s', (condition) => {
    expect(holds(condition, pod(bare))).toEqual(REFUSED);
  });

  it('may be more, which is not known', () => {
    expect(holds('has(object.spec.volumes)', pod(bare))).toEqual(['ours: log unknown - the cluster may add `volumes`']);
    expect(holds('object.spec.?tolerations.orValue([]).size() == 0', pod(bare))).toEqual([
      'ours: log unknown - the cluster may add `tolerations`',
    ]);
    expect(holds('!object.spec.paused', workload('Deployment', `{ ${template} }`), deployments)).toEqual([
      'ours: log rejects - its expression fails here (no such key: paused), so it denies the image',
    ]);
  });
});

describe('what the API server leaves out', () => {
  const forbids = `${STARTS} && !has(object.spec.initContainers) && !has(object.spec.hostNetwork)`;
  it.each([
    '{ initContainers: [], containers: [{ name: web, image: "IMAGE" }] }',
    '{ initContainers: null, containers: [{ name: web, image: "IMAGE" }] }',
    '{ hostNetwork: false, containers: [{ name: web, image: "IMAGE" }] }',
  ])('%s', (spec) => {
    expect(verdicts(policy(forbids) + pod(spec.replace('IMAGE', OURS)))).toEqual(['ours: web admits']);
  });

  it('is gone for every engine', () => {
    const forbidsList = clusterPolicy(
      'validate: { message: Only ours., pattern: { spec: { X(initContainers): null, containers: [{ image: "?*" }] } } }',
    );
    expect(
      verdicts(documents(forbidsList, pod('{ initContainers: [], containers: [{ name: c0, image: x }] }'))),
    ).toEqual(['p: c0 admits']);
  });

  it('are not the words of people', () => {
    const labelled = pod(
      `{ nodeName: "", containers: [{ name: log, image: "${THEIRS}" }] }`,
      'name: web, namespace: shop, labels: { tty: "", paused: "" }',
    );
    expect(holds('object.metadata.labels.size() == 2 && !has(object.spec.nodeName)', labelled)).toEqual(REFUSED);
  });
});

describe('what the cluster may add', () => {
  const bare = `{ containers: [{ name: log, image: "${THEIRS}" }] }`;
  const cronJob = workload('CronJob', `{ jobTemplate: { spec: { ${template} } } }`, 'batch/v1');
  const DOUBT = (field: string): string[] => [`ours: log unknown - the cluster may add \`${field}\``];

  it.each([
    'object.spec.?volumes.orValue([]).all(v, !has(v.image))',
    '!object.spec.?volumes.orValue([]).exists(v, has(v.hostPath))',
    "object.spec.containers.all(c, !c.?volumeMounts.orValue([]).exists(m, m.mountPath == '/host'))",
    "!object.spec.?tolerations.orValue([]).exists(t, t.key == 'gpu')",
  ])('to a pod is known: %s', (condition) => {
    expect(holds(condition, pod(bare))).toEqual(REFUSED);
    expect(holds(`!(${condition})`, pod(bare))).toEqual(NOT_ASKED);
  });

  it.each([
    ['object.spec.?volumes.orValue([]).size() == 0', 'volumes'],
    ["object.spec.?volumes.orValue([]).all(v, v.name == 'data')", 'volumes'],
    ["object.spec.?tolerations.orValue([]).all(t, t.key == 'gpu')", 'tolerations'],
  ])('is not there for certain: %s', (condition, field) => {
    expect(holds(condition, pod(bare))).toEqual(DOUBT(field));
  });

  it('is no token where the pod wants none', () => {
    const tokenless = bare.replace('{', '{ automountServiceAccountToken: false,');
    expect(holds('!has(object.spec.volumes)', pod(tokenless))).toEqual(REFUSED);
  });

  it('leaves refusals alone that do not depend on it', () => {
    const images =
      'object.spec.containers.map(c, c.image) + object.spec.?volumes.orValue([]).filter(v, has(v.image)).map(v, v.image.reference)';
    const check = `(${images}).all(i, i.startsWith('registry.example.com/'))`;
    expect(verdicts(policy(check) + deployment({ web: OURS, log: THEIRS }))).toEqual([
      'ours: web admits',
      'ours: log rejects - only ours',
    ]);
  });

  it('is labels of which the keys are known', () => {
    const skip = "object.metadata.?labels['skip'].orValue('') != 'true'";
    expect(holds(skip, cronJob)).toEqual(REFUSED);
    expect(holds(skip, deployment({ log: THEIRS }))).toEqual(REFUSED);
    expect(holds("object.metadata.?labels['job-name'].orValue('') != 'true'", cronJob)).toEqual([
      expect.stringContaining('ours: log unknown'),
    ]);
    expect(holds("!('pod-template-hash' in object.metadata.labels)", deployment({ log: THEIRS }))).toEqual(
      DOUBT('labels'),
    );
  });

  it('is volumes of claims to the pods of a StatefulSet, and tolerations to those of a DaemonSet', () => {
    const claims = 'volumeClaimTemplates: [{ metadata: { name: data } }]';
    const statefulSet = workload('StatefulSet', `{ ${claims}, ${template} }`);
    expect(holds("object.spec.volumes.exists(v, v.?name.orValue('') == 'data')", statefulSet)).toEqual(REFUSED);
    const daemonSet = workload('DaemonSet', `{ ${template} }`);
    const pressure = "object.spec.tolerations.exists(t, t.key == 'node.kubernetes.io/disk-pressure')";
    expect(holds(pressure, daemonSet)).toEqual(REFUSED);
  });
});
