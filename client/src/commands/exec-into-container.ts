import { commands, Disposable, type Terminal, window, workspace } from 'vscode';
import type { Cluster } from '../cluster';
import { CLUSTER_TIME, type Kubectl, KubectlError } from '../kubectl/kubectl';
import { problemOf } from '../kubectl/problem';
import { type ContainerPlace, debugWords, execWords, type NodeOs, probeWords, shellCommand } from '../kubectl/words';
import type { Chooser } from '../views/chooser';
import { openKubectlTerminal, titleOf } from '../views/kubectl-terminal';
import { showLogs } from './show-logs';

const TITLE = 'Exec';

/** A shell that was opened. */
interface Shell {
  readonly kubectl: Kubectl;
  readonly place: ContainerPlace;
  readonly os: NodeOs;
}

/** "Exec into Container…": a shell in a container, in a terminal of its own. */
export function registerExecIntoContainer(cluster: Cluster, chooser: Chooser): Disposable {
  /** The shells that are open, to say why one could not even start. */
  const shells = new Map<Terminal, Shell>();
  return Disposable.from(
    commands.registerCommand('sidecarGuard.execIntoContainer', async () => {
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
      // A shell that somebody has typed in was one; how it ended is theirs.
      if (terminal.state.isInteractedWith) tellExitCode(shell.place, exitCode);
      else await explain(cluster, shell);
    }),
  );
}

/** Asks before a shell in production is opened. */
async function mayEnter(cluster: Cluster, { context, namespace, pod, container }: ContainerPlace): Promise<boolean> {
  if (!cluster.isProduction(context)) return true;
  const enter = 'Open a Shell';
  const answer = await window.showWarningMessage(
    `${context} looks like production. Open a shell in ${container} there?`,
    {
      modal: true,
      detail: `Pod ${pod} in ${namespace}. Which contexts ask is set by sidecarGuard.kubectl.productionContexts.`,
    },
    enter,
  );
  return answer === enter;
}

function openIn(cluster: Cluster, { kubectl, place }: Shell, words: readonly string[]): Terminal | undefined {
  const isProduction = cluster.isProduction(place.context);
  return openKubectlTerminal(kubectl, words, {
    title: titleOf(place, place.container),
    icon: 'terminal',
    isProduction,
  });
}

/** In the status bar: an exit code is often only that of the last command, and no reason for more. */
function tellExitCode({ pod, container }: ContainerPlace, exitCode: number): void {
  window.setStatusBarMessage(`The shell in ${container} of ${pod} ended with exit code ${exitCode}`, 10_000);
}

/** Finds out why there was no shell, since the terminal took kubectl's words with it. */
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
  const debug = 'Debug with Another Image…';
  const answer = await window.showInformationMessage(
    `The image of ${shell.place.container} has no shell. An ephemeral container beside it can have one.`,
    debug,
  );
  if (answer === debug) await openDebugger(cluster, shell);
}

async function openDebugger(cluster: Cluster, shell: Shell): Promise<void> {
  const image = await window.showInputBox({
    title: `Debug ${shell.place.container} of ${shell.place.pod}`,
    prompt:
      'The image of the ephemeral container. It sees the processes of this container, and stays in the pod until the pod is deleted.',
    value: workspace.getConfiguration('sidecarGuard').get<string>('kubectl.debugImage') ?? '',
    ignoreFocusOut: true,
  });
  if (!image) return;
  const stay = 'Add It';
  const answer = await window.showWarningMessage(
    `Add an ephemeral container with ${image} to ${shell.place.pod}?`,
    { modal: true, detail: 'Nobody can remove it again: it stays in the pod until the pod is deleted.' },
    stay,
  );
  if (answer === stay) openIn(cluster, shell, debugWords(shell.place, image));
}
