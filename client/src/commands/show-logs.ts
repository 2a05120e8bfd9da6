import { type Disposable, QuickPickItemKind } from 'vscode';
import type { Kubectl } from '../../../server/src/cluster/kubectl';
import { type LogOptions, logWords, type PodPlace } from '../../../server/src/cluster/words';
import { say } from '../../../server/src/text/saying';
import type { Cluster } from '../cluster';
import { openKubectlOutput } from '../containers/terminal/kubectl-output';
import { titleOf } from '../containers/terminal/kubectl-terminal';
import { choose, type Line } from '../says/ask';
import { onCommand } from '../says/on-command';
import type { Chooser } from '../views/chooser';
import { showText } from '../views/kubectl-pages';

/** How many older lines a followed log shows. */
const TAIL = 200;

interface Way extends Line {
  readonly options?: Omit<LogOptions, 'container'>;
  readonly ofAll?: boolean;
}

const WAYS: readonly Way[] = [
  {
    label: say`Follow`,
    description: say`the last ${TAIL} lines, and new lines`,
    options: { follow: true, tail: TAIL },
  },
  { label: say`Last 15 minutes`, options: { since: '15m' } },
  { label: say`Last 24 hours`, options: { since: '24h' } },
  { label: say`Everything`, options: {} },
  { label: say`Previous run`, description: say`before the last restart`, options: { previous: true } },
  { label: say`All containers of the pod`, kind: QuickPickItemKind.Separator },
  {
    label: say`Follow all`,
    description: say`each line with its container`,
    options: { follow: true, tail: TAIL },
    ofAll: true,
  },
  { label: say`Last 15 minutes of all`, options: { since: '15m' }, ofAll: true },
];

/** "Show Logs…": shows the log of a container, or of all containers of a pod. */
export function registerShowLogs(cluster: Cluster, chooser: Chooser): Disposable {
  return onCommand('sidecarGuard.showLogs', async () => {
    const chosen = await chooser.container(say`Logs`, 'all');
    if (!chosen?.container) return;
    const way = await choose(WAYS, {
      title: say`Logs of ${chosen.container.name} of ${chosen.pod}`,
      placeholder: say`Choose a part of the log`,
    });
    if (!way?.options) return;
    const container = way.ofAll ? undefined : chosen.container.name;
    await showLogs(cluster, chosen.kubectl, { ...chosen, container }, way.options);
  });
}

/** Follows a log in a terminal, or shows the existing log as a document that can be searched and saved. */
export async function showLogs(
  cluster: Cluster,
  kubectl: Kubectl,
  place: PodPlace & { readonly container: string | undefined },
  options: Omit<LogOptions, 'container'>,
): Promise<void> {
  const words = logWords(place, { ...options, container: place.container });
  const title = titleOf(place, place.container);
  if (options.follow) {
    const isProduction = (await cluster.productionSign(kubectl, place)) !== undefined;
    openKubectlOutput(kubectl, words, { title: say`Logs ${title}`, icon: 'output', isProduction });
  } else {
    // A tab shows the end of the path.
    const part = options.previous ? ' (previous run)' : options.since === undefined ? '' : ` (${options.since})`;
    const name = `${place.pod} ${place.container ?? 'all containers'}${part}.log`.replace(/[/\p{Cc}]/gu, ' ');
    await cluster.attempt(kubectl, () => showText(kubectl, words, `${title}/${name}`));
  }
}
