import { setTimeout as delay } from 'node:timers/promises';
import type { JsonFields } from './json';
import { CLUSTER_TIME, type Kubectl } from './kubectl';
import { chunksOf } from './list';
import { problemOf } from './problem';
import { type WatchChange, type WatchOptions, watchChanges } from './watch';

/** How long to wait before the list is read again after a failure, in milliseconds. */
const PAUSES = [1000, 2000, 5000, 10_000, 30_000];
/** A watch that ends earlier is not begun again at once, in milliseconds. */
const SHORTEST = 1000;

/** What a list is kept in. */
export interface LiveListKeeper {
  /** The list is read from the beginning: what was taken before is dropped when it is complete. */
  begin(): void;
  take(objects: readonly JsonFields[]): void;
  complete(): void;
  change(change: WatchChange): void;
  /**
   * The list no longer follows the cluster.
   * @param triesAgain whether it is read again by itself after some time
   */
  fail(error: unknown, triesAgain: boolean): void;
}

/**
 * Reads a list, and follows its changes until the signal stops it. What has changed meanwhile is asked for by the version of
 * the list; only where the server does not know this version any more, or does not answer, the list is read again.
 * @throws KubectlError if the list can't be read the first time
 */
export async function keepList(
  kubectl: Kubectl,
  context: string,
  path: string,
  keeper: LiveListKeeper,
  options: WatchOptions,
): Promise<void> {
  const { signal } = options;
  let hasList = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const version = await readList();
      hasList = true;
      await follow(version);
    } catch (error) {
      if (signal.aborted) return;
      if (!hasList) throw error;
      const isRefused = problemOf(error)?.kind === 'forbidden';
      keeper.fail(error, !isRefused);
      if (isRefused) return;
      await pause(PAUSES[Math.min(failures++, PAUSES.length - 1)] ?? SHORTEST, signal);
    }
  }

  async function readList(): Promise<string> {
    let version = '';
    const start = (): void => keeper.begin();
    const noteVersion = (one: string): void => {
      version = one;
    };
    start();
    const reading = { timeoutMs: CLUSTER_TIME, ...options, restart: start, noteVersion };
    for await (const objects of chunksOf(kubectl, context, path, reading)) keeper.take(objects);
    keeper.complete();
    return version;
  }

  /** Returns when the list must be read again. */
  async function follow(first: string): Promise<void> {
    for (let version = first; !signal.aborted; ) {
      const start = performance.now();
      const change = (one: WatchChange): void => keeper.change(one);
      const end = await watchChanges(kubectl, context, path, version, change, options);
      failures = 0;
      // A server that ends every watch at once must not be asked without a pause.
      if (performance.now() - start < SHORTEST) await pause(SHORTEST, signal);
      if (end.isExpired) return;
      version = end.version;
    }
  }
}

async function pause(duration: number, signal: AbortSignal): Promise<void> {
  await delay(duration, undefined, { signal, ref: false }).catch(() => {});
}
