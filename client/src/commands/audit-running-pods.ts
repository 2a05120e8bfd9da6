import { Disposable, EventEmitter, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RunningState } from '../../../server/src/audit/running';
import type { Kubectl } from '../../../server/src/cluster/kubectl';
import type { NamespacePlace } from '../../../server/src/cluster/owners';
import { collectRunning } from '../../../server/src/cluster/running-workloads';
import { type AuditParams, auditRequest } from '../../../server/src/protocol';
import type { Cluster } from '../cluster';
import { onCommand } from '../says/on-command';
import { telling } from '../says/tell';
import { say } from '../says/words';
import type { Chooser } from '../views/chooser';
import { showMarkdown } from '../views/markdown-page';

/** Documents with this scheme are audit reports. */
const SCHEME = 'sidecar-guard-audit';

/**
 * "Audit Running Pods": a page on how the pods of a cluster differ from their templates and from the workspace's
 * manifests. Running it again brings the page up to date.
 */
export function registerAuditRunningPods(client: BaseLanguageClient, cluster: Cluster, chooser: Chooser): Disposable {
  /** By URI: the newest page on each cluster and namespace. */
  const pages = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) =>
      pages.get(uri.toString()) ??
      '# Running pods\n\nThis report is no longer available. Run "Sidecar Guard: Audit Running Pods" to create it again.\n',
  });
  const command = onCommand('sidecarGuard.auditRunningPods', async () => {
    const chosen = await chooser.namespaces(say`Audit`);
    if (!chosen) return;
    const { kubectl, context } = chosen;
    const namespace = chosen.namespace === '' ? undefined : chosen.namespace;
    const running = await cluster.attempt(kubectl, () => collect(kubectl, { context, namespace }));
    if (!running) return;
    const params: AuditParams = { running };
    const page = await client.sendRequest<string>(auditRequest, params);
    const uri = Uri.from({ scheme: SCHEME, path: `/${context || 'cluster'}/${namespace ?? 'all namespaces'}.md` });
    pages.set(uri.toString(), page);
    changed.fire(uri);
    await showMarkdown(uri, 'in front');
    // On a busy machine, the preview can open the page while VS Code still has its former text.
    changed.fire(uri);
  });
  return Disposable.from(provider, command, changed);
}

/**
 * Reads the cluster, and shows the progress.
 * @returns `undefined` if the user cancelled it
 * @throws KubectlError
 */
async function collect(kubectl: Kubectl, place: NamespacePlace): Promise<RunningState | undefined> {
  return telling(say`Reading running pods`, (signal, report) =>
    collectRunning(kubectl, place, { signal, progress: (pods) => report(say`${pods} so far`) }),
  );
}
