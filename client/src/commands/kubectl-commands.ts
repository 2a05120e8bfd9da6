import { Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { Cluster } from '../cluster';
import { registerCopyFiles } from '../containers/copy/copy-files';
import { DebugContainer } from '../containers/debug/debug-container';
import { registerPortForward } from '../containers/port-forward/port-forward';
import { PortForwards } from '../containers/port-forward/port-forwards';
import { registerExecIntoContainer } from '../containers/shell/exec-into-container';
import { registerKubectlOutputs } from '../containers/terminal/kubectl-output';
import { KubectlTerminals } from '../containers/terminal/kubectl-terminal';
import { Chooser } from '../views/chooser';
import { registerKubectlPages } from '../views/kubectl-pages';
import { LastChoices } from '../views/last-choices';
import { registerAuditRunningPods } from './audit-running-pods';
import { registerCopyKubectlCommand } from './copy-kubectl-command';
import { registerDescribePod } from './describe-pod';
import { registerPinRunningImage } from './pin-running-image';
import { registerShowLogs } from './show-logs';

/** The commands that run kubectl. */
export function registerKubectlCommands(
  context: ExtensionContext,
  client: BaseLanguageClient,
  output: LogOutputChannel,
): Disposable {
  const cluster = new Cluster(output);
  const last = new LastChoices(context.workspaceState);
  const chooser = new Chooser(client, cluster, last);
  const terminals = new KubectlTerminals(context.asAbsolutePath('dist/terminal.js'));
  const forwards = new PortForwards();
  const debug = new DebugContainer(cluster, terminals, last);
  return Disposable.from(
    registerKubectlPages(),
    registerKubectlOutputs(),
    terminals,
    registerExecIntoContainer(cluster, chooser, terminals, debug),
    debug.register(chooser),
    registerShowLogs(cluster, chooser),
    registerDescribePod(cluster, chooser),
    registerCopyKubectlCommand(cluster, chooser),
    forwards,
    registerPortForward(cluster, chooser, forwards),
    registerCopyFiles(cluster, chooser, debug),
    registerPinRunningImage(client, cluster, chooser),
    registerAuditRunningPods(client, cluster, chooser),
  );
}
