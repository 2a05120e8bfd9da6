import { join } from 'node:path';
import type { Figures } from '../measure/figure';
import { run } from '../measure/process';
import { gates } from '../peers/own-commands';
import { writePods, writePolicies } from '../texts/policies';

const PODS = 10_000;
const POLICIES = 400;
const TIMEOUT_SECONDS = 180;

/** What many policies decide about many pods. */
export async function measureGates(figures: Figures, folder: string): Promise<void> {
  const root = join(folder, 'gates');
  await writePolicies(join(root, 'policies'), POLICIES);
  await writePods(join(root, 'pods'), PODS);
  const output = join(folder, 'gates.out');
  const { seconds, peakMegabytes, isStopped } = await run({
    ...gates(root, []),
    output,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const bound = isStopped && { isLowerBound: true as const };
  figures.add('`gates` of 10,000 pods and 400 policies: time', seconds, 's', { ...bound });
  figures.add('`gates` of 10,000 pods and 400 policies: memory', peakMegabytes, 'MB', {
    limit: { most: 400 },
    ...bound,
  });
}
