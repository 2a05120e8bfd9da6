import { type Disposable, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { runningImages } from '../../../server/src/cluster/running-images';
import { tellsPods } from '../../../server/src/cluster/workload-pods';
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
import { saying } from '../../../server/src/text/saying';
import type { Cluster } from '../cluster';
import { approve } from '../containers/production/approval';
import { choose, type Line } from '../says/ask';
import { onCommand } from '../says/on-command';
import { tell, telling } from '../says/tell';
import { say } from '../says/words';
import type { Chooser, Chosen } from '../views/chooser';

const TITLE = say`Pin Image`;

/** "Pin Image to Running Digest…": writes the digest that the pods of a manifest run. */
export function registerPinRunningImage(client: BaseLanguageClient, cluster: Cluster, chooser: Chooser): Disposable {
  return onCommand('sidecarGuard.pinRunningImage', async () => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const workload = await chooser.workloadAtCursor();
    if (uri === undefined || !workload?.image) {
      await tell(
        'information',
        say`No container is at the cursor. Put the cursor in the container whose image you want to pin.`,
      );
      return;
    }
    if (!tellsPods(workload)) {
      await tell(
        'information',
        say`The pods of ${workload.kind} ${workload.name} can't be found: this manifest has no pod labels. Pin the image in the manifest that has them.`,
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
      await tell(
        'information',
        say`There is no digest to pin: no pod of ${workload.kind} ${workload.name} in ${chosen.namespace} runs ${workload.container ?? say`this container`}.`,
      );
    }
    if (digest === undefined) return;
    const act = say`Write the digest that runs there to ${workload.kind} ${workload.name}`;
    if (!(await approve(cluster, chosen.kubectl, { ...chosen, pod: undefined }, { title: TITLE, act }))) return;
    const params: WriteDigestParams = { uri, position, image, digest };
    await client.sendRequest(writeDigestRequest, params);
  });
}

/** `undefined` if the user cancelled. */
async function read(chosen: Chosen, workload: WorkloadAt): Promise<RunningImage[] | undefined> {
  return telling(say`Reading running pods`, (signal) => runningImages(chosen.kubectl, chosen, workload, { signal }));
}

/** Always asks, even with one digest: the user reads first which platforms the digest is for. */
async function chooseDigest(
  client: BaseLanguageClient,
  image: string,
  running: readonly RunningImage[],
): Promise<string | undefined> {
  const params: RunningDigestsParams = { image, running };
  const { digests, problem } = await client.sendRequest<RunningDigests>(runningDigestsRequest, params);
  if (problem !== undefined) {
    await tell('warning', saying(problem));
    return undefined;
  }
  const chosen = await choose(digests.map(toLine), {
    title: say`${TITLE}: running digests of ${image}`,
    placeholder: say`Choose a digest. The registry is not asked.`,
    staysOpen: true,
  });
  return chosen?.digest;
}

function toLine({ digest, pods, platforms }: RunningDigest): Line & { digest: string } {
  // A digest fills the line, so the rest goes below it.
  return {
    label: say`${digest}`,
    detail: pods === 1 ? say`1 pod · ${platforms}` : say`${pods} pods · ${platforms}`,
    digest,
  };
}
