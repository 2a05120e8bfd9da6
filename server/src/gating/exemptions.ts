import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { readsExemptImages, templateOf } from './engines/gatekeeper/template';
import type { Gate } from './gate';
import type { ImageGate } from './gate-engine';
import { exemptingLabels } from './namespace-labels';
import type { PolicySet } from './policy-set';

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

/** What a workspace says of its gates. */
interface Gates {
  readonly gates: readonly ImageGate[];
  /** Those that decide, which a namespace's labels can keep from being asked. */
  readonly gatesInForce: readonly Gate[];
  readonly policies: PolicySet;
}

/** Who and what a gate lets through, as a namespace's labels or the gate itself say. */
export function exemptionsOf(resource: Resource, { gates, gatesInForce, policies }: Gates): Exemption[] {
  if (resource.kind === 'Namespace' && resource.apiVersion === 'v1') {
    return SYSTEM.test(resource.name ?? '') ? [] : exemptingLabels(resource, gatesInForce);
  }
  const group = apiGroup(resource);
  const isGate = gates.some(({ kind, name }) => kind === resource.kind && name === resource.name);
  if (isGate && group === 'kyverno.io') return ofKyverno(resource);
  if (isGate && group === 'constraints.gatekeeper.sh') return ofConstraint(resource, policies);
  return [];
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

function ofConstraint({ kind, value }: Resource, policies: PolicySet): Exemption[] {
  const images = value.at('spec', 'parameters', 'exemptImages');
  const template = templateOf(kind, policies);
  const counts = images.items.length > 0 && (!template || readsExemptImages(template));
  return [
    ...namespacesOf(value.at('spec', 'match', 'excludedNamespaces')),
    ...(counts
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
