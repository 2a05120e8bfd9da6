import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import type { ContainerList } from '../../../pod/template';
import { type AdmittedObject, containersIn, type GatedPod } from '../../gated-pod';
import { type Edition, imageData } from './images';
import { type Data, type DataObject, isRecord, Unknown } from './unknowable';
import { Variables } from './variables';

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** An object that a rule is evaluated on, with what variables refer to. Made once, however many rules look at it. */
export class Subject {
  readonly object: AdmittedObject;
  readonly pod: GatedPod;
  readonly data: JsonObject;
  /** The containers in the data, and each one's place among the pod's images. */
  readonly containers: ReadonlyMap<Json, number>;
  /** The edition of Kyverno that looks at it; none where it may be any. */
  readonly edition: Edition | undefined;
  #variables: Variables | undefined;
  #withoutEmpty: Subject | undefined;
  readonly #alone = new Map<number, Subject>();

  constructor(object: AdmittedObject, pod: GatedPod, data: JsonObject = object.data, edition?: Edition) {
    this.edition = edition;
    this.object = object;
    this.pod = pod;
    this.data = data;
    const spec = jsonAt(data, ...object.podSpec);
    const whole = jsonAt(object.data, ...object.podSpec);
    this.containers = new Map(
      pod.images.flatMap(({ list, index }, at) => {
        const container = containersIn(whole, list)[index];
        return container !== undefined && containersIn(spec, list).includes(container) ? [[container, at]] : [];
      }),
    );
  }

  /** The object as if one of its images were the only one, to tell whose fault a refusal is. */
  withOnly(image: number): Subject {
    let alone = this.#alone.get(image);
    if (!alone) {
      alone = new Subject(this.object, this.pod, this.#dataWithOnly(image), this.edition);
      this.#alone.set(image, alone);
    }
    return alone;
  }

  /** The same without lists that are empty, as the API server writes it; itself where there are none. */
  get withoutEmptyLists(): Subject {
    this.#withoutEmpty ??= this.#dropEmptyLists();
    return this.#withoutEmpty;
  }

  #dropEmptyLists(): Subject {
    const { podSpec } = this.object;
    const spec = jsonAt(this.data, ...podSpec);
    const isEmpty = (list: ContainerList): boolean =>
      list !== 'containers' && isArray(jsonAt(spec, list)) && containersIn(spec, list).length === 0;
    const empty: readonly string[] = LISTS.filter(isEmpty);
    if (!isObject(spec) || empty.length === 0) return this;
    const kept = Object.fromEntries(Object.entries(spec).filter(([key]) => !empty.includes(key)));
    const replaced = replaceAt(this.data, podSpec, kept);
    return isObject(replaced) ? new Subject(this.object, this.pod, replaced, this.edition) : this;
  }

  /** The same as one of Kyverno's editions sees it. */
  inEdition(edition: Edition): Subject {
    return new Subject(this.object, this.pod, this.data, edition);
  }

  #dataWithOnly(image: number): JsonObject {
    const { podSpec } = this.object;
    const spec = jsonAt(this.data, ...podSpec);
    if (!isObject(spec)) return this.data;
    // A list that is there stays there: expressions may go through it.
    const lists = LISTS.filter((list) => Object.hasOwn(spec, list)).map((list) => [
      list,
      containersIn(spec, list).filter((container) => this.containers.get(container) === image),
    ]);
    const replaced = replaceAt(this.data, podSpec, { ...spec, ...Object.fromEntries(lists) });
    return isObject(replaced) ? replaced : this.data;
  }

  /** The images that an element of a list in a rule stands for, as far as that can be seen. */
  imagesOf(element: Data): readonly number[] {
    if (typeof element === 'string') return this.#imagesCalled(element);
    const own = isRecord(element) ? this.containers.get(element as Json) : undefined;
    if (own !== undefined) return [own];
    if (!isRecord(element) || typeof element.image !== 'string') return [];
    return this.#imagesCalled(element.image, element.name);
  }

  #imagesCalled(image: string, container?: Data): number[] {
    return this.pod.images.flatMap((one, at) =>
      one.image === image && (container === undefined || container === one.container) ? [at] : [],
    );
  }

  /** What variables refer to ("Variables", Pre-defined variables). Who asks is never known. */
  get variables(): Variables {
    this.#variables ??= variablesOf(this);
    return this.#variables;
  }
}

const BY_WHOM = new Unknown('it depends on who creates it');
const WHERE = new Unknown('the manifest does not say in which namespace it will be');
const NAMELESS = new Unknown('its name is made up in the cluster');

function variablesOf(subject: Subject): Variables {
  const { object, pod, data } = subject;
  const { group, version, kind, resource, name } = object;
  const request: DataObject = {
    operation: 'CREATE',
    dryRun: false,
    name: name ?? NAMELESS,
    namespace: pod.namespace?.name ?? WHERE,
    kind: { group, version, kind },
    resource: { group, version, resource },
    object: data,
    uid: new Unknown('the request does not exist yet'),
    userInfo: BY_WHOM,
    roles: BY_WHOM,
    clusterRoles: BY_WHOM,
  };
  const variables = new Variables({ request, serviceAccountName: BY_WHOM, serviceAccountNamespace: BY_WHOM });
  return variables.withLazily('images', () => imagesOf(subject));
}

function imagesOf({ object: { podSpec }, pod, data, containers, edition }: Subject): Data {
  const spec = jsonAt(data, ...podSpec);
  const lists = LISTS.filter((list) => jsonAt(spec, list) !== undefined).map((list) => {
    const entries = containersIn(spec, list).flatMap((container, at): [string, Data][] => {
      const name = jsonAt(container, 'name');
      const image = pod.images[containers.get(container) ?? -1]?.image;
      const pointer = `/${[...podSpec, list, at, 'image'].join('/')}`;
      return typeof name === 'string' ? [[name, imageData(image, pointer, edition)]] : [];
    });
    return [list, Object.fromEntries(entries)];
  });
  return Object.fromEntries(lists);
}

function replaceAt(data: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  return isObject(data) ? { ...data, [step]: replaceAt(data[step] ?? {}, rest, value) } : data;
}

const subjects = new WeakMap<AdmittedObject, Subject>();

/** An object of a pod, with what all rules share. */
export function subjectOf(object: AdmittedObject, pod: GatedPod): Subject {
  let subject = subjects.get(object);
  if (!subject) {
    subject = new Subject(object, pod);
    subjects.set(object, subject);
  }
  return subject;
}
