import type { JsonObject } from '../../../manifest/json';
import { type DataSize, sizeOf } from '../../cel/cost';
import { defineLazily, toCel, Unknown } from '../../cel/data';
import { Unknowable } from '../../cel/expression';
import type { CelInputs } from '../../cel/scope';
import type { AdmittedObject, GatedNamespace, GatedPod } from '../../gated-pod';
import { NAME_LABEL } from '../../selectors';

/** An object as CEL sees it, made once however many policies look at it. */
const objects = new WeakMap<JsonObject, { cel: unknown; size: DataSize }>();

/**
 * What expressions can refer to while an object is created (Validating Admission Policy, "Validation Expression"). Who
 * asks is never known; the namespace only where the workspace says it.
 */
export function inputsFor(object: AdmittedObject, data: JsonObject, pod: GatedPod, params: unknown): CelInputs {
  let known = objects.get(data);
  if (!known) {
    const { namespace } = pod;
    const withNamespace = namespace ? data : { ...data, metadata: { ...Object(data.metadata), namespace: UNSAID } };
    known = { cel: toCel(withNamespace), size: sizeOf(data) };
    objects.set(data, known);
  }
  const inputs = { object: known.cel, oldObject: null };
  defineLazily(inputs, 'params', () => (params instanceof Unknown ? unknowable(params) : params));
  defineLazily(inputs, 'request', () => requestFor(object, known.cel, pod.namespace));
  defineLazily(inputs, 'namespaceObject', () => namespaceFor(pod.namespace));
  defineLazily(inputs, 'authorizer', () => unknowable(new Unknown('it asks what the user may do')));
  return { data: inputs, size: known.size };
}

function unknowable({ reason }: Unknown): never {
  throw new Unknowable(reason);
}

const UNSAID = new Unknown('the manifest does not say in which namespace it will be');

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
      name: name ?? '',
      namespace: namespace?.name ?? UNSAID,
      operation: 'CREATE',
      dryRun: false,
      userInfo: new Unknown('it depends on who creates it'),
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
