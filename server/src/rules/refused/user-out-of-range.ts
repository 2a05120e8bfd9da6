import type { YamlValue } from '../../manifest/value';
import { examplePod } from '../example';
import { links } from '../links';
import { refusedRule } from './refused-rule';
import { securityContextsOf } from './security-contexts';

const HIGHEST = 2 ** 31 - 1;
/** The API server cannot read larger numbers. */
const LARGEST = 2 ** 63;
const IDS = ['runAsUser', 'runAsGroup'];

export const userOutOfRange = refusedRule({
  id: 'user-out-of-range',
  title: 'A user or group with a number that Linux does not have',
  why: 'Users and groups of containers have numbers from 0 to 2147483647. The API server refuses a pod with any other.',
  fix: 'Use a number of this range.',
  references: [links.securityContext],
  examples: {
    bad: examplePod({ container: 'securityContext:\n  runAsUser: -1 # error' }),
    good: examplePod({ container: 'securityContext:\n  runAsUser: 65534' }),
  },

  fields: [...IDS, 'fsGroup', 'supplementalGroups'],
  *find(pod) {
    for (const { context, subject, container } of securityContextsOf(pod)) {
      const single = (container ? IDS : [...IDS, 'fsGroup']).map((name) => context.get(name));
      const groups = container ? [] : context.get('supplementalGroups').items;
      for (const field of [...single, ...groups]) {
        if (!isOutOfRange(field)) continue;
        const name = field.name ?? 'supplementalGroups';
        const because = `\`${name}\` of ${subject} is ${field.number}, which is not from 0 to ${HIGHEST}`;
        yield { field, ...(container && { container }), because, toDo: 'Use a number of this range' };
      }
    }
  },
});

function isOutOfRange({ number }: YamlValue): boolean {
  if (number === undefined || !Number.isInteger(number) || number < -LARGEST || number >= LARGEST) return false;
  return number < 0 || number > HIGHEST;
}
