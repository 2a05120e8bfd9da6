import { createHash } from 'node:crypto';
import { podFactsOf } from '../audit/pod-facts';
import type { RunningGroup } from '../audit/running';
import { own } from '../text/own';
import { fieldText, fieldTexts, type JsonFields, jsonFields, jsonObjects } from './json';
import type { Origin } from './owners';
import { ownerIn } from './pod';
import { imageChangesOf } from './pod-changes';
import { type PodOwner, podOwnerOf } from './pod-owner';
import { timeOf } from './revisions';

/** How many pod names of a group are kept. */
const NAMES = 3;
/** The longest value of a label or annotation that is kept: those that turn injectors on are shorter. */
const LONGEST = 200;
/** The phases of pods whose containers have ended for good. */
const OVER = ['Succeeded', 'Failed'];

interface Group extends Omit<RunningGroup, keyof Origin | 'newest' | 'pods' | 'names' | 'statuses'> {
  readonly owner: PodOwner | undefined;
  /** When the oldest of the pods was created; `undefined` if one of them does not say. */
  created: number | undefined;
  newest: number | undefined;
  pods: number;
  readonly names: string[];
  readonly statuses: Map<string, { running: number; ended: number; readonly images: Map<string, number> }>;
}

/**
 * Groups pods of one owner with equal facts, and keeps the facts once, so that tens of thousands of pods fit into memory.
 */
export class RunningGroups {
  readonly #groups = new Map<string, Group>();
  /** Shares equal texts of different pods. */
  readonly #texts = new Map<string, string>();

  get owners(): PodOwner[] {
    return [...this.#groups.values()].flatMap(({ owner }) => owner ?? []);
  }

  get namespaces(): Set<string> {
    return new Set([...this.#groups.values()].map(({ namespace }) => namespace));
  }

  /** Adds a pod in the form of the API server; a pod that has ended is left out. */
  add(pod: JsonFields): void {
    const metadata = jsonFields(pod.metadata);
    const status = jsonFields(pod.status);
    const name = fieldText(metadata.name);
    const namespace = fieldText(metadata.namespace);
    if (name === undefined || namespace === undefined || OVER.includes(fieldText(status.phase) ?? '')) return;
    const owner = podOwnerOf(ownerIn(metadata), metadata);
    const spec = podFactsOf(pod);
    const key = createHash('sha256')
      .update(JSON.stringify([namespace, owner ?? name, spec]))
      .digest('base64');
    const created = timeOf(metadata.creationTimestamp);
    let group = this.#groups.get(key);
    if (!group) {
      const [labels, annotations] = [this.#shorten(metadata.labels), this.#shorten(metadata.annotations)];
      const imageChangedBy = imageChangesOf(metadata.managedFields);
      const about = {
        namespace,
        owner,
        created,
        newest: created,
        spec,
        labels,
        annotations,
        ...(imageChangedBy && { imageChangedBy }),
      };
      group = { ...about, pods: 0, names: [], statuses: new Map() };
      this.#groups.set(key, group);
    }
    group.created = together(Math.min, group.created, created);
    group.newest = together(Math.max, group.newest, created);
    group.pods++;
    if (group.names.length < NAMES) group.names.push(name);
    const isToStay = metadata.deletionTimestamp === undefined;
    for (const list of ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'])
      for (const container of jsonObjects(own(status, list))) this.#count(group, container, isToStay);
  }

  #count({ statuses }: Group, container: JsonFields, isToStay: boolean): void {
    const name = fieldText(container.name) ?? '';
    const image = isToStay ? (fieldText(container.imageID) ?? '') : '';
    const known = statuses.get(name) ?? { running: 0, ended: 0, images: new Map<string, number>() };
    statuses.set(name, known);
    const state = jsonFields(container.state);
    if (state.running !== undefined) known.running++;
    if (state.terminated !== undefined) known.ended++;
    if (image !== '') known.images.set(this.#one(image), (known.images.get(image) ?? 0) + 1);
  }

  /** @param originOf returns the origin of the pods of an owner, by when the oldest was created */
  finish(originOf: (owner: PodOwner, created: number | undefined) => Origin): RunningGroup[] {
    return [...this.#groups.values()].map(({ owner, created, statuses, ...group }) => ({
      ...group,
      ...(owner
        ? originOf(owner, created)
        : { workload: { kind: 'Pod', name: group.names[0] ?? '' }, template: { from: 'itself' as const } }),
      statuses: [...statuses].map(([name, { images, ...counts }]) => ({
        name,
        ...counts,
        images: Object.fromEntries(images),
      })),
    }));
  }

  #shorten(texts: unknown): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(fieldTexts(texts)).map(([key, value]) => [this.#one(key), this.#one(value.slice(0, LONGEST))]),
    );
  }

  #one(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    // A slice of a text keeps the whole text in memory, so it is copied.
    const own = Buffer.from(text).toString();
    this.#texts.set(own, own);
    return own;
  }
}

function together(
  join: (one: number, other: number) => number,
  one: number | undefined,
  other: number | undefined,
): number | undefined {
  return one === undefined || other === undefined ? undefined : join(one, other);
}
