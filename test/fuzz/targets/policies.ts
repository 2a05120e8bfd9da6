import { NEW_GATE_ENGINES, newGate } from '../../../server/src/gating/new-gate/new-gate';
import { usedPlaces } from '../../../server/src/image/used-places';
import { GATES } from '../corpus';
import { toFiles } from '../files';
import { mutate } from '../mutate';
import { PODS } from '../policies';
import { holds, type Target } from '../target';
import { judge, readAll } from '../workspace';

const POLICY = 'file:///policies/policy.yaml';
const POD = 'file:///apps/pod.yaml';
/** Where a policy and a pod stand apart, so that what breaks the one doesn't break the other. */
const BORDER = `=== ${POD}\n`;

export const policies: Target = {
  name: 'policies',
  kind: 'policies of every engine, and pods that they decide about',
  weight: 2,
  input(random) {
    const own = random.several(random.between(1, 2), () => random.pick(GATES)).join('\n---\n');
    const pod = random.pick(PODS);
    return `${mutate(own, random, GATES)}\n${BORDER}${random.once(3) ? mutate(pod, random, PODS) : pod}`;
  },
  check(text, steps) {
    const files = readAll(toFiles(text, POLICY), steps);
    const { index, analyses } = judge(files, steps);
    steps.run('gates', () => index.decisions.inForce.length);
    const pods = [...analyses.values()].flat().flatMap((analysis) => analysis.pods);
    steps.run('decide on all', () => index.decisions.prepare(pods));
    for (const pod of pods.slice(0, 5)) {
      for (const { decision } of steps.run('decide', () => index.decisions.on(pod)))
        holds(decision !== undefined, 'A gate has no decision.');
    }
    const places = steps.run('places', () => usedPlaces(index.builds.usedImages));
    for (const engine of NEW_GATE_ENGINES) steps.run('write a gate', () => newGate(engine, places));
  },
};
