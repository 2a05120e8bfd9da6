import type { RunningGroup } from '../audit/running';
import type { JsonFields } from './json';
import type { Origin } from './owners';
import { type EntryStatus, PodEntries, type PodEntry } from './pod-entries';
import type { PodOwner } from './pod-owner';

/** How many pod names of a group are kept. */
const NAMES = 3;

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
  readonly #entries = new PodEntries();

  get owners(): PodOwner[] {
    return [...this.#groups.values()].flatMap(({ owner }) => owner ?? []);
  }

  get namespaces(): Set<string> {
    return new Set([...this.#groups.values()].map(({ namespace }) => namespace));
  }

  /** Adds a pod in the form of the API server; a pod that has ended is left out. */
  add(pod: JsonFields): void {
    const entry = this.#entries.read(pod);
    if (entry) this.addEntry(entry);
  }

  addEntry({ key, name, created, statuses, ...about }: PodEntry): void {
    let group = this.#groups.get(key);
    if (!group) {
      group = { ...about, created, newest: created, pods: 0, names: [], statuses: new Map() };
      this.#groups.set(key, group);
    }
    group.created = together(Math.min, group.created, created);
    group.newest = together(Math.max, group.newest, created);
    group.pods++;
    if (group.names.length < NAMES) group.names.push(name);
    for (const status of statuses) count(group, status);
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
}

function count({ statuses }: Group, { name, isRunning, hasEnded, image }: EntryStatus): void {
  const known = statuses.get(name) ?? { running: 0, ended: 0, images: new Map<string, number>() };
  statuses.set(name, known);
  if (isRunning) known.running++;
  if (hasEnded) known.ended++;
  if (image !== '') known.images.set(image, (known.images.get(image) ?? 0) + 1);
}

function together(
  join: (one: number, other: number) => number,
  one: number | undefined,
  other: number | undefined,
): number | undefined {
  return one === undefined || other === undefined ? undefined : join(one, other);
}
