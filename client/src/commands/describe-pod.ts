import { commands, type Disposable } from 'vscode';
import type { Cluster } from '../cluster';
import { describeWords } from '../kubectl/words';
import type { Chooser } from '../views/chooser';
import { showText } from '../views/kubectl-pages';
import { titleOf } from '../views/kubectl-terminal';

/** "Describe Pod…": what kubectl knows of a pod and of what happened to it. */
export function registerDescribePod(cluster: Cluster, chooser: Chooser): Disposable {
  return commands.registerCommand('sidecarGuard.describePod', async () => {
    const chosen = await chooser.pod('Describe');
    if (!chosen) return;
    await cluster.attempt(chosen.kubectl, () =>
      showText(chosen.kubectl, describeWords(chosen), `${titleOf(chosen)}.txt`),
    );
  });
}
