import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE } from '../../manifests';

const TEMPLATE = 'spec:\n  template:\n    spec:';
function workload(kind: string, spec: string, group = 'apps/v1'): string {
  return `apiVersion: ${group}\nkind: ${kind}\nmetadata: { name: web }\n${TEMPLATE}\n      ${spec}\n      containers: [{ name: web, image: "${IMAGE}" }]\n`;
}
const job = (spec: string): string => workload('Job', spec, 'batch/v1');
const pod = (container: string, list = 'containers'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  ${list}:\n    - name: agent\n      image: ${IMAGE}\n      ${container}\n  ${list === 'containers' ? 'dnsPolicy: Default' : `containers: [{ name: web, image: "${IMAGE}" }]`}\n`;
const lines = (text: string, rule: string, kubernetesMinor = 37): number[] =>
  see(text, rule, { kubernetesMinor }).map(({ line }) => line);

describe('pod-restart-policy', () => {
  it.each([
    ['of a Job that is missing', job('dnsPolicy: Default'), 6],
    ['of a Job that is null', job('restartPolicy:'), 7],
    ['of a Job that is empty', job('restartPolicy: ""'), 7],
    ['Always of a Job', job('restartPolicy: Always'), 7],
    ['of a Job, in lower case', job('restartPolicy: never'), 7],
    ['Never of a Deployment', workload('Deployment', 'restartPolicy: Never'), 7],
    ['unknown to a DaemonSet', workload('DaemonSet', 'restartPolicy: always'), 7],
  ])('finds one %s', (_, text, line) => {
    expect(lines(text, 'pod-restart-policy')).toEqual([line]);
  });

  it.each([
    ['none of a Deployment', workload('Deployment', 'dnsPolicy: Default')],
    ['an empty one of a Deployment', workload('Deployment', 'restartPolicy: ""')],
    ['one that a tool fills in', job(`restartPolicy: \${POLICY}`)],
    ['one of a chart', job('restartPolicy: {{ .Values.policy }}')],
    ['none of a chart', job('{{- include "spec" . }}')],
    [
      'Never of a PodTemplate',
      `apiVersion: v1\nkind: PodTemplate\ntemplate:\n  spec: { restartPolicy: Never, containers: [{ name: a, image: "${IMAGE}" }] }\n`,
    ],
    ['Never of a kind that is not built in', workload('Rollout', 'restartPolicy: Never', 'argoproj.io/v1alpha1')],
    ['a number, which is no text', workload('Deployment', 'restartPolicy: 5')],
  ])('accepts %s', (_, text) => {
    expect(lines(text, 'pod-restart-policy')).toEqual([]);
  });

  it('knows that a failure policy needs Never', () => {
    const text = (policy: string): string =>
      job(`restartPolicy: ${policy}`).replace('spec:\n', 'spec:\n  podFailurePolicy: { rules: [] }\n');
    expect(lines(text('OnFailure'), 'pod-restart-policy')).toEqual([8]);
    expect(lines(text('Never'), 'pod-restart-policy')).toEqual([]);
    expect(fixed(text('OnFailure'), 'pod-restart-policy')).toContain('restartPolicy: Never');
  });

  it('mends the spelling', () => {
    expect(fixed(job('restartPolicy: onfailure'), 'pod-restart-policy')).toContain('restartPolicy: OnFailure');
  });
});

describe('container-restart-policy', () => {
  it.each([
    ['in lower case', 'always'],
    ['unknown', 'UnlessStopped'],
    ['empty', '""'],
  ])('finds one that is %s, in both lists', (_, policy) => {
    for (const list of ['containers', 'initContainers'])
      expect(lines(pod(`restartPolicy: ${policy}`, list), 'container-restart-policy')).toEqual([8]);
  });

  it.each(['Always', 'OnFailure', 'Never', '', 'true', `\${POLICY}`, '"{{ .Values.policy }}"'])(
    'accepts %s',
    (policy) => {
      for (const list of ['containers', 'initContainers'])
        expect(lines(pod(`restartPolicy: ${policy}`, list), 'container-restart-policy')).toEqual([]);
    },
  );

  it('leaves it to another rule where all values are refused or dropped', () => {
    const text = pod('restartPolicy: always', 'initContainers');
    for (const minor of [27, 28, 29, 33, 34, 35]) {
      const [seen, ...others] = see(text, undefined, { kubernetesMinor: minor }).filter(({ line }) => line === 8);
      expect(others).toEqual([]);
      expect(seen?.rule).toBe(minor < 35 ? 'misplaced-restart-policy' : 'container-restart-policy');
    }
  });
});

describe('container-restart-rules', () => {
  const rules = (list: string, policy = 'Never'): string =>
    pod(`restartPolicy: ${policy}\n      restartPolicyRules: ${list}`);
  const rule = (action: string, codes = 'operator: In, values: [3]'): string =>
    `[{ action: ${action}, exitCodes: { ${codes} } }]`;
  const many = (text: string, count: number): string => `[${new Array(count).fill(text).join(', ')}]`;
  const RULE = rule('Restart').slice(1, -1);

  it.each([
    ['no policy', rules(rule('Restart'), '')],
    ['no action', rules('[{ exitCodes: { operator: In } }]')],
    ['an unknown action', rules(rule('Terminate'))],
    ['an unknown operator', rules(rule('Restart', 'operator: in'))],
    ['no operator', rules(rule('Restart', 'values: [3]'))],
    ['no exit codes', rules('[{ action: Restart }]')],
    ['exit codes of null', rules('[{ action: Restart, exitCodes: }]')],
    ['more than 20 rules', rules(many(RULE, 21))],
    ['more than 255 exit codes', rules(rule('Restart', `operator: In, values: ${many('1', 256)}`))],
  ])('finds rules with %s', (_, text) => {
    expect(lines(text, 'container-restart-rules')).toHaveLength(1);
    expect(lines(text, 'container-restart-rules', 34)).toEqual([]);
  });

  it.each([
    ['all that is needed', rules(rule('Restart'))],
    ['Always', rules(rule('Restart'), 'Always')],
    ['no values', rules(rule('Restart', 'operator: NotIn'))],
    ['20 of them', rules(many(RULE, 20))],
    ['none of them', rules('[]', '')],
    ['what a tool fills in', rules(rule(`"\${ACTION}"`, `operator: "\${OPERATOR}"`))],
  ])('accepts rules with %s', (_, text) => {
    expect(lines(text, 'container-restart-rules')).toEqual([]);
  });

  it('knows which versions restart all containers, and have rules for native sidecars', () => {
    const all = rules(rule('RestartAllContainers'));
    expect(lines(all, 'container-restart-rules', 35)).toEqual([9]);
    expect(lines(all, 'container-restart-rules', 36)).toEqual([]);
    const sidecar = pod(`restartPolicy: Always\n      restartPolicyRules: ${rule('Restart')}`, 'initContainers');
    expect(lines(sidecar, 'container-restart-rules', 35)).toEqual([9]);
    expect(lines(sidecar, 'container-restart-rules', 36)).toEqual([]);
  });

  it('mends the spelling of an action', () => {
    expect(fixed(rules(rule('restart')), 'container-restart-rules')).toContain('action: Restart,');
  });
});
