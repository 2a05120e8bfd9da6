import { Disposable, type Terminal, window, workspace } from 'vscode';
import { CLUSTER_TIME, type Kubectl, KubectlError } from '../../../server/src/cluster/kubectl';
import { problemOf } from '../../../server/src/cluster/problem';
import {
  type ContainerPlace,
  debugWords,
  execWords,
  type NodeOs,
  probeWords,
  shellCommand,
} from '../../../server/src/cluster/words';
import { say } from '../../../server/src/text/saying';
import type { Cluster } from '../cluster';
import { askForText } from '../says/ask';
import { guarded, onCommand } from '../says/on-command';
import { confirm, tell, tellInPassing } from '../says/tell';
import type { Chooser } from '../views/chooser';
import { openKubectlTerminal, titleOf } from '../views/kubectl-terminal';
import { showLogs } from './show-logs';

const TITLE = say`Exec`;

/** An open shell. */
interface Shell {
  readonly kubectl: Kubectl;
  readonly place: ContainerPlace;
  readonly os: NodeOs;
}

/** "Exec into Container…": opens a shell in a container, in a new terminal. */
export function registerExecIntoContainer(cluster: Cluster, chooser: Chooser): Disposable {
  /** The open shells, to explain why one could not start. */
  const shells = new Map<Terminal, Shell>();
  return Disposable.from(
    onCommand('sidecarGuard.execIntoContainer', async () => {
      const chosen = await chooser.container(TITLE, 'running');
      if (!chosen?.container) return;
      const place = { ...chosen, container: chosen.container.name };
      const shell: Shell = { kubectl: chosen.kubectl, place, os: chosen.running?.os };
      if (chosen.wantsEndedLog)
        await showLogs(cluster, chosen.kubectl, place, { previous: chosen.container.endedLog === 'previous' });
      else if (await mayEnter(cluster, place)) {
        const words = execWords(place, shellCommand(shell.os));
        const terminal = openIn(cluster, shell, words);
        if (terminal) shells.set(terminal, shell);
      }
    }),
    window.onDidCloseTerminal(async (terminal) => {
      const shell = shells.get(terminal);
      shells.delete(terminal);
      const exitCode = terminal.exitStatus?.code;
      if (!shell || exitCode === undefined || exitCode === 0) return;
      // If the user typed in it, the shell did start: its exit code is not a failure to start.
      if (terminal.state.isInteractedWith) tellExitCode(shell.place, exitCode);
      else await guarded(() => explain(cluster, shell));
    }),
  );
}

/** Asks before a shell in production is opened. */
async function mayEnter(cluster: Cluster, { context, namespace, pod, container }: ContainerPlace): Promise<boolean> {
  if (!cluster.isProduction(context)) return true;
  return confirm(
    say`${context} looks like a production cluster. Open a shell in ${container}?`,
    say`Pod ${pod} in namespace ${namespace}. The setting \`sidecarGuard.kubectl.productionContexts\` lists production contexts.`,
    say`Open a Shell`,
  );
}

function openIn(cluster: Cluster, { kubectl, place }: Shell, words: readonly string[]): Terminal | undefined {
  const isProduction = cluster.isProduction(place.context);
  return openKubectlTerminal(kubectl, words, {
    title: titleOf(place, place.container),
    icon: 'terminal',
    isProduction,
  });
}

/** In the status bar: an exit code is often only the one of the last command in the shell. */
function tellExitCode({ pod, container }: ContainerPlace, exitCode: number): void {
  tellInPassing(say`The shell in ${container} of ${pod} ended with exit code ${exitCode}`, 10_000);
}

/** Finds out why there was no shell: the output of kubectl is gone with the terminal. */
async function explain(cluster: Cluster, shell: Shell): Promise<void> {
  const refusal = await shell.kubectl.run(probeWords(shell.place, shell.os), { timeoutMs: CLUSTER_TIME }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refusal instanceof KubectlError)) return;
  if (problemOf(refusal)?.kind !== 'no-shell') {
    await cluster.attempt(shell.kubectl, () => Promise.reject(refusal));
    return;
  }
  const debug = say`Debug with Another Image…`;
  const answer = await tell(
    'information',
    say`The image of ${shell.place.container} has no shell. You can add an ephemeral container that has one.`,
    debug,
  );
  if (answer === debug) await openDebugger(cluster, shell);
}

async function openDebugger(cluster: Cluster, shell: Shell): Promise<void> {
  const image = await askForText({
    title: say`Debug ${shell.place.container} of ${shell.place.pod}`,
    prompt: say`Image of the ephemeral container. The ephemeral container sees the processes of this container, and stays in the pod until the pod is deleted.`,
    value: workspace.getConfiguration('sidecarGuard').get<string>('kubectl.debugImage') ?? '',
  });
  if (!image) return;
  const isMeant = await confirm(
    say`Add an ephemeral container with ${image} to ${shell.place.pod}?`,
    say`An ephemeral container cannot be removed: it stays in the pod until the pod is deleted.`,
    say`Add Container`,
  );
  if (isMeant) openIn(cluster, shell, debugWords(shell.place, image));
}
