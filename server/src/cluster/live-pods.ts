import type { WorkloadAt } from '../protocol';
import { inNamespace } from './controllers';
import { fieldText, type JsonFields, jsonFields } from './json';
import type { Kubectl } from './kubectl';
import { eachNews, ListNews } from './list-news';
import { keepList, type LiveListKeeper } from './live-list';
import type { WatchChange } from './watch';
import { isPodOf, selectorOf } from './workload-pods';

/** How long changes are gathered, in milliseconds: a rollout changes many pods at a time. */
const GATHERING = 250;

/** A pod of a list that is kept up to date. */
export interface LivePod {
  /** In the form of the API server, as it was last seen. */
  readonly object: JsonFields;
  /** Whether it was deleted while the list was open. */
  readonly isGone: boolean;
}

/** The pods of a list at one moment. */
export interface PodsNow {
  /** In the order of their names. */
  readonly pods: readonly LivePod[];
  readonly isComplete: boolean;
  /** Why the list does not follow the cluster any more. */
  readonly failure: { readonly error: unknown; readonly triesAgain: boolean } | undefined;
}

/**
 * The pods of a namespace, or those of a workload by its labels: as they arrive, and then whenever they change, until the
 * signal stops it. Who is slow gets the last state only.
 * @param workload one that `tellsPods`
 * @throws KubectlError if the list can't be read
 */
export async function* livePods(
  kubectl: Kubectl,
  { context, namespace }: { readonly context: string; readonly namespace: string },
  workload: WorkloadAt | undefined,
  signal: AbortSignal,
): AsyncGenerator<PodsNow, void> {
  const pods = new Pods(workload);
  const path = `/api/v1${inNamespace(namespace)}/pods`;
  const end = keepList(kubectl, context, path, pods, { ...selectorOf(workload), signal });
  const pause = (): number => (pods.isComplete && pods.wasShownComplete ? GATHERING : 0);
  for await (const _ of eachNews(pods.news, end, signal, pause)) yield pods.now();
}

class Pods implements LiveListKeeper {
  readonly #workload: WorkloadAt | undefined;
  readonly #pods = new Map<string, LivePod>();
  /** The names that have come since the list was begun. */
  #seen = new Set<string>();
  #failure: PodsNow['failure'];
  readonly news = new ListNews();
  isComplete = false;
  wasShownComplete = false;

  constructor(workload: WorkloadAt | undefined) {
    this.#workload = workload;
  }

  now(): PodsNow {
    this.wasShownComplete = this.isComplete;
    const sorted = [...this.#pods].sort(([one], [other]) => (one < other ? -1 : 1));
    return { pods: sorted.map(([, pod]) => pod), isComplete: this.isComplete, failure: this.#failure };
  }

  begin(): void {
    this.#seen = new Set();
  }

  take(objects: readonly JsonFields[]): void {
    for (const object of objects) this.#put(object, false);
    this.news.tell();
  }

  complete(): void {
    for (const [name, { object }] of this.#pods)
      if (!this.#seen.has(name)) this.#pods.set(name, { object, isGone: true });
    this.#failure = undefined;
    this.isComplete = true;
    this.news.tell();
  }

  change({ object, isGone }: WatchChange): void {
    this.#put(object, isGone);
    this.news.tell();
  }

  fail(error: unknown, triesAgain: boolean): void {
    this.#failure = { error, triesAgain };
    this.news.tell();
  }

  #put(object: JsonFields, isGone: boolean): void {
    const name = fieldText(jsonFields(object.metadata).name);
    if (name === undefined || !isPodOf(object, this.#workload)) return;
    // What goes at once was never in the list.
    if (isGone && !this.#pods.has(name)) return;
    this.#seen.add(name);
    this.#pods.set(name, { object, isGone });
  }
}
