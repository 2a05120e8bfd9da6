import type { RunningImage, WorkloadAt } from '../../../server/src/protocol';
import { fieldsOf, textOf } from './json';
import { type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { type Pod, toPod } from './pod';
import { podsOfWorkload } from './workload-pods';

/**
 * What runs of a workload's container: one image for each of its pods in which the container runs.
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

/** Pods that are told to go may be of an older rollout. */
function imageIn(pod: Pod, container: string | undefined) {
  if (pod.deleted !== undefined) return [];
  const { image } = [...pod.containers, ...pod.initContainers].find(({ name }) => name === container) ?? {};
  const status = [...pod.statuses, ...pod.initStatuses].find(({ name }) => name === container);
  if (image === undefined || !status || status.imageId === '') return [];
  return [{ image, imageId: status.imageId, node: pod.nodeName }];
}

/** Who may not read nodes learns no platforms, and still gets the digests. */
async function platformsOfNodes(kubectl: Kubectl, context: string, options: RunOptions): Promise<Map<string, string>> {
  const platforms = new Map<string, string>();
  try {
    for await (const nodes of chunksOf(kubectl, context, '/api/v1/nodes', options)) {
      for (const { metadata, status } of nodes) {
        const { operatingSystem, architecture } = fieldsOf(fieldsOf(status).nodeInfo);
        const [os, cpu] = [textOf(operatingSystem), textOf(architecture)];
        if (os !== undefined && cpu !== undefined) platforms.set(textOf(fieldsOf(metadata).name) ?? '', `${os}/${cpu}`);
      }
    }
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
  }
  return platforms;
}
