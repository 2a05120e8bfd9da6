import { inNamespace } from './controllers';
import { fieldText, jsonFields } from './json';
import { CLUSTER_TIME, type Kubectl, KubectlError } from './kubectl';
import { chunksOf } from './list';

/** The last warning about each pod, by its name: why its image does not come, or its volume is not mounted. */
export type PodWarnings = ReadonlyMap<string, PodWarning>;

export interface PodWarning {
  readonly reason: string;
  readonly message: string;
}

/** Reads the events of a namespace. Without the right to do so, there are no warnings: they only help. */
export async function podWarnings(
  kubectl: Kubectl,
  { context, namespace }: { readonly context: string; readonly namespace: string },
  signal: AbortSignal | undefined,
): Promise<PodWarnings> {
  const last = new Map<string, PodWarning & { readonly time: string }>();
  const path = `/api/v1${inNamespace(namespace)}/events`;
  const options = { signal, timeoutMs: CLUSTER_TIME, fieldSelector: 'involvedObject.kind=Pod,type=Warning' };
  try {
    for await (const events of chunksOf(kubectl, context, path, options))
      for (const { involvedObject, message, reason, lastTimestamp, eventTime, metadata } of events) {
        const pod = fieldText(jsonFields(involvedObject).name);
        const created = fieldText(jsonFields(metadata).creationTimestamp);
        // Events of the newer API have only the second time (Event v1, deprecated fields).
        const time = fieldText(lastTimestamp) ?? fieldText(eventTime) ?? created ?? '';
        if (pod === undefined || (last.get(pod)?.time ?? '') > time) continue;
        last.set(pod, { time, reason: fieldText(reason) ?? '', message: fieldText(message) ?? '' });
      }
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
  }
  return last;
}
