import type { RunningState } from '../audit/running';
import { inNamespace } from './controllers';
import { fieldText, type JsonFields, jsonFields } from './json';
import type { Kubectl } from './kubectl';
import { eachNews, ListNews } from './list-news';
import { keepList, type LiveListKeeper } from './live-list';
import type { NamespacePlace } from './owners';
import { PodEntries, type PodEntry } from './pod-entries';
import { RunningGroups } from './running-groups';
import { describeRunning } from './running-workloads';
import type { WatchChange } from './watch';

/** How long changes are gathered, in milliseconds: a rollout changes pods for some time. */
const GATHERING = 2000;
/** How long to wait before what belongs to the pods is read again after a failure, in milliseconds. */
const PAUSE = 5000;

export interface WatchRunningOptions {
  readonly signal: AbortSignal;
  /** Called with the number of pods so far while they are read. */
  readonly progress?: (pods: number) => void;
  /**
   * Called when the pods are not followed any more, or what belongs to them can not be read, with the reason. Both are tried
   * again by themselves if that may help.
   */
  readonly failed?: (error: unknown) => void;
}

/**
 * What runs in a cluster, or in one of its namespaces: first as a whole, then whenever pods have changed, until the signal
 * stops it. Of pods, only changes are asked for.
 * @throws KubectlError if the cluster can't be read the first time
 */
export async function* watchRunning(
  kubectl: Kubectl,
  place: NamespacePlace,
  { signal, progress, failed }: WatchRunningOptions,
): AsyncGenerator<RunningState, void> {
  const pods = new RunningPods(progress, failed);
  const end = keepList(kubectl, place.context, `/api/v1${inNamespace(place.namespace)}/pods`, pods, { signal });
  let isFirst = true;
  let pause = 0;
  for await (const _ of eachNews(pods.news, end, signal, () => pause)) {
    const running = await describeRunning(kubectl, place, pods.groups(), { signal }).catch((error: unknown) => {
      if (isFirst || signal.aborted) throw error;
      failed?.(error);
    });
    pause = running ? GATHERING : PAUSE;
    // Without it, nothing would be read again before another pod changes.
    if (!running) pods.news.tell();
    if (running) yield running;
    isFirst = false;
  }
}

/** The pods that run now, each as the audit keeps it. */
class RunningPods implements LiveListKeeper {
  readonly #entries = new PodEntries();
  #pods = new Map<string, PodEntry>();
  /** Those of a list that is read again. */
  #coming = new Map<string, PodEntry>();
  readonly #progress: ((pods: number) => void) | undefined;
  readonly #failed: ((error: unknown) => void) | undefined;
  readonly news = new ListNews();

  constructor(progress?: (pods: number) => void, failed?: (error: unknown) => void) {
    this.#progress = progress;
    this.#failed = failed;
  }

  groups(): RunningGroups {
    const groups = new RunningGroups();
    for (const entry of this.#pods.values()) groups.addEntry(entry);
    return groups;
  }

  begin(): void {
    this.#coming = new Map();
  }

  take(objects: readonly JsonFields[]): void {
    for (const object of objects) this.#put(this.#coming, object);
    this.#progress?.(this.#coming.size);
  }

  complete(): void {
    this.#pods = this.#coming;
    this.news.tell();
  }

  change({ object, isGone }: WatchChange): void {
    const key = keyOf(object);
    const before = JSON.stringify(this.#pods.get(key));
    this.#pods.delete(key);
    if (!isGone) this.#put(this.#pods, object);
    // Most events are about conditions and times, which an audit does not look at.
    if (JSON.stringify(this.#pods.get(key)) !== before) this.news.tell();
  }

  fail(error: unknown): void {
    this.#failed?.(error);
  }

  #put(pods: Map<string, PodEntry>, object: JsonFields): void {
    const entry = this.#entries.read(object);
    if (entry) pods.set(keyOf(object), entry);
  }
}

function keyOf({ metadata }: JsonFields): string {
  const { namespace, name } = jsonFields(metadata);
  return `${fieldText(namespace)}/${fieldText(name)}`;
}
