import { type Fields, fieldsOf } from './json';
import type { Owner } from './pod';

/** A built-in kind that pods come from. */
export interface ControllerKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  /** Of each of its objects: where its pod template is. */
  readonly template: readonly string[];
}

const TEMPLATE = ['spec', 'template'];

/** The kinds that make pods, and those above them (Kubernetes API reference, workload resources). */
const KINDS: Readonly<Record<string, ControllerKind>> = {
  ReplicaSet: { group: 'apps', plural: 'replicasets', template: TEMPLATE },
  StatefulSet: { group: 'apps', plural: 'statefulsets', template: TEMPLATE },
  DaemonSet: { group: 'apps', plural: 'daemonsets', template: TEMPLATE },
  Job: { group: 'batch', plural: 'jobs', template: TEMPLATE },
  ReplicationController: { group: '', plural: 'replicationcontrollers', template: TEMPLATE },
  Deployment: { group: 'apps', plural: 'deployments', template: TEMPLATE },
  CronJob: { group: 'batch', plural: 'cronjobs', template: ['spec', 'jobTemplate', 'spec', 'template'] },
};

/** The built-in kind of a controller; `undefined` for a custom one, also where it has the name of a built-in one. */
export function builtInKind({ apiVersion, kind }: Owner): ControllerKind | undefined {
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  const slash = apiVersion.indexOf('/');
  return known?.group === (slash === -1 ? '' : apiVersion.slice(0, slash)) ? known : undefined;
}

/** Where the API server has the objects of a kind. */
export function listPath(
  { group, plural }: Pick<ControllerKind, 'group' | 'plural'>,
  namespace: string | undefined,
): string {
  return `${group === '' ? '/api/v1' : `/apis/${group}/v1`}${inNamespace(namespace)}/${plural}`;
}

/** Where the API server has a pod's controller; `undefined` for one that isn't built in. */
export function controllerPath(owner: Owner, namespace: string): string | undefined {
  const kind = builtInKind(owner);
  return kind && `${listPath(kind, namespace)}/${encodeURIComponent(owner.name)}`;
}

/** The part of a path that limits it to a namespace. */
export function inNamespace(namespace: string | undefined): string {
  return namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
}

/** The pod template of an object of a kind. */
export function templateIn({ template }: Pick<ControllerKind, 'template'>, object: Fields): Fields {
  return template.reduce((at, name) => fieldsOf(at[name]), object);
}
