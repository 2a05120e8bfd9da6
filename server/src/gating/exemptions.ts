import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import type { Gate } from './gate';
import type { ImageGate } from './gate-engine';
import { exemptingLabels } from './namespace-labels';

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

/**
 * Who and what a gate lets through, as a namespace's labels or the gate itself say.
 * @param inForce the gates that decide, which a namespace's labels can keep from being asked
 */
export function exemptionsOf(resource: Resource, gates: readonly ImageGate[], inForce: readonly Gate[]): Exemption[] {
  if (resource.kind === 'Namespace' && resource.apiVersion === 'v1') {
    return SYSTEM.test(resource.name ?? '') ? [] : exemptingLabels(resource, inForce);
  }
  const group = apiGroup(resource);
  const isGate = gates.some(({ kind, name }) => kind === resource.kind && name === resource.name);
  if (isGate && group === 'kyverno.io') return ofKyverno(resource);
  if (isGate && group === 'constraints.gatekeeper.sh') return ofConstraint(resource);
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
