import type { JsonObject } from '../../../manifest/json';
import { type DataSize, sizeOf } from '../../cel/cost';
import { defineLazily, toCel, Unknown } from '../../cel/data';
import type { CelExpression, CelOutcome } from '../../cel/expression';
import { Unknowable } from '../../cel/failures';
import type { CelInputs } from '../../cel/scope';
import type { AdmittedObject, GatedNamespace, GatedPod } from '../../gated-pod';
import { NAME_LABEL } from '../../label-selector';
import { type Assumed, NOTHING_ASSUMED } from './additions';
import { MADE_UP, UNSAID, withUnknownFields } from './unknown-fields';

/** What policies see of an object, made once however many of them look at it; by what is assumed, where anything is. */
const inputs = new WeakMap<JsonObject, ObjectInputs>();
const inputsAssuming = new WeakMap<JsonObject, Map<string, ObjectInputs>>();

/**
 * What expressions can refer to while an object is created (Validating Admission Policy, "Validation Expression"). Who
 * asks is never known; the namespace only where the workspace says it.
 * @param data the object's own, or a variant of it
 * @param assumed what the cluster is taken to add, or not to
 */
export function inputsFor(
  object: AdmittedObject,
  data: JsonObject,
  pod: GatedPod,
  params: unknown,
  assumed: Assumed = NOTHING_ASSUMED,
): CelInputs {
  const make = (): ObjectInputs => new ObjectInputs(object, data, pod, assumed);
  const known = assumed === NOTHING_ASSUMED ? knownOr(make, inputs, data) : knownAssuming(assumed, data, make);
  return params === null ? known : new ParameterInputs(known, params);
}

function knownAssuming(
  { volumes, tolerations, labels }: Assumed,
  data: JsonObject,
  make: () => ObjectInputs,
): ObjectInputs {
  const ofData = knownOr(() => new Map<string, ObjectInputs>(), inputsAssuming, data);
  const key = `${volumes} ${tolerations} ${labels}`;
  const known = ofData.get(key) ?? make();
  ofData.set(key, known);
  return known;
}

function knownOr<T>(make: () => T, all: WeakMap<JsonObject, T>, data: JsonObject): T {
  let known = all.get(data);
  if (known === undefined) {
    known = make();
    all.set(data, known);
  }
  return known;
}

class ObjectInputs implements CelInputs {
  readonly object: unknown;
  readonly params = null;
  readonly size: DataSize;
  readonly outcomes = new Map<CelExpression, CelOutcome>();
  readonly #of: AdmittedObject;
  readonly #namespace: GatedNamespace | undefined;
  #request: unknown;
  #namespaceObject: unknown;

  constructor(object: AdmittedObject, data: JsonObject, pod: GatedPod, assumed: Assumed) {
    this.object = toCel(withUnknownFields(object, data, pod, assumed));
    this.size = sizeOf(data);
    this.#of = object;
    this.#namespace = pod.namespace;
  }

  get request(): unknown {
    this.#request ??= requestFor(this.#of, this.object, this.#namespace);
    return this.#request;
  }

  get namespaceObject(): unknown {
    this.#namespaceObject ??= namespaceFor(this.#namespace);
    return this.#namespaceObject;
  }
}

/** The same with parameters, which are different for each policy. */
class ParameterInputs implements CelInputs {
  readonly #of: ObjectInputs;
  readonly #params: unknown;

  constructor(of: ObjectInputs, params: unknown) {
    this.#of = of;
    this.#params = params;
  }

  get object(): unknown {
    return this.#of.object;
  }

  get request(): unknown {
    return this.#of.request;
  }

  get namespaceObject(): unknown {
    return this.#of.namespaceObject;
  }

  get params(): unknown {
    if (this.#params instanceof Unknown) throw new Unknowable(this.#params.reason);
    return this.#params;
  }

  get size(): DataSize {
    return this.#of.size;
  }

  get outcomes(): Map<CelExpression, CelOutcome> {
    return this.#of.outcomes;
  }
}

function requestFor(
  { group, version, kind, resource, name }: AdmittedObject,
  object: unknown,
  namespace: GatedNamespace | undefined,
): unknown {
  const request: object = Object(
    toCel({
      kind: { group, version, kind },
      resource: { group, version, resource },
      requestKind: { group, version, kind },
      requestResource: { group, version, resource },
      subResource: '',
      requestSubResource: '',
      name: name ?? MADE_UP,
      namespace: namespace?.name ?? UNSAID,
      operation: 'CREATE',
      dryRun: false,
      userInfo: new Unknown('it depends on who creates it', 'is there'),
      options: new Unknown('it depends on how it is created'),
    }),
  );
  defineLazily(request, 'object', () => object);
  return request;
}

function namespaceFor(namespace: GatedNamespace | undefined): unknown {
  const metadata = namespace && {
    name: namespace.name,
    labels: namespace.manifest
      ? { ...namespace.manifest.labels, [NAME_LABEL]: namespace.name }
      : new Unknown(`the manifest of the namespace "${namespace.name}" is not in this workspace`),
    annotations: namespace.manifest?.annotations ?? {},
  };
  return toCel({ apiVersion: 'v1', kind: 'Namespace', metadata: metadata ?? UNSAID });
}
