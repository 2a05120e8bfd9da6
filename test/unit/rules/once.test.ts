import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { IMAGE } from '../manifests';

const join = (...texts: readonly string[]): string => texts.join('---\n');
const pod = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}${more}\nspec:\n  containers: [{ name: web, image: "${IMAGE}" }]\n`;
const namespace = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;
const messages = (text: string, rule: string): string[] =>
  see(text, rule).map(({ line, message }) => `${line} ${message}`);

describe('that no policy checks images', () => {
  const said = (text: string): string[] => messages(text, 'image-gate-missing');

  it('is said once a file, at its first workload, with the number of the others', () => {
    expect(said(pod('one'))).toEqual([expect.stringMatching(/^4 .* of Pod "one"\. /)]);
    expect(said(join(pod('one'), pod('two')))).toEqual([
      expect.stringMatching(/^4 .* of Pod "one" and 1 more workload of this file\. /),
    ]);
    const list = `apiVersion: v1\nkind: PodList\nitems:\n${['a', 'b', 'c']
      .map((name) => `- metadata: { name: ${name} }\n  spec: { containers: [{ name: web, image: "${IMAGE}" }] }\n`)
      .join('')}`;
    expect(said(join(namespace('shop'), list))).toEqual([
      expect.stringMatching(/^8 .* of Pod "a" and 2 more workloads of this file\. /),
    ]);
  });

  it('is said of the first one that is not silenced', () => {
    const silenced = '\n  annotations: { sidecar-guard.dev/ignore: image-gate-missing }';
    expect(said(join(pod('one', silenced), pod('two'), pod('three')))).toEqual([
      expect.stringMatching(/of Pod "two" and 1 more workload/),
    ]);
    expect(said(join(pod('one', silenced), pod('two', silenced)))).toEqual([]);
    expect(see(join(pod('one', silenced), pod('two', silenced)), 'unused-suppression')).toEqual([]);
  });

  it('is said of each workload that slips through where a policy checks others', () => {
    const gate = `apiVersion: kyverno.io/v1
kind: Policy
metadata: { name: registries, namespace: gated }
spec:
  validationFailureAction: Enforce
  rules:
    - name: registries
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate: { message: no, pattern: { spec: { containers: [{ image: "registry.example.com/*" }] } } }
`;
    const open = '\n  namespace: open';
    expect(see(join(gate, pod('one', open), pod('two', open)), 'image-gate-missing')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('Pod "one" (') },
      { severity: 'warning', message: expect.stringContaining('Pod "two" (') },
    ]);
  });
});

it('namespaces without a Pod Security level are a hint, once a file', () => {
  expect(
    messages(join(namespace('one'), namespace('two'), namespace('three')), 'namespace-without-pod-security'),
  ).toEqual([expect.stringMatching(/^3 .*: namespace "one" and 2 more namespaces of this file enforce no /)]);
  expect(see(namespace('one'), 'namespace-without-pod-security')).toMatchObject([
    { severity: 'hint', message: expect.stringContaining('namespace "one" enforces no ') },
  ]);
});

describe('an agent of nodes', () => {
  const agent = (kind: string, space = ''): string => `${space}apiVersion: apps/v1
kind: ${kind}
metadata: { name: agent, namespace: nodes }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      hostPID: true
      containers:
        - name: agent
          image: ${IMAGE}
          securityContext: { privileged: true }
          volumeMounts: [{ name: run, mountPath: /run/containerd }]
        - { name: helper, image: "${IMAGE}", securityContext: { privileged: true } }
      volumes: [{ name: run, hostPath: { path: /run/containerd } }]
`;
  const controls = (text: string): string[] =>
    see(text)
      .filter(({ rule }) => ['runtime-socket', 'host-path', 'privileged', 'host-namespaces'].includes(rule))
      .map(({ rule, severity, container }) => `${severity} ${rule} ${container ?? '-'}`);
  const level = (labels: string): string =>
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: nodes, labels: { ${labels} } }\n---\n`;

  it('has one warning that lists what it has of the node', () => {
    expect(controls(agent('DaemonSet'))).toEqual(['warning runtime-socket -']);
    const [found] = see(agent('DaemonSet'), 'runtime-socket');
    for (const part of [
      'host namespaces',
      'privileged containers ("agent" and "helper")',
      'HostPath volumes',
      'the socket of the container runtime ("agent")',
    ])
      expect(found?.message).toContain(part);
  });

  it('has a finding of each kind in other workloads, where it is not expected', () => {
    expect(controls(agent('Deployment'))).toEqual([
      'warning host-namespaces -',
      'warning privileged agent',
      'error runtime-socket agent',
      'warning privileged helper',
      'warning host-path -',
    ]);
  });

  it('has an error for each control that its namespace enforces', () => {
    expect(controls(agent('DaemonSet', level('pod-security.kubernetes.io/enforce: baseline')))).toEqual([
      'error host-namespaces -',
      'error privileged agent',
      'warning runtime-socket agent',
      'error privileged helper',
      'error host-path -',
    ]);
    expect(controls(agent('DaemonSet', level('pod-security.kubernetes.io/enforce: privileged')))).toEqual([
      'warning runtime-socket agent',
    ]);
  });

  it('is not joined with what is silenced', () => {
    const text = agent('DaemonSet')
      .replace(/ {10}volumeMounts.*\n/, '')
      .replace(/ {6}volumes.*\n/, '');
    expect(controls(text)).toEqual(['warning host-namespaces -']);
    const silenced = text.replace('hostPID: true', 'hostPID: true # sidecar-guard-disable-line host-namespaces');
    expect(controls(silenced)).toEqual(['warning privileged -']);
  });
});
