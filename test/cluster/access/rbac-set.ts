import { parse, stringify } from 'yaml';
import { uniqueName } from '../api/resources';
import { type Manifest, plainDocuments } from '../corpus';

/** Objects of RBAC that belong together, and that no other set has anything to do with. */
export interface RbacSet {
  readonly name: string;
  readonly objects: readonly RbacObject[];
  /** The namespaces that are written in it. */
  readonly namespaces: readonly string[];
  /** The same objects, as we read them. */
  readonly text: string;
}

export interface RbacObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly rules?: readonly {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly verbs?: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
  readonly subjects?: readonly RbacSubjectObject[];
  readonly roleRef?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
  readonly aggregationRule?: object;
}

export interface RbacSubjectObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly apiGroup?: string;
}

const GROUP = 'rbac.authorization.k8s.io';

/** The set that a manifest has: its objects of RBAC. Where the manifest says no namespace, they are in `default`. */
export function setOfManifest(manifest: Manifest): RbacSet {
  const documents = plainDocuments(manifest).filter(({ resources: [one] }) => one?.apiVersion.startsWith(`${GROUP}/`));
  return rbacSet(
    manifest.name,
    documents.map(({ text }) => parse(text)),
  );
}

/**
 * Gives all names of a set a part that no other set has: those of namespaces, of roles and bindings of the cluster, of users
 * and groups. What every cluster has, such as `edit` and `system:authenticated`, keeps its name.
 */
export function rbacSet(name: string, objects: readonly RbacObject[]): RbacSet {
  const mark = uniqueName('set');
  const roles = new Set(objects.filter(({ kind }) => kind === 'ClusterRole').map(({ metadata }) => metadata.name));
  const marked = (word: string): string => `${word}-${mark}`;
  const isInNamespace = (kind: string): boolean => kind === 'Role' || kind === 'RoleBinding';
  const renamed = objects.map((object): RbacObject => {
    const { metadata, roleRef, subjects } = object;
    return {
      ...object,
      metadata: isInNamespace(object.kind)
        ? { ...metadata, namespace: marked(metadata.namespace ?? 'default') }
        : { ...metadata, name: marked(metadata.name) },
      ...(roleRef && { roleRef: roles.has(roleRef.name) ? { ...roleRef, name: nameOf(roleRef, marked) } : roleRef }),
      ...(subjects && { subjects: subjects.map((subject) => renamedSubject(subject, marked)) }),
    };
  });
  const inside = renamed.flatMap(({ metadata, subjects = [] }) => [metadata, ...subjects]);
  const namespaces = [...new Set(inside.flatMap(({ namespace }) => namespace ?? []))];
  return { name, objects: renamed, namespaces, text: renamed.map((one) => stringify(one)).join('---\n') };
}

function nameOf({ kind, name }: { kind: string; name: string }, marked: (word: string) => string): string {
  return kind === 'ClusterRole' ? marked(name) : name;
}

function renamedSubject(subject: RbacSubjectObject, marked: (word: string) => string): RbacSubjectObject {
  if (subject.kind === 'ServiceAccount') {
    return { ...subject, ...(subject.namespace !== undefined && { namespace: marked(subject.namespace) }) };
  }
  const [, prefix, namespace] = /^(system:serviceaccounts?:)([^:]+)/.exec(subject.name) ?? [];
  if (prefix !== undefined && namespace !== undefined)
    return { ...subject, name: `${prefix}${marked(namespace)}${subject.name.slice(prefix.length + namespace.length)}` };
  return subject.name.startsWith('system:') ? subject : { ...subject, name: marked(subject.name) };
}
