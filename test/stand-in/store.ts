import { EventEmitter } from 'node:events';
import { fieldsOf, type KubeObject } from './objects.ts';
import { apiVersionOf, RESOURCES, type Resource } from './resources.ts';

const POD_DEFAULTS = { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', securityContext: {} };

/** The objects of the cluster, in the order in which the API server lists them. */
export class Store {
  /** 'change' comes with the resource, the object as it is now or was last, and the type of the event of a watch. */
  readonly changes = new EventEmitter<{ change: [Resource, KubeObject, 'ADDED' | 'MODIFIED' | 'DELETED'] }>();
  readonly #objects = new Map<Resource, KubeObject[]>();
  #version = 1000;

  constructor(objects: readonly KubeObject[]) {
    for (const object of objects) this.#listOf(resourceOf(object)).push(this.#complete(object));
    for (const list of this.#objects.values()) list.sort(byKey);
  }

  get resourceVersion(): string {
    return String(this.#version);
  }

  /** The objects of a kind, of one namespace or of all. */
  list(resource: Resource, namespace?: string): readonly KubeObject[] {
    const all = this.#listOf(resource);
    return namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
  }

  find(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#listOf(resource).find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  }

  /** Puts an object in the place of the one with the same name, or beside the others. */
  put(object: KubeObject): KubeObject {
    const resource = resourceOf(object);
    const list = this.#listOf(resource);
    this.#version++;
    const stored = this.#complete({
      ...object,
      metadata: { ...object.metadata, resourceVersion: this.resourceVersion },
    });
    const index = list.findIndex((other) => byKey(other, stored) === 0);
    if (index < 0) list.push(stored);
    else list[index] = stored;
    list.sort(byKey);
    this.changes.emit('change', resource, stored, index < 0 ? 'ADDED' : 'MODIFIED');
    return stored;
  }

  delete(object: KubeObject): void {
    const resource = resourceOf(object);
    const stored = this.#complete(object);
    const list = this.#listOf(resource);
    this.#version++;
    this.#objects.set(
      resource,
      list.filter((other) => byKey(other, stored) !== 0),
    );
    this.changes.emit('change', resource, stored, 'DELETED');
  }

  #listOf(resource: Resource): KubeObject[] {
    const list = this.#objects.get(resource) ?? [];
    this.#objects.set(resource, list);
    return list;
  }

  /** What an API server adds to every object. */
  #complete(object: KubeObject): KubeObject {
    const { isNamespaced, name: plural } = resourceOf(object);
    const { name, namespace = 'default' } = object.metadata;
    const where = isNamespaced ? { namespace } : {};
    const added = { uid: `${plural}/${namespace}/${name}`, resourceVersion: this.resourceVersion };
    const creationTimestamp = new Date().toISOString().replace(/\.\d+/, '');
    // kubectl debug relies on the security context.
    const spec = object.kind === 'Pod' ? { spec: { ...POD_DEFAULTS, ...fieldsOf(object.spec) } } : {};
    return { ...object, ...spec, metadata: { creationTimestamp, ...added, ...where, ...object.metadata } };
  }
}

function resourceOf({ apiVersion, kind }: KubeObject): Resource {
  const found = RESOURCES.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
  if (found === undefined) throw new Error(`The test cluster has no "${apiVersion}" "${kind}".`);
  return found;
}

function byKey(one: KubeObject, other: KubeObject): number {
  const [a, b] = [one, other].map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
  return a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1;
}
