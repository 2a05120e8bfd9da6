import { commands, type Disposable } from 'vscode';
import { type ContainerPlace, execWords, probeWords, shellCommand } from '../../../../server/src/cluster/words';
import type { Cluster } from '../../cluster';
import { showLogs } from '../../commands/show-logs';
import { onCommand } from '../../says/on-command';
import { say } from '../../says/words';
import type { Chooser, Chosen } from '../../views/chooser';
import type { DebugContainer } from '../debug/debug-container';
import { approve } from '../production/approval';
import { type KubectlTerminals, terminalTitle } from '../terminal/kubectl-terminal';
import { offerInstead } from './not-running';

const TITLE = say`Exec`;

/** "Exec into Container…": opens a shell in a container, in a new terminal. */
export function registerExecIntoContainer(
  cluster: Cluster,
  chooser: Chooser,
  terminals: KubectlTerminals,
  debug: DebugContainer,
): Disposable {
  return onCommand('sidecarGuard.execIntoContainer', async () => {
    const chosen = await chooser.container(TITLE, 'all');
    if (!chosen?.container) return;
    const { kubectl, container } = chosen;
    const place = { ...chosen, container: container.name };
    if (!container.isRunning) {
      await offerInstead(cluster, chosen, debug);
      return;
    }
    const approval = await approve(cluster, kubectl, place, {
      title: TITLE,
      act: say`Open a shell in ${container.name}`,
    });
    if (!approval) return;
    const os = chosen.running?.os;
    terminals.open(
      {
        kubectl,
        words: execWords(place, shellCommand(os)),
        name: say`The shell in ${container.name} of ${place.pod}`,
        probe: probeWords(place, os),
        waysOn: waysOn(cluster, chosen, place, debug),
        runsAgain: true,
      },
      { title: terminalTitle(place, container.name), icon: 'terminal', ...approval },
    );
  });
}

function waysOn(cluster: Cluster, chosen: Chosen, place: ContainerPlace, debug: DebugContainer) {
  return [
    {
      letter: 'o',
      label: say`another container`,
      go: async () => void (await commands.executeCommand('sidecarGuard.execIntoContainer')),
    },
    { letter: 'd', label: say`debug with another container`, go: () => debug.begin(chosen) },
    { letter: 'l', label: say`logs`, go: () => showLogs(cluster, chosen.kubectl, place, {}) },
    {
      letter: 'p',
      label: say`logs before the last restart`,
      go: () => showLogs(cluster, chosen.kubectl, place, { previous: true }),
    },
  ];
}
