import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { anyOf } from '../in-words';
import { links } from '../links';
import type { Fix } from '../rule';
import { literal, type Refusal, refusedRule } from './refused-rule';
import { spellingFix } from './spelling';

const ANY = ['Always', 'OnFailure', 'Never'];
const OF_JOBS = ['OnFailure', 'Never'];
const OF_OTHER_WORKLOADS = ['Always'];

export const podRestartPolicy = refusedRule({
  id: 'pod-restart-policy',
  title: 'A pod with a `restartPolicy` that its kind cannot have',
  why: 'The pods of a Job or CronJob must end, so the API server refuses them without `restartPolicy: OnFailure` or `restartPolicy: Never`. The pods of all other workloads must run forever, with `restartPolicy: Always`, which is the default.',
  fix: 'Set `OnFailure` or `Never` in the pod template of a Job or CronJob, and remove the field from other workloads.',
  references: [links.restartPolicy],
  examples: {
    bad: jobWith(''),
    good: jobWith('\n      restartPolicy: Never'),
  },

  *find(pod) {
    const field = pod.spec.get('restartPolicy');
    // An empty text is the same as no text.
    const policy = field.isSet ? literal(field) : '';
    if (policy === undefined) return;
    const { kind } = pod.resource;
    if (kind === 'Job' || kind === 'CronJob') yield* faultOfJob(pod, field, policy);
    else if (policy !== '') yield* faultOfOther(pod, field, policy);
  },
});

function* faultOfJob(pod: Pod, field: YamlValue, policy: string): Generator<Refusal> {
  const { kind } = pod.resource;
  if (policy === 'Always' || policy === '')
    yield {
      field,
      ...(policy === '' && { at: field.hasKey ? field : pod.spec, isAbsence: !field.isSet }),
      because:
        policy === ''
          ? `it has no \`restartPolicy\`, and the default \`Always\` is not for a ${kind}`
          : `\`restartPolicy: Always\` is not for a ${kind}`,
      toDo: 'Set `restartPolicy` to `OnFailure` (the container starts again in the same pod) or `Never`',
    };
  else if (!OF_JOBS.includes(policy)) yield unknownPolicy(pod, field, policy, OF_JOBS);
  else if (policy !== 'Never' && hasFailurePolicy(pod))
    yield {
      field,
      isConflict: true,
      because: `a ${kind} with a \`podFailurePolicy\` cannot have \`restartPolicy: ${policy}\``,
      toDo: 'Set `restartPolicy` to `Never`, or remove the policy',
      fixes: [setTo(pod, field, 'Never', 'a container that fails does not start again in the same pod')],
    };
}

function* faultOfOther(pod: Pod, field: YamlValue, policy: string): Generator<Refusal> {
  const { kind } = pod.resource;
  if (!ANY.includes(policy)) {
    const isFree = kind === 'Pod' || kind === 'PodTemplate';
    yield unknownPolicy(pod, field, policy, isFree ? ANY : OF_OTHER_WORKLOADS);
  } else if (kind !== 'Pod' && kind !== 'PodTemplate' && policy !== 'Always')
    yield {
      field,
      because: `a ${kind} cannot have \`restartPolicy: ${policy}\``,
      toDo: 'Use a Job if its pods are to end, or remove the field',
      fixes: [setTo(pod, field, 'Always', 'a container that ends starts again')],
    };
}

function unknownPolicy(pod: Pod, field: YamlValue, policy: string, words: readonly string[]): Refusal {
  return {
    field,
    because: `\`restartPolicy: ${policy}\` is unknown`,
    toDo: `Write ${anyOf(words)}`,
    fixes: spellingFix(pod, field, words),
  };
}

function setTo({ resource }: Pod, field: YamlValue, policy: string, effect: string): Fix {
  return {
    title: `Set restartPolicy to ${policy} (${effect})`,
    isPreferred: false,
    change: () => setValue(resource.document, field, policy),
  };
}

function hasFailurePolicy({ spec }: Pod): boolean {
  const job = spec.parent?.parent;
  return job?.get('podFailurePolicy').isSet === true;
}

function jobWith(line: string): string {
  return `apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  template:
    spec:${line === '' ? ' # error' : line}
      containers:
        - name: import
          image: registry.example.com/import@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`;
}
