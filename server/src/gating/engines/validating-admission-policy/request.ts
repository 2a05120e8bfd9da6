import type { AdmissionNamespace, AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { NAME_LABEL } from '../../../admission/label-selector';
import { sharedBy } from '../../../cause/shared';
import { Unknown } from '../../../cause/unknown';
import { type CelData, defineLazily, toCel } from '../../../cel/data';
import type { CelExpression } from '../../../cel/expression';

import type { CelInputs, Evaluated } from '../../../cel/scope';
import type { JsonObject } from '../../../manifest/json';
import { type Assumed, NOTHING_ASSUMED } from './additions';
import { MADE_UP, UNSAID, withUnknownFields } from './unknown-fields';

/** The inputs of policies for an object, computed once for all policies, and once for each set of assumptions. */
const inputs = new WeakMap<JsonObject, ObjectInputs>();
const inputsAssuming = new WeakMap<JsonObject, Map<string, ObjectInputs>>();

/**
 * The values that expressions can refer to when an object is created (Validating Admission Policy, "Validation
 * Expression"). The user is always unknown. The namespace is known only if the workspace says it.
 * @param data the data of the object, or a variant of it
 * @param assumed the additions of the cluster that are assumed to be present or absent
 */
export function inputsFor(
  object: AdmissionObject,
  data: JsonObject,
  pod: AdmissionPod,
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
  readonly outcomes = new Map<CelExpression, Evaluated>();
  readonly #of: AdmissionObject;
  readonly #namespace: AdmissionNamespace | undefined;
  #request: unknown;
  #namespaceObject: unknown;

  constructor(object: AdmissionObject, data: JsonObject, pod: AdmissionPod, assumed: Assumed) {
    this.object = toCel(withUnknownFields(object, data, pod, assumed));
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

/** The same inputs as match conditions of the API server get them. */
export function withoutNamespace(inputs: CelInputs): CelInputs {
  return {
    get object() {
      return inputs.object;
    },
    get request() {
      return inputs.request;
    },
    namespaceObject: null,
    get params() {
      return inputs.params;
    },
    outcomes: inputs.outcomes,
  };
}

/** The same inputs with parameters, which differ between policies. */
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
    if (this.#params instanceof Unknown) return this.#params.read();
    return this.#params;
  }

  get outcomes(): Map<CelExpression, Evaluated> {
    return this.#of.outcomes;
  }
}

const BY_WHOM = new Unknown({ kind: 'cluster-only', what: 'user' }, 'is there');
const HOW = new Unknown({ kind: 'cluster-only', what: 'options' });
const labelsOf = sharedBy(
  (name: string) => new Unknown({ kind: 'not-in-workspace', what: 'namespace', resource: 'Namespace', name }),
);

function requestFor(
  { group, version, kind, resource, name }: AdmissionObject,
  object: unknown,
  namespace: AdmissionNamespace | undefined,
): unknown {
  const request: object = Object(
    toCel({
      kind: { group, version, kind },
      resource: { group, version, resource },
      requestKind: { group, version, kind },
      requestResource: { group, version, resource },
      name: name ?? MADE_UP,
      namespace: namespace?.name ?? UNSAID,
      operation: 'CREATE',
      dryRun: false,
      userInfo: BY_WHOM,
      options: HOW,
    }),
  );
  defineLazily(request, 'object', () => object);
  return request;
}

/** `kubectl apply` adds an annotation, other commands do not. */
function annotationsOf({ name, manifest }: AdmissionNamespace): CelData {
  const written = manifest?.annotations ?? {};
  if (!manifest) return labelsOf(name);
  return Object.keys(written).length > 0 ? { ...written, [LAST_APPLIED]: MAYBE_APPLIED } : MAYBE_ANNOTATED;
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAYBE_APPLIED = new Unknown({ kind: 'cluster-adds', field: LAST_APPLIED });
const MAYBE_ANNOTATED = new Unknown({ kind: 'cluster-adds', field: 'annotations' });
const IN_CLUSTER = new Unknown({ kind: 'cluster-only', what: 'value' }, 'is there');

function namespaceFor(namespace: AdmissionNamespace | undefined): unknown {
  const metadata = namespace && {
    name: namespace.name,
    labels: namespace.manifest
      ? { ...namespace.manifest.labels, [NAME_LABEL]: namespace.name }
      : labelsOf(namespace.name),
    annotations: annotationsOf(namespace),
    uid: IN_CLUSTER,
    creationTimestamp: IN_CLUSTER,
    resourceVersion: IN_CLUSTER,
  };
  return toCel({ metadata: metadata ?? UNSAID, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
}
