import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import type { ImageGate } from './gate-engine';

/** What an image gate leaves out. */
export interface Exemption {
  readonly at: YamlValue;
  /** What is left out and by whom, as a clause. */
  readonly words: string;
  /** The namespaces that it is about; none where it is about users or images. */
  readonly namespaces: readonly string[];
  /** The label that would end it, where that is missing or says the opposite. */
  readonly remedy?: { readonly value: YamlValue; readonly data: string | undefined };
}

/** Namespaces of the cluster and of the engines themselves, which have to start before the gate does. */
const SYSTEM = /^(?:kube-.*|openshift-.*|gatekeeper-system|kyverno|cosign-system|connaisseur|default-system)$/;

/** By these labels a namespace is out of a gate: the first by its presence, the second by its value. */
const OPT_OUTS: readonly { readonly engine: string; readonly label: string; readonly value?: string }[] = [
  { engine: 'Gatekeeper', label: 'admission.gatekeeper.sh/ignore' },
  { engine: 'sigstore policy-controller', label: 'policy.sigstore.dev/include', value: 'false' },
  { engine: 'Connaisseur', label: 'securesystemsengineering.connaisseur/webhook', value: 'ignore' },
];
const SIGSTORE = 'sigstore policy-controller';

/** Who and what a gate lets through, as a namespace's labels or the gate itself say. */
export function exemptionsOf(resource: Resource, gates: readonly ImageGate[]): Exemption[] {
  if (resource.kind === 'Namespace' && resource.apiVersion === 'v1') return ofNamespace(resource, gates);
  const group = apiGroup(resource);
  const isGate = gates.some(({ kind, name }) => kind === resource.kind && name === resource.name);
  if (isGate && group === 'kyverno.io') return ofKyverno(resource);
  if (isGate && group === 'constraints.gatekeeper.sh') return ofConstraint(resource);
  return [];
}

function ofNamespace({ name = '', value }: Resource, gates: readonly ImageGate[]): Exemption[] {
  if (SYSTEM.test(name)) return [];
  const labels = value.at('metadata', 'labels');
  const out = OPT_OUTS.flatMap((rule): Exemption[] => {
    const at = labels.get(rule.label);
    if (!at.exists || (rule.value !== undefined && at.label !== rule.value)) return [];
    const isOptIn = rule.engine === SIGSTORE;
    const remedy = { value: at, data: isOptIn ? 'true' : undefined };
    return [
      {
        at,
        words: `the label \`${rule.label}\` lets every image into it past ${rule.engine}`,
        namespaces: [name],
        remedy,
      },
    ];
  });
  // The policy-controller looks only at namespaces that ask for it ("Enforcing policies", namespace label).
  const include = labels.get('policy.sigstore.dev/include');
  if (include.exists || !gates.some(({ engine }) => engine === SIGSTORE)) return out;
  const words = 'without the label `policy.sigstore.dev/include`, no policy of sigstore policy-controller counts in it';
  return [
    ...out,
    { at: value.at('metadata', 'name'), words, namespaces: [name], remedy: { value: include, data: 'true' } },
  ];
}

function ofKyverno({ value }: Resource): Exemption[] {
  return value.at('spec', 'rules').items.flatMap((rule) => {
    const excludes = [rule.get('exclude'), ...rule.at('exclude', 'any').items, ...rule.at('exclude', 'all').items];
    return excludes.flatMap((exclude) => [
      ...namespacesOf(exclude.at('resources', 'namespaces')),
      ...['subjects', 'roles', 'clusterRoles'].flatMap((who) => {
        const at = exclude.get(who);
        return at.items.length > 0 ? [{ at, words: `it lets these ${who} use any image`, namespaces: [] }] : [];
      }),
    ]);
  });
}

function ofConstraint({ value }: Resource): Exemption[] {
  const images = value.at('spec', 'parameters', 'exemptImages');
  return [
    ...namespacesOf(value.at('spec', 'match', 'excludedNamespaces')),
    ...(images.items.length > 0
      ? [
          {
            at: images,
            words: `it lets ${images.strings.map((image) => `\`${image}\``).join(', ')} through`,
            namespaces: [],
          },
        ]
      : []),
  ];
}

function namespacesOf(list: YamlValue): Exemption[] {
  const names = list.strings.filter((name) => !SYSTEM.test(name));
  if (names.length === 0) return [];
  const words = `it lets every image into ${names.map((name) => `"${name}"`).join(', ')}`;
  return [{ at: list, words, namespaces: names }];
}
