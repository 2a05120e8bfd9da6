import { createHash } from 'node:crypto';
import { podFactsOf, type RunningGroup } from '../../../server/src/protocol';
import { type Fields, fieldsOf, objectsOf, textOf, textsOf } from './json';
import type { Origin } from './owners';
import { ownerIn } from './pod';
import { type PodOwner, podOwnerOf } from './pod-owner';
import { timeOf } from './revisions';

/** How many names of a group's pods are kept. */
const NAMES = 3;
/** Labels and annotations are read for what switches an injector on; what is longer is something else. */
const LONGEST = 200;
/** Their containers have ended, and nothing starts them again. */
const OVER = ['Succeeded', 'Failed'];

interface Group extends Omit<RunningGroup, keyof Origin | 'pods' | 'names' | 'statuses'> {
  readonly owner: PodOwner | undefined;
  /** When the oldest of the pods was made; none where one of them does not say. */
  created: number | undefined;
  pods: number;
  readonly names: string[];
  readonly statuses: Map<string, { running: number; ended: number; readonly images: Map<string, number> }>;
}

/**
 * Pods, of each of which only that is kept in which it differs from the others of its owner: tens of thousands fit into
 * memory.
 */
export class RunningGroups {
  readonly #groups = new Map<string, Group>();
  /** So that equal texts of different pods are one text. */
  readonly #texts = new Map<string, string>();

  get owners(): PodOwner[] {
    return [...this.#groups.values()].flatMap(({ owner }) => owner ?? []);
  }

  get namespaces(): Set<string> {
    return new Set([...this.#groups.values()].map(({ namespace }) => namespace));
  }

  /** Takes a pod in, as the API server has it; one that is over is left out. */
  add(pod: Fields): void {
    const metadata = fieldsOf(pod.metadata);
    const status = fieldsOf(pod.status);
    const name = textOf(metadata.name);
    const namespace = textOf(metadata.namespace);
    if (name === undefined || namespace === undefined || OVER.includes(textOf(status.phase) ?? '')) return;
    const owner = podOwnerOf(ownerIn(metadata), metadata);
    const spec = podFactsOf(pod);
    const key = createHash('sha256')
      .update(JSON.stringify([namespace, owner ?? name, spec]))
      .digest('base64');
    const created = timeOf(metadata.creationTimestamp);
    let group = this.#groups.get(key);
    if (!group) {
      const [labels, annotations] = [this.#shorten(metadata.labels), this.#shorten(metadata.annotations)];
      group = { namespace, owner, created, spec, labels, annotations, pods: 0, names: [], statuses: new Map() };
      this.#groups.set(key, group);
    }
    group.created = min(group.created, created);
    group.pods++;
    if (group.names.length < NAMES) group.names.push(name);
    const isToStay = metadata.deletionTimestamp === undefined;
    for (const list of ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'])
      for (const container of objectsOf(status[list])) this.#count(group, container, isToStay);
  }

  #count({ statuses }: Group, container: Fields, isToStay: boolean): void {
    const name = textOf(container.name) ?? '';
    const image = isToStay ? (textOf(container.imageID) ?? '') : '';
    const known = statuses.get(name) ?? { running: 0, ended: 0, images: new Map<string, number>() };
    statuses.set(name, known);
    const state = fieldsOf(container.state);
    if (state.running !== undefined) known.running++;
    if (state.terminated !== undefined) known.ended++;
    if (image !== '') known.images.set(this.#one(image), (known.images.get(image) ?? 0) + 1);
  }

  /** @param originOf where the pods of an owner come from, the oldest of which was made then */
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
      Object.entries(textsOf(texts)).map(([key, value]) => [this.#one(key), this.#one(value.slice(0, LONGEST))]),
    );
  }

  #one(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    // A part of a text keeps the whole of it in memory.
    const own = Buffer.from(text).toString();
    this.#texts.set(own, own);
    return own;
  }
}

function min(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.min(one, other);
}
