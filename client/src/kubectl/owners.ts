import { podFactsOf, type RunningGroup } from '../../../server/src/protocol';
import { builtInKind, type ControllerKind, listPath, templateIn } from './controllers';
import { type Fields, fieldsOf, numberOf, textOf } from './json';
import { type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { type Owner, ownerIn } from './pod';
import { keyOf, type PodOwner, revisionKey, workloadOf } from './pod-owner';
import { CONTROLLER_REVISIONS, currency, type PodAge, revisionNumber } from './revisions';

export { inNamespace } from './controllers';

/** Where the objects of a cluster are asked for. */
export interface Place {
  readonly context: string;
  /** All namespaces, where it is none. */
  readonly namespace: string | undefined;
}

/** Where pods come from. */
export type Origin = Pick<RunningGroup, 'workload' | 'template' | 'isOutdated'>;

type Facts = RunningGroup['spec'];

interface Controller {
  /** What is above it. */
  readonly owner: Owner | undefined;
  readonly spec: Facts;
  /** See `revisionNumber`. */
  readonly number: number;
  readonly isCurrent: (pod: PodAge) => boolean;
}

/** A template of a DaemonSet or StatefulSet; the newest has the highest number. */
interface Revision {
  readonly spec: Facts;
  readonly number: number;
}

/** Looks up what pods were made from, and whether their workload has a newer template. */
export class Owners {
  readonly #controllers = new Map<string, Controller>();
  /** By what is above controllers, and by DaemonSets and StatefulSets: the highest number. */
  readonly #newest = new Map<string, number>();
  readonly #revisions = new Map<string, Revision>();
  /** The templates of what is above controllers, as text. */
  readonly #above = new Map<string, string>();
  readonly #refused = new Set<string>();
  /** What could not be read, as sentences. */
  readonly limits: string[] = [];

  /**
   * Reads the lists of the kinds that own pods and of what is above them, and keeps of these owners what their templates
   * say. A list that nobody may read is left out.
   * @throws KubectlError for any other failure
   */
  async read(kubectl: Kubectl, place: Place, owners: readonly PodOwner[], options: RunOptions): Promise<void> {
    const read: ReadList = async (path, take) => {
      for await (const objects of chunksOf(kubectl, place.context, path, options)) objects.forEach(take);
    };
    await this.#readControllers(read, place, owners);
    await this.#readRevisions(read, place, owners);
    await this.#readAbove(read, place, owners);
  }

  async #readControllers(read: ReadList, place: Place, owners: readonly PodOwner[]): Promise<void> {
    const wanted = new Set(owners.map((owner) => keyOf(owner.namespace, owner)));
    for (const [name, kind] of kindsOf(owners)) {
      const take = (object: Fields): void => {
        const namespace = namespaceOf(object);
        const key = keyOf(namespace, { kind: name, name: nameOf(object) });
        const owner = ownerIn(fieldsOf(object.metadata));
        const number = revisionNumber(object);
        if (owner) this.#count(keyOf(namespace, owner), number);
        if (!wanted.has(key)) return;
        const spec = factsIn(kind, object);
        this.#controllers.set(key, { owner, spec, number, isCurrent: currency(name, object) });
      };
      const consequence = `pods of each ${name} are not compared with its template`;
      if (!(await this.#readList(read, place, kind, consequence, take))) this.#refused.add(name);
    }
  }

  async #readRevisions(read: ReadList, place: Place, owners: readonly PodOwner[]): Promise<void> {
    const wanted = new Set(owners.flatMap((owner) => revisionKey(owner) ?? []));
    if (wanted.size === 0) return;
    const consequence = 'pods of an older revision of a DaemonSet or StatefulSet are not compared with its template';
    await this.#readList(read, place, CONTROLLER_REVISIONS, consequence, (object) => {
      const owner = ownerIn(fieldsOf(object.metadata));
      if (!owner) return;
      const namespace = namespaceOf(object);
      const number = numberOf(object.revision) ?? 0;
      this.#count(keyOf(namespace, owner), number);
      const key = `${keyOf(namespace, owner)}/${nameOf(object)}`;
      if (wanted.has(key)) this.#revisions.set(key, { spec: factsIn(CONTROLLER_REVISIONS, object), number });
    });
  }

  async #readAbove(read: ReadList, place: Place, owners: readonly PodOwner[]): Promise<void> {
    const above = owners.flatMap((owner) => {
      const found = this.#controllerOf(owner)?.owner;
      return found ? [{ ...found, namespace: owner.namespace }] : [];
    });
    const wanted = new Set(above.map((owner) => keyOf(owner.namespace, owner)));
    for (const [name, kind] of kindsOf(above)) {
      const consequence = `it is not known whether each ${name} has another template by now than its pods were made from`;
      await this.#readList(read, place, kind, consequence, (object) => {
        const key = keyOf(namespaceOf(object), { kind: name, name: nameOf(object) });
        if (wanted.has(key)) this.#above.set(key, JSON.stringify(factsIn(kind, object)));
      });
    }
  }

  /** @returns whether it may be read */
  async #readList(
    read: ReadList,
    { namespace }: Place,
    kind: ControllerKind,
    consequence: string,
    take: (object: Fields) => void,
  ): Promise<boolean> {
    const { plural } = kind;
    try {
      await read(listPath(kind, namespace), take);
      return true;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.limits.push(`You may not list ${plural}, so ${consequence}. Ask for the right to list ${plural}.`);
      return false;
    }
  }

  #count(key: string, number: number): void {
    this.#newest.set(key, Math.max(number, this.#newest.get(key) ?? 0));
  }

  /** @param created when the oldest of the pods was made */
  originOf(owner: PodOwner, created: number | undefined): Origin {
    const controller = this.#controllerOf(owner);
    const workload = workloadOf(owner, controller?.owner);
    if (!controller) return { workload, template: { from: 'unknown', reason: this.#reasonOf(owner) } };
    const { kind, revision } = owner;
    const own = this.#revisions.get(revisionKey(owner) ?? '');
    if (!own && !controller.isCurrent({ revision, created })) {
      const reason = `the template of its ${kind} may have changed since`;
      return { workload, template: { from: 'unknown', reason }, isOutdated: true };
    }
    const { spec } = own ?? controller;
    const isOutdated = own
      ? own.number < this.#newestOf(owner.namespace, owner) || !isSame(own.spec, JSON.stringify(controller.spec))
      : this.#isReplaced(owner.namespace, controller);
    return { workload, template: { from: 'owner', kind, spec }, ...(isOutdated && { isOutdated }) };
  }

  #controllerOf(owner: PodOwner): Controller | undefined {
    return builtInKind(owner) && this.#controllers.get(keyOf(owner.namespace, owner));
  }

  /** Whether what is above a controller has a newer one, or another template by now: a rollout may be paused, or yet to begin. */
  #isReplaced(namespace: string, { owner, number, spec }: Controller): boolean {
    if (!owner) return false;
    const now = this.#above.get(keyOf(namespace, owner));
    return number < this.#newestOf(namespace, owner) || (now !== undefined && !isSame(spec, now));
  }

  #newestOf(namespace: string, owner: Owner): number {
    return this.#newest.get(keyOf(namespace, owner)) ?? 0;
  }

  #reasonOf(owner: PodOwner): string {
    const { kind, name } = owner;
    if (this.#refused.has(kind)) return `you may not read its ${kind}`;
    return builtInKind(owner) ? `its ${kind} "${name}" is gone` : `the template of a ${kind} is not known`;
  }
}

/** Reads the objects of a list one after the other. @throws KubectlError */
type ReadList = (path: string, take: (object: Fields) => void) => Promise<void>;

/** Whether kubectl was told that it may not: less is known then, and the rest still counts. */
export function isForbidden(error: unknown): boolean {
  return error instanceof KubectlError && /\(Forbidden\)|is forbidden/.test(error.stderr);
}

/** The built-in ones among the kinds of owners, by their names. */
function kindsOf(owners: readonly Owner[]): Map<string, ControllerKind> {
  return new Map(
    owners.flatMap((owner) => {
      const kind = builtInKind(owner);
      return kind ? [[owner.kind, kind] as const] : [];
    }),
  );
}

function nameOf({ metadata }: Fields): string {
  return textOf(fieldsOf(metadata).name) ?? '';
}

function namespaceOf({ metadata }: Fields): string {
  return textOf(fieldsOf(metadata).namespace) ?? '';
}

function factsIn(kind: Pick<ControllerKind, 'template'>, object: Fields): Facts {
  return podFactsOf(templateIn(kind, object));
}

/** Whether templates are the same as far as the audit looks at them. @param text the other one as JSON */
function isSame(facts: Facts, text: string): boolean {
  return JSON.stringify(facts) === text;
}
