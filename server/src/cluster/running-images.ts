import type { RunningImage, WorkloadAt } from '../protocol';
import { fieldText, jsonFields } from './json';
import { type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { type ApiPod, toPod } from './pod';
import { podsOfWorkload } from './workload-pods';

/**
 * The running images of a container of a workload, one for each pod.
 * @throws KubectlError
 */
export async function runningImages(
  kubectl: Kubectl,
  place: { readonly context: string; readonly namespace: string },
  workload: WorkloadAt,
  options: RunOptions,
): Promise<RunningImage[]> {
  const found: (RunningImage & { readonly node: string | undefined })[] = [];
  for await (const objects of podsOfWorkload(kubectl, place, workload, options)) {
    for (const pod of objects.map(toPod)) if (pod) found.push(...imageIn(pod, workload.container));
  }
  if (found.length === 0) return [];
  const platforms = await platformsOfNodes(kubectl, place.context, options);
  return found.map(({ image, imageId, node }) => {
    const platform = node === undefined ? undefined : platforms.get(node);
    return { image, imageId, ...(platform !== undefined && { platform }) };
  });
}

/** Pods that are being deleted may be from an older rollout, so they are left out. */
function imageIn(pod: ApiPod, container: string | undefined) {
  if (pod.deleted !== undefined) return [];
  const { image } = [...pod.containers, ...pod.initContainers].find(({ name }) => name === container) ?? {};
  const status = [...pod.statuses, ...pod.initStatuses].find(({ name }) => name === container);
  if (image === undefined || !status || status.imageId === '') return [];
  return [{ image, imageId: status.imageId, node: pod.nodeName }];
}

/** Empty if the user may not read nodes: the digests are shown without platforms then. */
async function platformsOfNodes(kubectl: Kubectl, context: string, options: RunOptions): Promise<Map<string, string>> {
  const platforms = new Map<string, string>();
  try {
    for await (const nodes of chunksOf(kubectl, context, '/api/v1/nodes', options)) {
      for (const { metadata, status } of nodes) {
        const { operatingSystem, architecture } = jsonFields(jsonFields(status).nodeInfo);
        const [os, cpu] = [fieldText(operatingSystem), fieldText(architecture)];
        if (os !== undefined && cpu !== undefined)
          platforms.set(fieldText(jsonFields(metadata).name) ?? '', `${os}/${cpu}`);
      }
    }
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
  }
  return platforms;
}
