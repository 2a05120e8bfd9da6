import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, isUnset, shown, storedText } from './text';

export const invalidEnvName = refusedRule({
  id: 'invalid-env-name',
  title: 'An environment variable with no name, or with one that is not allowed',
  why: 'The API server refuses environment variables without a name, and names and prefixes with other characters than printable ASCII, or with `=`. Before 1.32, it only allows letters, digits, `_`, `-` and `.`, and no digit at the beginning. A name that is there twice is allowed.',
  fix: 'Give the variable a name of letters, digits and `_`.',
  examples: {
    bad: examplePod({ container: 'env:\n  - name: LEVEL=debug # error: a value in the name' }),
    good: examplePod({ container: 'env:\n  - name: LEVEL\n    value: debug' }),
  },

  fields: ['env', 'envFrom'],
  *find(pod, { kubernetesMinor }) {
    for (const container of pod.containers) {
      for (const entry of container.value.get('env').items) {
        const field = entry.get('name');
        if (isUnset(field)) yield nameless(container, field);
        else yield* forbidden(container, field, kubernetesMinor);
      }
      for (const entry of container.value.get('envFrom').items)
        yield* forbidden(container, entry.get('prefix'), kubernetesMinor);
    }
  },
});

function nameless(container: Container, field: YamlValue): Refusal {
  return {
    field,
    at: shown(field),
    container,
    isAbsence: true,
    because: `an environment variable of ${containerSubject(container)} has no name`,
    toDo: 'Give it a name',
  };
}

function* forbidden(container: Container, field: YamlValue, minor: number): Generator<Refusal> {
  const name = storedText(field);
  if (!name || isEnvName(name, minor)) return;
  yield {
    field,
    container,
    because: `the ${field.name} ${inCode(name)} of environment variables of ${containerSubject(container)} has characters that are not allowed`,
    toDo: 'Use letters, digits and `_`',
  };
}

/** Whether an environment variable can have this name. */
export function isEnvName(name: string, minor: number): boolean {
  return (minor < FIRST_RELAXED ? STRICT : RELAXED).test(name);
}

/** KEP-4369: on by default. */
const FIRST_RELAXED = 32;
const RELAXED = /^[ -<>-~]+$/;
const STRICT = /^(?!\.\.|\.$)[-._a-zA-Z][-._a-zA-Z0-9]*$/;
