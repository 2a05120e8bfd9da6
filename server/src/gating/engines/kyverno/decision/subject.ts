import { type AdmissionObject, type AdmissionPod, itemsIn } from '../../../../admission/admission-pod';
import { Unknown } from '../../../../cause/unknown';
import { isArray, isObject, type Json, type JsonObject, jsonAt, replaceAt } from '../../../../manifest/json';
import { CONTAINER_LISTS, IMAGE_LISTS, type ImageList } from '../../../../pod/template';
import { type Data, type DataObject, isRecord } from '../expression/data';
import { type Edition, imageData } from '../expression/images';
import { Variables } from '../expression/variables';

/** An object that a rule is evaluated on, with its variables. It is created once for all rules. */
export class RuleSubject {
  readonly object: AdmissionObject;
  readonly pod: AdmissionPod;
  readonly data: JsonObject;
  /** The containers and image volumes in the data, and the index of each among the images of the pod. */
  readonly containers: ReadonlyMap<Json, number>;
  /** The edition of Kyverno; none if it can be any. */
  readonly edition: Edition | undefined;
  #variables: Variables | undefined;
  #withoutEmpty: RuleSubject | undefined;
  readonly #alone = new Map<number, RuleSubject>();

  constructor(object: AdmissionObject, pod: AdmissionPod, data: JsonObject = object.data, edition?: Edition) {
    this.edition = edition;
    this.object = object;
    this.pod = pod;
    this.data = data;
    const spec = jsonAt(data, ...object.podSpec);
    const whole = jsonAt(object.data, ...object.podSpec);
    this.containers = new Map(
      pod.images.flatMap(({ list, index }, position) => {
        const owner = itemsIn(whole, list)[index];
        return owner !== undefined && itemsIn(spec, list).includes(owner) ? [[owner, position]] : [];
      }),
    );
  }

  /** The object with only one of its images, to find the image that causes a denial. */
  withOnly(image: number): RuleSubject {
    let alone = this.#alone.get(image);
    if (!alone) {
      alone = new RuleSubject(this.object, this.pod, this.#dataWithOnly(image), this.edition);
      this.#alone.set(image, alone);
    }
    return alone;
  }

  /** The subject without empty lists, as the API server writes it; the same subject if it has none. */
  get withoutEmptyLists(): RuleSubject {
    this.#withoutEmpty ??= this.#dropEmptyLists();
    return this.#withoutEmpty;
  }

  #dropEmptyLists(): RuleSubject {
    const { podSpec } = this.object;
    const spec = jsonAt(this.data, ...podSpec);
    const isEmpty = (list: ImageList): boolean =>
      list !== 'containers' && isArray(jsonAt(spec, list)) && itemsIn(spec, list).length === 0;
    const empty: readonly string[] = IMAGE_LISTS.filter(isEmpty);
    if (!isObject(spec) || empty.length === 0) return this;
    const kept = Object.fromEntries(Object.entries(spec).filter(([key]) => !empty.includes(key)));
    const replaced = replaceAt(this.data, podSpec, kept);
    return isObject(replaced) ? new RuleSubject(this.object, this.pod, replaced, this.edition) : this;
  }

  /** The subject in one edition of Kyverno. */
  inEdition(edition: Edition): RuleSubject {
    return new RuleSubject(this.object, this.pod, this.data, edition);
  }

  #dataWithOnly(image: number): JsonObject {
    const { podSpec } = this.object;
    const spec = jsonAt(this.data, ...podSpec);
    if (!isObject(spec)) return this.data;
    // Existing lists stay, because expressions can iterate over them.
    const lists = IMAGE_LISTS.filter((list) => Object.hasOwn(spec, list)).map((list) => [
      list,
      itemsIn(spec, list).filter((item) => {
        const own = this.containers.get(item);
        // A volume that is no image stays.
        return own === image || (own === undefined && list === 'volumes');
      }),
    ]);
    const replaced = replaceAt(this.data, podSpec, { ...spec, ...Object.fromEntries(lists) });
    return isObject(replaced) ? replaced : this.data;
  }

  /** The images of an element of a list in a rule, as far as they are known. */
  imagesOf(element: Data): readonly number[] {
    if (typeof element === 'string') return this.#imagesCalled(element);
    if (!isRecord(element)) return [];
    const own = this.containers.get(element as Json);
    if (own !== undefined) return [own];
    if (typeof element.image === 'string') return this.#imagesCalled(element.image, element.name);
    const volume = isRecord(element.image) ? element.image : element;
    return typeof volume.reference === 'string' ? this.#imagesCalled(volume.reference, undefined, 'volumes') : [];
  }

  #imagesCalled(image: string, owner?: Data, list?: ImageList): number[] {
    return this.pod.images.flatMap((one, index) =>
      one.image === image && (owner ?? one.container) === one.container && (list ?? one.list) === one.list
        ? [index]
        : [],
    );
  }

  /** The predefined variables ("Variables", Pre-defined variables). The user is always unknown. */
  get variables(): Variables {
    this.#variables ??= variablesOf(this);
    return this.#variables;
  }
}

const BY_WHOM = new Unknown({ kind: 'cluster-only', what: 'user' });
const WHERE = new Unknown({ kind: 'namespace-unsaid', for: 'object' });
const NAMELESS = new Unknown({ kind: 'cluster-only', what: 'name' });
const NO_UID = new Unknown({ kind: 'cluster-only', what: 'uid' });

function variablesOf(subject: RuleSubject): Variables {
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
    uid: NO_UID,
    userInfo: BY_WHOM,
    roles: BY_WHOM,
    clusterRoles: BY_WHOM,
  };
  const variables = new Variables({ request, serviceAccountName: BY_WHOM, serviceAccountNamespace: BY_WHOM });
  return variables.withLazily('images', () => imagesOf(subject));
}

function imagesOf({ object: { podSpec }, pod, data, containers, edition }: RuleSubject): Data {
  const spec = jsonAt(data, ...podSpec);
  const lists = CONTAINER_LISTS.filter((list) => jsonAt(spec, list) !== undefined).map((list) => {
    const entries = itemsIn(spec, list).flatMap((container, index): [string, Data][] => {
      const name = jsonAt(container, 'name');
      const image = pod.images[containers.get(container) ?? -1]?.image;
      const pointer = `/${[...podSpec, list, index, 'image'].join('/')}`;
      return typeof name === 'string' ? [[name, imageData(image, pointer, edition)]] : [];
    });
    return [list, Object.fromEntries(entries)];
  });
  return Object.fromEntries(lists);
}

const subjects = new WeakMap<AdmissionObject, RuleSubject>();

/** The subject for an object of a pod, with the variables of all rules. */
export function toRuleSubject(object: AdmissionObject, pod: AdmissionPod): RuleSubject {
  let subject = subjects.get(object);
  if (!subject) {
    subject = new RuleSubject(object, pod);
    subjects.set(object, subject);
  }
  return subject;
}
