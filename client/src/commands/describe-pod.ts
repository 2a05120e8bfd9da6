import type { Disposable } from 'vscode';
import { describeWords } from '../../../server/src/cluster/words';
import type { Cluster } from '../cluster';
import { terminalTitle } from '../containers/terminal/kubectl-terminal';
import { onCommand } from '../says/on-command';
import { say } from '../says/words';
import type { Chooser } from '../views/chooser';
import { showText } from '../views/kubectl-pages';

/** "Describe Pod…": shows the output of `kubectl describe` for a pod. */
export function registerDescribePod(cluster: Cluster, chooser: Chooser): Disposable {
  return onCommand('sidecarGuard.describePod', async () => {
    const chosen = await chooser.pod(say`Describe`);
    if (!chosen) return;
    await cluster.attempt(chosen.kubectl, () =>
      showText(chosen.kubectl, describeWords(chosen), `${terminalTitle(chosen)}.txt`),
    );
  });
}
