import { commands, type Disposable, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Cluster } from '../cluster';
import type { Kubectl } from '../kubectl/kubectl';
import { type LogOptions, logWords, type PodPlace } from '../kubectl/words';
import type { Chooser } from '../views/chooser';
import { openKubectlOutput } from '../views/kubectl-output';
import { showText } from '../views/kubectl-pages';
import { titleOf } from '../views/kubectl-terminal';

/** How far back a log goes that is followed. */
const TAIL = 200;

interface Way extends QuickPickItem {
  readonly options?: Omit<LogOptions, 'container'>;
  readonly ofAll?: boolean;
}

const WAYS: readonly Way[] = [
  { label: 'Follow', description: `the last ${TAIL} lines, and what comes`, options: { follow: true, tail: TAIL } },
  { label: 'Last 15 minutes', options: { since: '15m' } },
  { label: 'Last 24 hours', options: { since: '24h' } },
  { label: 'Everything', options: {} },
  { label: 'Previous run', description: 'before the last restart', options: { previous: true } },
  { label: 'All containers of the pod', kind: QuickPickItemKind.Separator },
  {
    label: 'Follow all',
    description: 'each line with its container',
    options: { follow: true, tail: TAIL },
    ofAll: true,
  },
  { label: 'Last 15 minutes of all', options: { since: '15m' }, ofAll: true },
];

/** "Show Logs…": what a container, or all of a pod, has written. */
export function registerShowLogs(cluster: Cluster, chooser: Chooser): Disposable {
  return commands.registerCommand('sidecarGuard.showLogs', async () => {
    const chosen = await chooser.container('Logs', 'all');
    if (!chosen?.container) return;
    const way = await window.showQuickPick([...WAYS], {
      title: `Logs of ${chosen.container.name} of ${chosen.pod}`,
      placeHolder: 'Which part?',
    });
    if (!way?.options) return;
    const container = way.ofAll ? undefined : chosen.container.name;
    await showLogs(cluster, chosen.kubectl, { ...chosen, container }, way.options);
  });
}

/** Follows a log in a terminal; shows what is there already as a document, which can be searched and saved. */
export async function showLogs(
  cluster: Cluster,
  kubectl: Kubectl,
  place: PodPlace & { readonly container: string | undefined },
  options: Omit<LogOptions, 'container'>,
): Promise<void> {
  const words = logWords(place, { ...options, container: place.container });
  const title = titleOf(place, place.container);
  if (options.follow) {
    const isProduction = cluster.isProduction(place.context);
    openKubectlOutput(kubectl, words, { title: `Logs ${title}`, icon: 'output', isProduction });
  } else {
    // What a tab shows is the end of its path.
    const part = options.previous ? ' (previous run)' : options.since === undefined ? '' : ` (${options.since})`;
    const name = `${place.pod} ${place.container ?? 'all containers'}${part}.log`.replace(/[/\p{Cc}]/gu, ' ');
    await cluster.attempt(kubectl, () => showText(kubectl, words, `${title}/${name}`));
  }
}
