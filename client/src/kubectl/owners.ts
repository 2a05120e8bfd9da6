import { podFactsOf, type RunningGroup, type RunningTemplate } from '../../../server/src/protocol';
import { type Fields, fieldsOf, numberOf, textOf, textsOf } from './json';
import { type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { type Owner, ownerIn } from './pod';

/** Where the objects of a cluster are asked for. */
export interface Place {
  readonly context: string;
  /** All namespaces, where it is none. */
  readonly namespace: string | undefined;
}

/** A pod's controller, with what tells its revisions apart. */
export interface PodOwner extends Owner {
  readonly namespace: string;
  /** The pod's labels `pod-template-hash` and `controller-revision-hash`. */
  readonly templateHash: string | undefined;
  readonly revision: string | undefined;
}

/** Where pods come from. */
export type Origin = Pick<RunningGroup, 'workload' | 'template'>;

/** The built-in controllers of pods, and where their lists are. */
const KINDS: Readonly<Record<string, { group: string; list: (where: string) => string; plural: string }>> = {
  ReplicaSet: { group: 'apps', plural: 'replicasets', list: (where) => `/apis/apps/v1${where}/replicasets` },
  StatefulSet: { group: 'apps', plural: 'statefulsets', list: (where) => `/apis/apps/v1${where}/statefulsets` },
  DaemonSet: { group: 'apps', plural: 'daemonsets', list: (where) => `/apis/apps/v1${where}/daemonsets` },
  Job: { group: 'batch', plural: 'jobs', list: (where) => `/apis/batch/v1${where}/jobs` },
  ReplicationController: {
    group: '',
    plural: 'replicationcontrollers',
    list: (where) => `/api/v1${where}/replicationcontrollers`,
  },
};

interface Controller {
  readonly owner: Owner | undefined;
  readonly spec: RunningGroup['spec'];
  /** Whether a pod of this revision is made from the template as it is now. */
  readonly isCurrent: (revision: string | undefined) => boolean;
}

/** Looks up what pods were made from. */
export class Owners {
  readonly #controllers = new Map<string, Controller>();
  readonly #refused = new Set<string>();
  /** What could not be read, as sentences. */
  readonly limits: string[] = [];

  /**
   * Reads the lists of the kinds that own pods, and keeps the templates of these owners. A list that nobody may read is
   * left out.
   * @throws KubectlError for any other failure
   */
  async read(kubectl: Kubectl, place: Place, owners: Iterable<PodOwner>, options: RunOptions): Promise<void> {
    const wanted = new Map([...owners].map((owner) => [keyOf(owner.namespace, owner), owner]));
    const kinds = new Set([...wanted.values()].filter(isBuiltIn).map(({ kind }) => kind));
    for (const kind of kinds) await this.#readKind(kubectl, place, kind, wanted, options);
  }

  async #readKind(
    kubectl: Kubectl,
    { context, namespace }: Place,
    kind: string,
    wanted: ReadonlyMap<string, PodOwner>,
    options: RunOptions,
  ): Promise<void> {
    const known = KINDS[kind];
    if (!known) return;
    const path = known.list(inNamespace(namespace));
    try {
      for await (const objects of chunksOf(kubectl, context, path, options)) {
        for (const object of objects) {
          const metadata = fieldsOf(object.metadata);
          const key = keyOf(textOf(metadata.namespace) ?? '', { kind, name: textOf(metadata.name) ?? '' });
          if (wanted.has(key)) this.#controllers.set(key, toController(kind, object));
        }
      }
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.#refused.add(kind);
      this.limits.push(
        `You may not list ${known.plural}, so pods of each ${kind} are not compared with its template. Ask for the right to list ${known.plural}.`,
      );
    }
  }

  originOf(owner: PodOwner): Origin {
    const controller = isBuiltIn(owner) ? this.#controllers.get(keyOf(owner.namespace, owner)) : undefined;
    const workload = workloadOf(owner, controller?.owner);
    return { workload, template: this.#templateOf(owner, controller) };
  }

  #templateOf(owner: PodOwner, controller: Controller | undefined): RunningTemplate {
    if (controller?.isCurrent(owner.revision)) return { from: 'owner', kind: owner.kind, spec: controller.spec };
    const reason = controller
      ? `the template of its ${owner.kind} has changed since`
      : this.#refused.has(owner.kind)
        ? `you may not read its ${owner.kind}`
        : isBuiltIn(owner)
          ? `its ${owner.kind} "${owner.name}" is gone`
          : `the template of a ${owner.kind} is not known`;
    return { from: 'unknown', reason };
  }
}

/** The part of a path that limits it to a namespace. */
export function inNamespace(namespace: string | undefined): string {
  return namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
}

/** Whether kubectl was told that it may not: less is known then, and the rest still counts. */
export function isForbidden(error: unknown): boolean {
  return error instanceof KubectlError && /\(Forbidden\)|is forbidden/.test(error.stderr);
}

function isBuiltIn({ apiVersion, kind }: Owner): boolean {
  const slash = apiVersion.indexOf('/');
  return KINDS[kind]?.group === (slash === -1 ? '' : apiVersion.slice(0, slash));
}

function keyOf(namespace: string, { kind, name }: Pick<Owner, 'kind' | 'name'>): string {
  return `${namespace}/${kind}/${name}`;
}

function toController(kind: string, object: Fields): Controller {
  const status = fieldsOf(object.status);
  return {
    owner: ownerIn(fieldsOf(object.metadata)),
    spec: podFactsOf(fieldsOf(fieldsOf(object.spec).template).spec),
    isCurrent: (revision) => {
      if (kind === 'StatefulSet') {
        const current = textOf(status.updateRevision);
        return current === undefined || revision === undefined || current === revision;
      }
      // Of a DaemonSet nothing but the number says which pods are old.
      if (kind !== 'DaemonSet') return true;
      return (numberOf(status.updatedNumberScheduled) ?? 0) >= (numberOf(status.currentNumberScheduled) ?? 0);
    },
  };
}

/** A Deployment's ReplicaSet has its name and the hash of the template, also where the ReplicaSet can't be read. */
function workloadOf({ kind, name, templateHash }: PodOwner, above: Owner | undefined): RunningGroup['workload'] {
  if (above) return { kind: above.kind, name: above.name };
  const suffix = `-${templateHash}`;
  if (kind === 'ReplicaSet' && templateHash !== undefined && name.endsWith(suffix))
    return { kind: 'Deployment', name: name.slice(0, -suffix.length) };
  return { kind, name };
}

/** The owner of a pod as it came; none of a static pod, which only its node has asked for. */
export function podOwnerOf(owner: Owner | undefined, metadata: Fields): PodOwner | undefined {
  if (!owner || 'kubernetes.io/config.mirror' in textsOf(metadata.annotations)) return undefined;
  const labels = textsOf(metadata.labels);
  return {
    ...owner,
    namespace: textOf(metadata.namespace) ?? '',
    templateHash: labels['pod-template-hash'],
    revision: labels['controller-revision-hash'],
  };
}

/** Where the API server has a pod's controller; `undefined` for one that isn't built in. */
export function controllerPath(owner: Owner, namespace: string): string | undefined {
  if (!isBuiltIn(owner)) return undefined;
  return `${KINDS[owner.kind]?.list(inNamespace(namespace))}/${encodeURIComponent(owner.name)}`;
}
