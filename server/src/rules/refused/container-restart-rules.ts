import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { sidecarPod } from '../example';
import { anyOf } from '../in-words';
import { links } from '../links';
import { containerSubject } from '../subject';
import { RESTART_RULES_SINCE } from './container-restart-policy';
import { decodedItems } from './decoded';
import { literal, type Refusal, refusedRule } from './refused-rule';
import { spellingFix } from './spelling';

/** The first Kubernetes 1.x release with the action `RestartAllContainers`, and with rules of native sidecars (KEP-5532, beta). */
const RESTART_ALL_SINCE = 36;
const MOST_RULES = 20;
const MOST_EXIT_CODES = 255;
const OPERATORS = ['In', 'NotIn'];
const RULES = 'restartPolicyRules:\n  - action: Restart\n    exitCodes:\n      operator: In\n      values: [42]';

export const containerRestartRules = refusedRule({
  id: 'container-restart-rules',
  title: 'Restart rules of a container that are incomplete or unknown',
  why: 'The API server refuses `restartPolicyRules` in a container without a `restartPolicy` of its own, and rules without an action or without exit codes.',
  fix: 'Set `restartPolicy` in the same container. Give each rule an `action`, and `exitCodes` with `operator: In` or `operator: NotIn`.',
  references: [links.containerRestartRules],
  examples: {
    bad: sidecarPod({ app: RULES.replace(':', ': # error') }),
    good: sidecarPod({ app: `restartPolicy: Never\n${RULES}` }),
  },

  fields: ['restartPolicyRules'],
  *find(pod, { kubernetesMinor }) {
    // Versions before drop the rules.
    if (kubernetesMinor < RESTART_RULES_SINCE) return;
    for (const container of pod.containers) {
      const list = container.value.get('restartPolicyRules');
      if (list.items.length > 0 && container.role !== 'ephemeral')
        yield* faultsOf(container, list, kubernetesMinor >= RESTART_ALL_SINCE, pod);
    }
  },
});

function* faultsOf(container: Container, list: YamlValue, hasRestartAll: boolean, pod: Pod): Generator<Refusal> {
  const subject = containerSubject(container);
  const policy = container.value.get('restartPolicy');
  if (!policy.isSet)
    yield {
      field: policy,
      at: list,
      container,
      isAbsence: true,
      because: `${subject} has \`restartPolicyRules\`, but no \`restartPolicy\``,
      toDo: 'Set `restartPolicy` of the container, for the exit codes that no rule is about',
    };
  if (container.role === 'native-sidecar' && !hasRestartAll) {
    yield {
      field: list,
      container,
      because: `before Kubernetes 1.${RESTART_ALL_SINCE}, ${subject} cannot have \`restartPolicyRules\`, because it is a native sidecar`,
      toDo: 'Remove the rules',
    };
    return;
  }
  if (list.items.length > MOST_RULES)
    yield {
      field: list,
      container,
      because: `${subject} has ${list.items.length} restart rules`,
      toDo: `Write at most ${MOST_RULES} rules`,
    };
  const actions = hasRestartAll ? ['Restart', 'RestartAllContainers'] : ['Restart'];
  for (const rule of decodedItems(list)) yield* faultsOfRule(rule, { container, subject, actions, pod });
}

interface Context {
  readonly container: Container;
  readonly subject: string;
  readonly actions: readonly string[];
  readonly pod: Pod;
}

function* faultsOfRule(rule: YamlValue, { container, subject, actions, pod }: Context): Generator<Refusal> {
  yield* wordFault(rule, 'action', actions, { container, subject, actions, pod });
  const exitCodes = rule.get('exitCodes');
  if (!exitCodes.isSet) {
    yield {
      field: exitCodes,
      at: rule,
      container,
      isAbsence: true,
      because: `a restart rule of ${subject} has no exit codes`,
      toDo: 'Set `exitCodes` of the rule',
    };
    return;
  }
  if (!exitCodes.isMap) return;
  yield* wordFault(exitCodes, 'operator', OPERATORS, { container, subject, actions, pod });
  const values = exitCodes.get('values');
  if (values.items.length > MOST_EXIT_CODES)
    yield {
      field: values,
      container,
      because: `a restart rule of ${subject} has ${values.items.length} exit codes`,
      toDo: `Write at most ${MOST_EXIT_CODES} exit codes`,
    };
}

function* wordFault(
  map: YamlValue,
  name: string,
  words: readonly string[],
  { container, subject, pod }: Context,
): Generator<Refusal> {
  const field = map.get(name);
  const isMissing = !field.isSet;
  const word = isMissing ? '' : literal(field);
  if (word === undefined || words.includes(word)) return;
  yield {
    field,
    ...(isMissing && { at: map, isAbsence: true }),
    container,
    because: isMissing
      ? `a restart rule of ${subject} has no \`${name}\``
      : `a restart rule of ${subject} has \`${name}: ${word || '""'}\``,
    toDo: `Write ${anyOf(words)}`,
    fixes: spellingFix(pod, field, words),
  };
}
