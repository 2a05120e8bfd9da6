import { commands, type Disposable, ProgressLocation, type QuickPickItem, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type RunningDigest,
  type RunningDigests,
  type RunningDigestsParams,
  type RunningImage,
  runningDigestsRequest,
  type WorkloadAt,
  type WriteDigestParams,
  writeDigestRequest,
} from '../../../server/src/protocol';
import type { Cluster } from '../cluster';
import { runningImages } from '../kubectl/running-images';
import { tellsPods } from '../kubectl/workload-pods';
import type { Chooser, Chosen } from '../views/chooser';

const TITLE = 'Pin Image';

/** "Pin Image to Running Digest…": writes the digest that the pods of a manifest's container run. */
export function registerPinRunningImage(client: BaseLanguageClient, cluster: Cluster, chooser: Chooser): Disposable {
  return commands.registerCommand('sidecarGuard.pinRunningImage', async () => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const workload = await chooser.workloadAtCursor();
    if (uri === undefined || !workload?.image) {
      await window.showInformationMessage('Put the cursor into the container whose image is to be pinned.');
      return;
    }
    if (!tellsPods(workload)) {
      await window.showInformationMessage(
        `This manifest of ${workload.kind} ${workload.name} does not say which labels its pods have, so they can't be told from others. Pin the image in the one that does.`,
      );
      return;
    }
    const { text: image, position } = workload.image;
    const chosen = await chooser.namespace(TITLE);
    if (!chosen) return;
    const running = await cluster.attempt(chosen.kubectl, () => read(chosen, workload));
    if (!running) return;
    const digest = running.length === 0 ? undefined : await chooseDigest(client, image, running);
    if (running.length === 0) {
      await window.showInformationMessage(
        `No pod of ${workload.kind} ${workload.name} in ${chosen.namespace} runs ${workload.container}, so there is no digest to pin it to.`,
      );
    }
    if (digest === undefined) return;
    const params: WriteDigestParams = { uri, position, image, digest };
    await client.sendRequest(writeDigestRequest, params);
  });
}

/** `undefined` where the user gave up. */
async function read(chosen: Chosen, workload: WorkloadAt): Promise<RunningImage[] | undefined> {
  const stop = new AbortController();
  const options = { location: ProgressLocation.Notification, title: 'Reading running pods', cancellable: true };
  return window.withProgress(options, async (_, token) => {
    token.onCancellationRequested(() => stop.abort());
    return runningImages(chosen.kubectl, chosen, workload, { signal: stop.signal }).catch((error: unknown) => {
      if (stop.signal.aborted) return undefined;
      throw error;
    });
  });
}

/** Never takes one by itself: what a digest is for is for the user to read first. */
async function chooseDigest(
  client: BaseLanguageClient,
  image: string,
  running: readonly RunningImage[],
): Promise<string | undefined> {
  const params: RunningDigestsParams = { image, running };
  const { digests, problem } = await client.sendRequest<RunningDigests>(runningDigestsRequest, params);
  if (problem !== undefined) {
    await window.showWarningMessage(problem);
    return undefined;
  }
  const chosen = await window.showQuickPick(digests.map(toItem), {
    title: `${TITLE}: the digests of ${image} that run`,
    placeHolder: 'Which one? The registry is not asked.',
    ignoreFocusOut: true,
  });
  return chosen?.label;
}

function toItem({ digest, pods, platforms }: RunningDigest): QuickPickItem {
  // A digest leaves no room beside it.
  return { label: digest, detail: `${pods === 1 ? '1 pod' : `${pods} pods`} · ${platforms}` };
}
