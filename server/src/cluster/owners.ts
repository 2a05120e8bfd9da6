import { podFactsOf } from '../audit/pod-facts';
import type { RunningGroup } from '../audit/running';
import { builtInKind, type ControllerKind, listPath, templateIn } from './controllers';
import { fieldText, type JsonFields, jsonFields, numberOf } from './json';
import { type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { type Owner, ownerIn } from './pod';
import { ownerKey, type PodOwner, revisionKey, runningWorkload } from './pod-owner';
import { CONTROLLER_REVISIONS, currency, type PodAge, revisionNumber } from './revisions';

export { inNamespace } from './controllers';

/** Which objects of a cluster are read. */
export interface NamespacePlace {
  readonly context: string;
  /** `undefined`: all namespaces. */
  readonly namespace: string | undefined;
}

/** Where pods come from. */
export type Origin = Pick<RunningGroup, 'workload' | 'template' | 'isOutdated' | 'present'>;

type Facts = RunningGroup['spec'];

interface Controller {
  /** Its own owner, such as the Deployment of a ReplicaSet. */
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

/** Looks up the template that pods were made from, and whether their workload has a newer one. */
export class Owners {
  readonly #controllers = new Map<string, Controller>();
  /** The highest revision number, by the owner of controllers, and by DaemonSets and StatefulSets. */
  readonly #newest = new Map<string, number>();
  readonly #revisions = new Map<string, Revision>();
  /** The templates of the owners of controllers. */
  readonly #above = new Map<string, Facts>();
  readonly #refused = new Set<string>();
  /** What could not be read, as sentences. */
  readonly limits: string[] = [];

  /**
   * Reads the lists of the kinds that own pods, and of the owners of these, and keeps the facts of their templates. A list
   * that the user may not read is left out.
   * @throws KubectlError for any other failure
   */
  async read(kubectl: Kubectl, place: NamespacePlace, owners: readonly PodOwner[], options: RunOptions): Promise<void> {
    const read: ReadList = async (path, take) => {
      for await (const objects of chunksOf(kubectl, place.context, path, options)) objects.forEach(take);
    };
    await this.#readControllers(read, place, owners);
    await this.#readRevisions(read, place, owners);
    await this.#readAbove(read, place, owners);
  }

  async #readControllers(read: ReadList, place: NamespacePlace, owners: readonly PodOwner[]): Promise<void> {
    const wanted = new Set(owners.map((owner) => ownerKey(owner.namespace, owner)));
    for (const [name, kind] of kindsOf(owners)) {
      const take = (object: JsonFields): void => {
        const namespace = namespaceOf(object);
        const key = ownerKey(namespace, { kind: name, name: nameOf(object) });
        const owner = ownerIn(jsonFields(object.metadata));
        const number = revisionNumber(object);
        if (owner) this.#count(ownerKey(namespace, owner), number);
        if (!wanted.has(key)) return;
        const spec = factsIn(kind, object);
        this.#controllers.set(key, { owner, spec, number, isCurrent: currency(name, object) });
      };
      const consequence = `the pods of every ${name} are not compared with its template`;
      if (!(await this.#readList(read, place, kind, consequence, take))) this.#refused.add(name);
    }
  }

  async #readRevisions(read: ReadList, place: NamespacePlace, owners: readonly PodOwner[]): Promise<void> {
    const wanted = new Set(owners.flatMap((owner) => revisionKey(owner) ?? []));
    if (wanted.size === 0) return;
    const consequence =
      'the pods of older revisions of DaemonSets and StatefulSets are not compared with their template';
    await this.#readList(read, place, CONTROLLER_REVISIONS, consequence, (object) => {
      const owner = ownerIn(jsonFields(object.metadata));
      if (!owner) return;
      const namespace = namespaceOf(object);
      const number = numberOf(object.revision) ?? 0;
      this.#count(ownerKey(namespace, owner), number);
      const key = `${ownerKey(namespace, owner)}/${nameOf(object)}`;
      if (wanted.has(key)) this.#revisions.set(key, { spec: factsIn(CONTROLLER_REVISIONS, object), number });
    });
  }

  async #readAbove(read: ReadList, place: NamespacePlace, owners: readonly PodOwner[]): Promise<void> {
    const above = owners.flatMap((owner) => {
      const found = this.#controllerOf(owner)?.owner;
      return found ? [{ ...found, namespace: owner.namespace }] : [];
    });
    const wanted = new Set(above.map((owner) => ownerKey(owner.namespace, owner)));
    for (const [name, kind] of kindsOf(above)) {
      const consequence = `it is not known whether a ${name} has a newer template than its pods`;
      await this.#readList(read, place, kind, consequence, (object) => {
        const key = ownerKey(namespaceOf(object), { kind: name, name: nameOf(object) });
        if (wanted.has(key)) this.#above.set(key, factsIn(kind, object));
      });
    }
  }

  /** @returns whether it may be read */
  async #readList(
    read: ReadList,
    { namespace }: NamespacePlace,
    kind: ControllerKind,
    consequence: string,
    take: (object: JsonFields) => void,
  ): Promise<boolean> {
    const { plural } = kind;
    try {
      await read(listPath(kind, namespace), take);
      return true;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.limits.push(
        `You may not list ${plural}, so ${consequence}. Ask your cluster administrator for permission to list ${plural}.`,
      );
      return false;
    }
  }

  #count(key: string, number: number): void {
    this.#newest.set(key, Math.max(number, this.#newest.get(key) ?? 0));
  }

  /** @param created when the oldest of the pods was created */
  originOf(owner: PodOwner, created: number | undefined): Origin {
    const controller = this.#controllerOf(owner);
    const workload = runningWorkload(owner, controller?.owner);
    if (!controller) return { workload, template: { from: 'unknown', reason: this.#reasonOf(owner) } };
    const { kind, revision } = owner;
    const own = this.#revisions.get(revisionKey(owner) ?? '');
    if (!own && !controller.isCurrent({ revision, created })) {
      const reason = `the template of its ${kind} may have changed since the pod was created`;
      return { workload, template: { from: 'unknown', reason }, isOutdated: true, present: controller.spec };
    }
    const template = { from: 'owner' as const, kind, spec: (own ?? controller).spec };
    const isOutdated = own
      ? own.number < this.#newestOf(owner.namespace, owner) || !isSame(own.spec, controller.spec)
      : this.#isReplaced(owner.namespace, controller);
    if (!isOutdated) return { workload, template };
    const present = own ? controller.spec : this.#templateAbove(owner.namespace, controller);
    return { workload, template, isOutdated, ...(present && { present }) };
  }

  #controllerOf(owner: PodOwner): Controller | undefined {
    return builtInKind(owner) && this.#controllers.get(ownerKey(owner.namespace, owner));
  }

  /** Whether the owner of a controller has a newer controller, or another template: a rollout may be paused, or not started. */
  #isReplaced(namespace: string, controller: Controller): boolean {
    const { owner, number, spec } = controller;
    if (!owner) return false;
    const now = this.#templateAbove(namespace, controller);
    return number < this.#newestOf(namespace, owner) || (now !== undefined && !isSame(spec, now));
  }

  #templateAbove(namespace: string, { owner }: Controller): Facts | undefined {
    return owner && this.#above.get(ownerKey(namespace, owner));
  }

  #newestOf(namespace: string, owner: Owner): number {
    return this.#newest.get(ownerKey(namespace, owner)) ?? 0;
  }

  #reasonOf(owner: PodOwner): string {
    const { kind, name } = owner;
    if (this.#refused.has(kind)) return `you may not read its ${kind}`;
    return builtInKind(owner) ? `its ${kind} "${name}" no longer exists` : `the template of a ${kind} is not known`;
  }
}

/** Reads the objects of a list one after the other. @throws KubectlError */
type ReadList = (path: string, take: (object: JsonFields) => void) => Promise<void>;

/** Whether the cluster refused a request of kubectl: less is known then, but the rest still counts. */
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

function nameOf({ metadata }: JsonFields): string {
  return fieldText(jsonFields(metadata).name) ?? '';
}

function namespaceOf({ metadata }: JsonFields): string {
  return fieldText(jsonFields(metadata).namespace) ?? '';
}

function factsIn(kind: Pick<ControllerKind, 'template'>, object: JsonFields): Facts {
  return podFactsOf(templateIn(kind, object));
}

/** Whether templates are the same as far as the audit looks at them. */
function isSame(one: Facts, other: Facts): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
