import { describeWords } from '../../../../server/src/cluster/words';
import type { Cluster } from '../../cluster';
import { showLogs } from '../../commands/show-logs';
import { choose, type Line } from '../../says/ask';
import { say } from '../../says/words';
import type { Chosen } from '../../views/chooser';
import { showText } from '../../views/kubectl-pages';
import type { DebugContainer } from '../debug/debug-container';
import { terminalTitle } from '../terminal/kubectl-terminal';

type Way = Line & { readonly go: () => Promise<unknown> };

/** Offers what can be done with a container that does not run: its logs, a debug container, what the cluster says. */
export async function offerInstead(cluster: Cluster, chosen: Chosen, debug: DebugContainer): Promise<void> {
  const { kubectl, container, running } = chosen;
  if (!container) return;
  const place = { ...chosen, container: container.name };
  const logs: Way[] = [
    {
      label: say`Show the log of the last run`,
      go: () => showLogs(cluster, kubectl, place, { previous: container.endedLog === 'previous' }),
    },
  ];
  const debugging: Way = {
    label: say`Debug Container…`,
    description: say`add another container to the pod`,
    go: () => debug.begin(chosen),
  };
  const lines: Way[] = [
    ...(container.endedLog ? logs : []),
    // Nothing runs in a pod without a node, whatever is added to it.
    ...(running?.nodeName === undefined ? [] : [debugging]),
    {
      label: say`Describe the pod`,
      description: say`its conditions and events`,
      go: () => cluster.attempt(kubectl, () => showText(kubectl, describeWords(place), `${terminalTitle(place)}.txt`)),
    },
  ];
  const way = await choose(lines, {
    title: say`${container.name} of ${place.pod} does not run: ${container.state}`,
    placeholder: say`A shell needs a running container. Choose what to do instead`,
    staysOpen: true,
  });
  await way?.go();
}
