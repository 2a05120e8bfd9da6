import { ManifestDocument } from '../manifest/document';
import { type Resource, resourcesOf } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { type Pod, podsOf } from '../pod/pod';
import type { Exemption } from './exemptions';
import type { Gate } from './gate';
import { toGatedPod } from './gated-pod';

/** A label of namespaces that engines, or the selectors of their webhooks, go by. */
interface NamespaceLabel {
  readonly engine: string;
  readonly name: string;
  /** The value by which a namespace asks to be looked at, where there is one. */
  readonly optIn?: string;
  /** Of its engine as it is installed by default: the value that takes a namespace out (`undefined`: any), and the one to write instead. */
  readonly byDefault?: { readonly out: string | undefined; readonly remedy?: string };
}

const LABELS: readonly NamespaceLabel[] = [
  // Whatever its value (Exempting Namespaces, "--exempt-namespace").
  { engine: 'Gatekeeper', name: 'admission.gatekeeper.sh/ignore', byDefault: { out: undefined } },
  {
    // It only looks at namespaces that ask for it ("Enable policy-controller for namespaces").
    engine: 'sigstore policy-controller',
    name: 'policy.sigstore.dev/include',
    optIn: 'true',
    byDefault: { out: 'false', remedy: 'true' },
  },
  // Or at all that do not ask to be left out, where its webhook has been told so.
  { engine: 'sigstore policy-controller', name: 'policy.sigstore.dev/exclude' },
  {
    // `namespacedValidation` has a mode for each ("Namespaced Validation").
    engine: 'Connaisseur',
    name: 'securesystemsengineering.connaisseur/webhook',
    optIn: 'validate',
    byDefault: { out: 'ignore' },
  },
];

/**
 * The labels by which a namespace is out of an engine's gates, present or missing: it is with them that the gates are not
 * asked, and without them that they are.
 * @param gates those in force; of engines without any, the default installation is taken
 */
export function exemptingLabels(namespace: Resource, gates: readonly Gate[]): Exemption[] {
  return LABELS.flatMap((label) => exemptionBy(label, namespace, gates) ?? []);
}

function exemptionBy(label: NamespaceLabel, namespace: Resource, gates: readonly Gate[]): Exemption | undefined {
  const { engine, name, optIn, byDefault } = label;
  const { value, labels } = namespace;
  const at = value.at('metadata', 'labels').get(name);
  const own = gates.filter((gate) => gate.engine === engine);
  const namespaces = [namespace.name ?? ''];
  const present = `the label \`${name}\` lets every image into it past ${engine}`;
  if (own.length === 0) {
    if (!at.exists || !byDefault || (byDefault.out ?? at.label) !== at.label) return undefined;
    return { at, words: present, namespaces, remedy: { value: at, data: byDefault.remedy } };
  }
  if (isAsked(own, namespace, labels)) return undefined;
  if (at.exists && isAsked(own, namespace, without(labels, name))) {
    return { at, words: present, namespaces, remedy: { value: at, data: undefined } };
  }
  if (optIn === undefined || !isAsked(own, namespace, new Map([...labels, [name, optIn]]))) return undefined;
  const words = at.exists ? present : `without the label \`${name}: "${optIn}"\`, no policy of ${engine} counts in it`;
  return { at: placeFor(at, value), words, namespaces, remedy: { value: at, data: optIn } };
}

function placeFor(label: YamlValue, namespace: YamlValue): YamlValue {
  return label.exists ? label : namespace.at('metadata', 'name');
}

type Labels = ReadonlyMap<string, string>;

function without(labels: Labels, name: string): Labels {
  return new Map([...labels].filter(([key]) => key !== name));
}

/** A workload like any other: whoever is never asked about it is asked about none. */
const PROBE = `apiVersion: apps/v1
kind: Deployment
metadata: { name: any }
spec: { template: { spec: { containers: [{ name: any, image: registry.example.com/any }] } } }
`;

let probes: readonly Pod[] | undefined;

/** Whether one of some gates may be asked about the pods of a namespace if it has these labels. */
function isAsked(gates: readonly Gate[], { name = '', annotations }: Resource, labels: Labels): boolean {
  probes ??= resourcesOf(new ManifestDocument(PROBE, false)).flatMap((resource) => podsOf(resource, () => []));
  const manifest = { labels: Object.fromEntries(labels), annotations: Object.fromEntries(annotations) };
  const pods = probes.map((pod) => toGatedPod(pod, { name, manifest }, [pod.containers[0]?.image]));
  return gates.some((gate) => pods.some((pod) => gate.decide(pod).applies !== 'no'));
}
