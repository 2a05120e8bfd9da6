import { createHash } from 'node:crypto';
import { podFactsOf } from '../audit/pod-facts';
import type { RunningGroup } from '../audit/running';
import { own } from '../text/own';
import { fieldText, fieldTexts, type JsonFields, jsonFields, jsonObjects } from './json';
import { ownerIn } from './pod';
import { imageChangesOf } from './pod-changes';
import { type PodOwner, podOwnerOf } from './pod-owner';
import { RecentValues } from './recent-values';
import { timeOf } from './revisions';

/** The longest value of a label or annotation that is kept: those that turn injectors on are shorter. */
const LONGEST = 200;
/** How many facts and texts are kept once, of those that came last: in a long watch, pods come and go without end. */
const MOST_FACTS = 20_000;
const MOST_TEXTS = 200_000;
/** The phases of pods whose containers have ended for good. */
const OVER = ['Succeeded', 'Failed'];

/** What an audit keeps of a pod. */
export interface PodEntry
  extends Pick<RunningGroup, 'namespace' | 'spec' | 'labels' | 'annotations' | 'imageChangedBy'> {
  /** Equal for pods of one owner with equal facts. */
  readonly key: string;
  readonly name: string;
  readonly owner: PodOwner | undefined;
  /** `undefined` if the pod does not say. */
  readonly created: number | undefined;
  readonly statuses: readonly EntryStatus[];
}

/** The status of a container of a pod. */
export interface EntryStatus {
  readonly name: string;
  readonly isRunning: boolean;
  readonly hasEnded: boolean;
  /** The image ID that the runtime reports; empty if it does not, and for a pod that is being deleted. */
  readonly image: string;
}

/** Makes entries of pods, and keeps equal facts and texts once, so that tens of thousands of pods fit into memory. */
export class PodEntries {
  readonly #facts = new RecentValues<PodEntry['spec']>(MOST_FACTS);
  readonly #texts = new RecentValues<string>(MOST_TEXTS);

  /** @returns `undefined` for a pod that has ended */
  read(pod: JsonFields): PodEntry | undefined {
    const metadata = jsonFields(pod.metadata);
    const status = jsonFields(pod.status);
    const name = fieldText(metadata.name);
    const namespace = fieldText(metadata.namespace);
    if (name === undefined || namespace === undefined || OVER.includes(fieldText(status.phase) ?? '')) return undefined;
    const owner = podOwnerOf(ownerIn(metadata), metadata);
    const facts = podFactsOf(pod);
    const key = createHash('sha256')
      .update(JSON.stringify([namespace, owner ?? name, facts]))
      .digest('base64');
    const spec = this.#facts.get(key, () => facts);
    const imageChangedBy = imageChangesOf(metadata.managedFields);
    const isToStay = metadata.deletionTimestamp === undefined;
    return {
      key,
      name: this.#one(name),
      namespace: this.#one(namespace),
      owner,
      created: timeOf(metadata.creationTimestamp),
      spec,
      labels: this.#shorten(metadata.labels),
      annotations: this.#shorten(metadata.annotations),
      ...(imageChangedBy && { imageChangedBy }),
      statuses: ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'].flatMap((list) =>
        jsonObjects(own(status, list)).map((container) => this.#statusOf(container, isToStay)),
      ),
    };
  }

  #statusOf({ name, imageID, state }: JsonFields, isToStay: boolean): EntryStatus {
    const { running, terminated } = jsonFields(state);
    return {
      name: this.#one(fieldText(name) ?? ''),
      isRunning: running !== undefined,
      hasEnded: terminated !== undefined,
      image: isToStay ? this.#one(fieldText(imageID) ?? '') : '',
    };
  }

  #shorten(texts: unknown): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(fieldTexts(texts)).map(([key, value]) => [this.#one(key), this.#one(value.slice(0, LONGEST))]),
    );
  }

  #one(text: string): string {
    return this.#texts.get(text, (own) => own);
  }
}
