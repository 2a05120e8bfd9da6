import { type Disposable, QuickPickItemKind } from 'vscode';
import type { Kubectl } from '../../../server/src/cluster/kubectl';
import type { ListedContainer } from '../../../server/src/cluster/running-containers';
import { type LogOptions, logWords, logWordsOf, type PodPlace } from '../../../server/src/cluster/words';
import type { WorkloadAt } from '../../../server/src/protocol';
import type { Cluster } from '../cluster';
import { openKubectlOutput } from '../containers/terminal/kubectl-output';
import { terminalTitle } from '../containers/terminal/kubectl-terminal';
import { choose, type Line } from '../says/ask';
import { onCommand } from '../says/on-command';
import { say } from '../says/words';
import type { Chooser } from '../views/chooser';
import { showText } from '../views/kubectl-pages';

/** How many older lines a followed log shows. */
const TAIL = 200;

interface Way extends Line {
  readonly options?: Omit<LogOptions, 'container'>;
  readonly of?: 'pod' | 'workload';
}

const FOLLOW: Way = {
  label: say`Follow`,
  description: say`the last ${TAIL} lines, and new lines`,
  options: { follow: true, tail: TAIL },
};
const PARTS: readonly Way[] = [
  { label: say`Last 15 minutes`, options: { since: '15m' } },
  { label: say`Last 24 hours`, options: { since: '24h' } },
  { label: say`Everything`, options: {} },
  { label: say`Everything, with times`, options: { timestamps: true } },
];
/** Only a container that has been restarted has one. */
const PREVIOUS: Way = {
  label: say`Previous run`,
  description: say`before the last restart`,
  options: { previous: true },
};
const OF_POD: readonly Way[] = [
  { label: say`All containers of the pod`, kind: QuickPickItemKind.Separator },
  {
    label: say`Follow all`,
    description: say`each line with its container`,
    options: { follow: true, tail: TAIL },
    of: 'pod',
  },
  { label: say`Last 15 minutes of all`, options: { since: '15m' }, of: 'pod' },
];

/** @param workload the one at the cursor, if its labels select pods */
function waysFor({ endedLog }: ListedContainer, workload: WorkloadAt | undefined): readonly Way[] {
  const ofWorkload: readonly Way[] = workload
    ? [
        { label: say`All pods of ${workload.kind} ${workload.name}`, kind: QuickPickItemKind.Separator },
        {
          label: say`Follow all pods`,
          description: say`each line with its pod and container`,
          options: { follow: true, tail: TAIL },
          of: 'workload',
        },
        { label: say`Last 15 minutes of all pods`, options: { since: '15m' }, of: 'workload' },
      ]
    : [];
  return [FOLLOW, ...PARTS, ...(endedLog === 'previous' ? [PREVIOUS] : []), ...OF_POD, ...ofWorkload];
}

/** "Show Logs…": shows the log of a container, or of all containers of a pod or a workload. */
export function registerShowLogs(cluster: Cluster, chooser: Chooser): Disposable {
  return onCommand('sidecarGuard.showLogs', async () => {
    const at = await chooser.workloadAtCursor();
    const workload = at && Object.keys(at.labels).length > 0 ? at : undefined;
    const chosen = await chooser.container(say`Logs`, 'all');
    if (!chosen?.container) return;
    const way = await choose(waysFor(chosen.container, workload), {
      title: say`Logs of ${chosen.container.name} of ${chosen.pod}`,
      placeholder: say`Choose a part of the log`,
    });
    if (!way?.options) return;
    if (way.of === 'workload' && workload) {
      const words = logWordsOf(chosen, workload.labels, way.options);
      await show(
        cluster,
        chosen.kubectl,
        { ...chosen, pod: `${workload.kind} ${workload.name}`, container: undefined },
        words,
        way.options,
      );
      return;
    }
    const container = way.of === 'pod' ? undefined : chosen.container.name;
    await showLogs(cluster, chosen.kubectl, { ...chosen, container }, way.options);
  });
}

type LogPlace = PodPlace & { readonly container?: string | undefined };

/** Shows a log of a container, or of all containers of a pod. */
export function showLogs(
  cluster: Cluster,
  kubectl: Kubectl,
  place: LogPlace,
  options: Omit<LogOptions, 'container'>,
): Promise<void> {
  return show(cluster, kubectl, place, logWords(place, { ...options, container: place.container }), options);
}

/** Follows a log in a terminal, or shows the existing log as a document that can be searched and saved. */
async function show(
  cluster: Cluster,
  kubectl: Kubectl,
  place: LogPlace,
  words: readonly string[],
  options: Omit<LogOptions, 'container'>,
): Promise<void> {
  const title = terminalTitle(place, place.container);
  if (options.follow) {
    const isProduction = (await cluster.productionSign(kubectl, place)) !== undefined;
    openKubectlOutput(kubectl, words, { title: say`Logs ${title}`, icon: 'output', isProduction });
  } else {
    // A tab shows the end of the path.
    const part = options.previous ? ' (previous run)' : options.since === undefined ? '' : ` (${options.since})`;
    const name = `${place.pod} ${place.container ?? 'all containers'}${part}.log`.replace(/[/\p{Cc}]/gu, ' ');
    await cluster.attempt(kubectl, () => showText(kubectl, words, `${title}/${name}`, 'end'));
  }
}
