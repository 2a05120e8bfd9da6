import type { Variant } from '../variant.ts';

const RULE = { action: 'Restart', exitCodes: { operator: 'In', values: [42] } };
const TEMPLATES = [
  'PodTemplate',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
];

function ofPod(name: string, restartPolicy: unknown, kinds?: readonly string[]): Variant {
  return {
    rule: 'pod-restart-policy',
    name,
    set: { 'spec.restartPolicy': restartPolicy },
    ...(kinds && { kinds }),
  };
}

function ofContainer(name: string, restartPolicy: unknown): Variant {
  return { rule: 'container-restart-policy', name, set: { 'container.restartPolicy': restartPolicy } };
}

function withRules(name: string, rules: unknown, restartPolicy: unknown = 'Never'): Variant {
  return {
    rule: 'container-restart-rules',
    name,
    set: { 'container.restartPolicy': restartPolicy, 'container.restartPolicyRules': rules },
  };
}

export const restartPolicies: readonly Variant[] = [
  ofPod('none', undefined),
  ofPod('null', null),
  ofPod('empty', ''),
  ofPod('Always', 'Always'),
  ofPod('OnFailure', 'OnFailure'),
  ofPod('Never', 'Never'),
  ofPod('in lower case', 'always'),
  ofPod('Never in lower case', 'never'),
  ofPod('unknown', 'Sometimes', ['Pod', ...TEMPLATES]),

  ofContainer('null', null),
  ofContainer('empty', ''),
  ofContainer('Always', 'Always'),
  ofContainer('OnFailure', 'OnFailure'),
  ofContainer('Never', 'Never'),
  ofContainer('in lower case', 'always'),
  ofContainer('unknown', 'UnlessStopped'),

  withRules('one', [RULE]),
  withRules('with Always', [RULE], 'Always'),
  withRules('without a policy', [RULE], undefined),
  withRules('with a policy of null', [RULE], null),
  withRules('none', []),
  withRules('none, without a policy', [], undefined),
  withRules('null, without a policy', null, undefined),
  withRules('twenty', new Array(20).fill(RULE)),
  withRules('too many', new Array(21).fill(RULE)),

  withRules('without an action', [{ exitCodes: RULE.exitCodes }]),
  withRules('with an empty action', [{ ...RULE, action: '' }]),
  withRules('with an action in lower case', [{ ...RULE, action: 'restart' }]),
  withRules('with an unknown action', [{ ...RULE, action: 'Terminate' }]),
  withRules('for all containers', [{ ...RULE, action: 'RestartAllContainers' }]),
  withRules('without exit codes', [{ action: 'Restart' }]),
  withRules('with exit codes of null', [{ action: 'Restart', exitCodes: null }]),
  withRules('with nothing', [{}]),
  withRules('without an operator', [{ ...RULE, exitCodes: { values: [1] } }]),
  withRules('with an operator in lower case', [{ ...RULE, exitCodes: { operator: 'notin', values: [1] } }]),
  withRules('with NotIn and no values', [{ ...RULE, exitCodes: { operator: 'NotIn' } }]),
  withRules('with an empty list of values', [{ ...RULE, exitCodes: { operator: 'In', values: [] } }]),
  withRules('with exit codes that do not exist', [{ ...RULE, exitCodes: { operator: 'In', values: [-1, 300] } }]),
  withRules('with 255 values', [{ ...RULE, exitCodes: { operator: 'In', values: new Array(255).fill(1) } }]),
  withRules('with 256 values', [{ ...RULE, exitCodes: { operator: 'In', values: new Array(256).fill(1) } }]),
];
