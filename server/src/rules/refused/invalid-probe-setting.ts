import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import { decodedInteger } from './decoded';
import { type Probe, probesOf } from './handlers';
import { type Refusal, refusedRule } from './refused-rule';

const NOT_NEGATIVE = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'failureThreshold'];

export const invalidProbeSetting = refusedRule({
  id: 'invalid-probe-setting',
  title: 'A probe with a setting that it cannot have',
  why: 'A liveness or startup probe acts on its first success, so the API server refuses a `successThreshold` other than 1. A readiness probe does not end its container, so it has no `terminationGracePeriodSeconds`. No setting is negative.',
  fix: 'Correct the setting, or remove it: the default is used then.',
  references: [links.probes],
  examples: {
    bad: examplePod({
      container: 'livenessProbe:\n  httpGet:\n    port: 8080\n  successThreshold: 2 # error\n  failureThreshold: 3',
    }),
    good: examplePod({
      container: 'livenessProbe:\n  httpGet:\n    port: 8080\n  successThreshold: 1\n  failureThreshold: 3',
    }),
  },

  fields: ['livenessProbe', 'readinessProbe', 'startupProbe'],
  *find(pod) {
    for (const probe of probesOf(pod)) {
      for (const name of NOT_NEGATIVE) yield* negative(probe, name);
      yield* successThreshold(probe, pod);
      yield* gracePeriod(probe, pod);
    }
  },
});

function* negative({ value, subject, container }: Probe, name: string): Generator<Refusal> {
  const number = decodedInteger(value.get(name));
  if (number !== undefined && number < 0)
    yield {
      field: value.get(name),
      container,
      because: `${subject} has \`${name}: ${number}\``,
      toDo: 'Use a number that is not negative',
    };
}

function* successThreshold(probe: Probe, { resource }: Pod): Generator<Refusal> {
  const { name, value, subject, container } = probe;
  if (name === 'readinessProbe') return yield* negative(probe, 'successThreshold');
  const field = value.get('successThreshold');
  const number = decodedInteger(field);
  // With 0, the default is used.
  if (number === undefined || number === 0 || number === 1) return;
  yield {
    field,
    container,
    because: `${subject} has \`successThreshold: ${number}\``,
    toDo: 'Set it to 1, which is the default',
    fixes: [
      {
        title: 'Set successThreshold to 1',
        isPreferred: true,
        change: () => setValue(resource.document, field, 1),
      },
    ],
  };
}

function* gracePeriod({ name, value, subject, container }: Probe, { resource }: Pod): Generator<Refusal> {
  const field = value.get('terminationGracePeriodSeconds');
  const seconds = decodedInteger(field, 64);
  if (name === 'readinessProbe') {
    if (!field.isSet) return;
    yield {
      field,
      container,
      because: `${subject} has \`terminationGracePeriodSeconds\`, but does not end its container`,
      toDo: 'Remove the field',
      fixes: [
        {
          title: 'Remove terminationGracePeriodSeconds',
          isPreferred: true,
          change: () => removeEntry(resource.document, field),
        },
      ],
    };
  } else if (seconds !== undefined && seconds <= 0)
    yield {
      field,
      container,
      because: `${subject} has \`terminationGracePeriodSeconds: ${seconds}\``,
      toDo: 'Use at least 1 second, or remove the field',
    };
}
