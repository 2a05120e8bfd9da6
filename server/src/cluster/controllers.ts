import { workloadKind } from '../pod/workload-kinds';
import { encoded } from '../text/encoded';
import { own } from '../text/own';
import { type JsonFields, jsonFields } from './json';
import type { Owner } from './pod';

/** A built-in kind that creates pods. */
export interface ControllerKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  /** The path to the pod template in its objects. */
  readonly template: readonly string[];
}

/** The built-in kind of a controller; `undefined` for a custom kind, even one with the name of a built-in kind. */
export function builtInKind({ apiVersion, kind }: Owner): ControllerKind | undefined {
  const known = kind === 'Pod' ? undefined : workloadKind(kind);
  const slash = apiVersion.indexOf('/');
  if (known?.group !== (slash === -1 ? '' : apiVersion.slice(0, slash))) return undefined;
  return { group: known.group, plural: known.plural, template: known.podSpec.slice(0, -1) };
}

/** The path of the objects of a kind at the API server. */
export function listPath(
  { group, plural }: Pick<ControllerKind, 'group' | 'plural'>,
  namespace: string | undefined,
): string {
  return `${group === '' ? '/api/v1' : `/apis/${group}/v1`}${inNamespace(namespace)}/${plural}`;
}

/** The path of a pod's controller at the API server; `undefined` for a custom kind. */
export function controllerPath(owner: Owner, namespace: string): string | undefined {
  const kind = builtInKind(owner);
  return kind && `${listPath(kind, namespace)}/${encoded(owner.name)}`;
}

/** The part of a path that limits it to a namespace. */
export function inNamespace(namespace: string | undefined): string {
  return namespace === undefined ? '' : `/namespaces/${encoded(namespace)}`;
}

/** The pod template of an object of a kind. */
export function templateIn({ template }: Pick<ControllerKind, 'template'>, object: JsonFields): JsonFields {
  return template.reduce((at, name) => jsonFields(own(at, name)), object);
}
