import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import { decodedInteger } from './decoded';
import { hooksOf } from './handlers';
import { refusedRule } from './refused-rule';

/** The first Kubernetes 1.x releases in which hooks can sleep at all, and for no time (KEP-3960 and KEP-4818, beta). */
const [SLEEP_SINCE, ZERO_SINCE] = [30, 33];
const DEFAULT_SECONDS = 30;

export const sleepOutlastsGracePeriod = refusedRule({
  id: 'sleep-outlasts-grace-period',
  title: 'A hook that sleeps longer than the pod has time to end',
  why: `When a pod ends, its preStop hooks and its processes share \`terminationGracePeriodSeconds\`, which is ${DEFAULT_SECONDS} by default. The API server refuses a hook that sleeps longer.`,
  fix: 'Sleep for less time, or raise `terminationGracePeriodSeconds` of the pod: the app needs some of it for its own end.',
  references: [links.lifecycleHooks],
  examples: {
    bad: examplePod({ container: 'lifecycle:\n  preStop:\n    sleep:\n      seconds: 45 # error' }),
    good: examplePod({
      spec: 'terminationGracePeriodSeconds: 75',
      container: 'lifecycle:\n  preStop:\n    sleep:\n      seconds: 45',
    }),
  },

  fields: ['sleep'],
  *find(pod, { kubernetesMinor }) {
    if (kubernetesMinor < SLEEP_SINCE) return;
    const grace = gracePeriodOf(pod);
    const least = kubernetesMinor < ZERO_SINCE ? 1 : 0;
    for (const { actions, container, subject } of hooksOf(pod)) {
      const [field] = actions;
      if (field?.name !== 'sleep' || !field.isMap) continue;
      const at = field.get('seconds');
      const seconds = at.isSet ? decodedInteger(at, 64) : 0;
      if (seconds === undefined) continue;
      if (seconds < least)
        yield {
          field,
          at: at.isSet ? at : field,
          container,
          isAbsence: !at.isSet,
          because: `${subject} sleeps ${seconds} seconds`,
          toDo: `Sleep for at least ${least} seconds`,
        };
      else if (grace !== undefined && seconds > grace)
        yield {
          field,
          at: at.isSet ? at : field,
          container,
          isConflict: true,
          isAbsence: !pod.spec.get('terminationGracePeriodSeconds').isSet,
          because: `${subject} sleeps ${seconds} seconds, but the pod has ${grace} seconds to end`,
          toDo: 'Sleep for less time, or raise `terminationGracePeriodSeconds` of the pod',
        };
    }
  },
});

/** In seconds; `undefined` if it is unknown. */
function gracePeriodOf({ spec, resource }: Pod): number | undefined {
  const field = spec.get('terminationGracePeriodSeconds');
  if (!field.isSet) return DEFAULT_SECONDS;
  const seconds = decodedInteger(field, 64);
  // The API server changes a negative period of a Pod, not of a template.
  return seconds !== undefined && seconds < 0 && resource.kind === 'Pod' ? 1 : seconds;
}
