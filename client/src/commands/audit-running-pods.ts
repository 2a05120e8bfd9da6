import { commands, Disposable, EventEmitter, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type AuditParams, auditRequest, type RunningState } from '../../../server/src/protocol';
import type { Cluster } from '../cluster';
import type { Kubectl } from '../kubectl/kubectl';
import type { Place } from '../kubectl/owners';
import { collectRunning } from '../kubectl/running-workloads';
import type { Chooser } from '../views/chooser';
import { showMarkdown } from '../views/markdown-page';

/** Documents with this scheme are reports on what runs. */
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
      '# Running pods\n\nThis report is from before. Run "Sidecar Guard: Audit Running Pods" to make it anew.\n',
  });
  const command = commands.registerCommand('sidecarGuard.auditRunningPods', async () => {
    const chosen = await chooser.namespaces('Audit');
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
  });
  return Disposable.from(provider, command, changed);
}

/**
 * Reads the cluster, and tells the user how far it is.
 * @returns `undefined` where that was cancelled
 * @throws KubectlError
 */
async function collect(kubectl: Kubectl, place: Place): Promise<RunningState | undefined> {
  const stop = new AbortController();
  const options = { location: ProgressLocation.Notification, title: 'Reading running pods', cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => stop.abort());
    const reading = collectRunning(kubectl, place, {
      signal: stop.signal,
      progress: (pods) => progress.report({ message: `${pods} so far` }),
    });
    return reading.catch((error: unknown) => {
      if (stop.signal.aborted) return undefined;
      throw error;
    });
  });
}
