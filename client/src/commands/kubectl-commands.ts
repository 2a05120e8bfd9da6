import { Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { Cluster } from '../cluster';
import { Chooser } from '../views/chooser';
import { registerKubectlOutputs } from '../views/kubectl-output';
import { registerKubectlPages } from '../views/kubectl-pages';
import { LastChoices } from '../views/last-choices';
import { registerAuditRunningPods } from './audit-running-pods';
import { registerCopyKubectlCommand } from './copy-kubectl-command';
import { registerDescribePod } from './describe-pod';
import { registerExecIntoContainer } from './exec-into-container';
import { registerPinRunningImage } from './pin-running-image';
import { registerPortForward } from './port-forward';
import { registerShowLogs } from './show-logs';

/** The commands that run kubectl. */
export function registerKubectlCommands(
  context: ExtensionContext,
  client: BaseLanguageClient,
  output: LogOutputChannel,
): Disposable {
  const cluster = new Cluster(output);
  const chooser = new Chooser(client, cluster, new LastChoices(context.workspaceState));
  return Disposable.from(
    registerKubectlPages(),
    registerKubectlOutputs(),
    registerExecIntoContainer(cluster, chooser),
    registerShowLogs(cluster, chooser),
    registerDescribePod(cluster, chooser),
    registerCopyKubectlCommand(chooser),
    registerPortForward(cluster, chooser),
    registerPinRunningImage(client, cluster, chooser),
    registerAuditRunningPods(client, cluster, chooser),
  );
}
