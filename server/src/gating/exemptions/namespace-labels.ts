import { toAdmissionPod } from '../../admission/admission-pod';
import { readDocument } from '../../manifest/read-document';
import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { type Pod, podsOf } from '../../pod/pod';
import type { NamespaceLabel } from '../engine';
import { ENGINES } from '../engines/index';
import type { Gate } from '../gate';
import type { Exemption } from './exemption';

/**
 * The labels, present or missing, that exempt a namespace from the gates of an engine: without the exemption, a gate would
 * check it.
 * @param gates those in force; for an engine without any, its default installation counts
 */
export function exemptingLabels(namespace: Resource, gates: readonly Gate[]): Exemption[] {
  return ENGINES.flatMap(({ name: engine, namespaceLabels }) => {
    const own = gates.filter((gate) => gate.engine === engine);
    return (namespaceLabels ?? []).flatMap((label) => exemptionBy(label, engine, namespace, own) ?? []);
  });
}

/** @param own the gates of the engine */
function exemptionBy(
  { name, optIn, byDefault }: NamespaceLabel,
  engine: string,
  namespace: Resource,
  own: readonly Gate[],
): Exemption | undefined {
  const { value, labels } = namespace;
  const at = value.at('metadata', 'labels').get(name);
  const namespaces = [namespace.name ?? ''];
  const present = `has the label \`${name}\`, which exempts it from ${engine}`;
  if (own.length === 0) {
    if (!at.isSet || !byDefault || (byDefault.out ?? at.label) !== at.label) return undefined;
    return { at, does: present, namespaces, remedy: { value: at, data: byDefault.remedy } };
  }
  if (isAsked(own, namespace, labels)) return undefined;
  if (at.isSet && isAsked(own, namespace, without(labels, name))) {
    return { at, does: present, namespaces, remedy: { value: at, data: undefined } };
  }
  if (optIn === undefined || !isAsked(own, namespace, new Map([...labels, [name, optIn]]))) return undefined;
  const does = at.isSet ? present : `lacks the label \`${name}: "${optIn}"\`, so ${engine} does not check it`;
  return { at: placeFor(at, value), does, namespaces, remedy: { value: at, data: optIn } };
}

function placeFor(label: YamlValue, namespace: YamlValue): YamlValue {
  return label.isSet ? label : namespace.at('metadata', 'name');
}

type Labels = ReadonlyMap<string, string>;

function without(labels: Labels, name: string): Labels {
  return new Map([...labels].filter(([key]) => key !== name));
}

/** An ordinary workload: a gate that does not check it checks no workload of the namespace. */
const PROBE = `apiVersion: apps/v1
kind: Deployment
metadata: { name: any }
spec: { template: { spec: { containers: [{ name: any, image: registry.example.com/any }] } } }
`;

let probes: readonly Pod[] | undefined;

/** Whether a gate may check the pods of a namespace with these labels. */
function isAsked(gates: readonly Gate[], { name = '', annotations }: Resource, labels: Labels): boolean {
  probes ??= readDocument(PROBE).resources.flatMap((resource) => podsOf(resource, () => []));
  const manifest = { labels: Object.fromEntries(labels), annotations: Object.fromEntries(annotations) };
  const pods = probes.map((pod) => toAdmissionPod(pod, { name, manifest }, [pod.images[0]?.text]));
  return gates.some((gate) => pods.some((pod) => gate.decide(pod).applies !== 'no'));
}
