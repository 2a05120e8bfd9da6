import type { PolicyReference } from '../gating/engine';
import { isOfNewGateKind } from '../gating/new-gate/new-gate';
import { enforcedBy, imageGateOf } from '../gating/policy-resources';
import type { ManifestDocument } from '../manifest/document';
import { type Resource, stringMap } from '../manifest/resource';
import type { ServicePort } from '../pod/roles';
import { podTemplatesOf } from '../pod/template';
import { type KustomizationFact, kustomizationOf } from './kustomization';
import { mutatorsIn, type ParameterFact, type PolicyFact, parametersIn, policiesIn } from './policies';
import {
  type BindingFact,
  bindingOf,
  type RoleFact,
  roleOf,
  type ServiceAccountFact,
  serviceAccountSubject,
} from './rbac';
import { type ConfigMapMount, configMapMountsOf, scriptsOf } from './scripts';
import { type ImageFact, type WorkloadFact, workloadFacts, workloadImages } from './workload';

export interface ServiceFact {
  readonly namespace: string | undefined;
  readonly selector: readonly (readonly [string, string])[];
  readonly ports: readonly ServicePort[];
}

export interface NamespaceFact {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The facts in one document that matter to other documents. They are plain data, so that two versions can be compared. */
export interface Facts {
  readonly services: readonly ServiceFact[];
  readonly namespaces: readonly NamespaceFact[];
  readonly gates: readonly PolicyReference[];
  /** The names of policies that a new gate with the same name would replace. */
  readonly policyNames: readonly string[];
  /** What resources put into force: see `Enforcement.enforcedBy`. */
  readonly enforcers: readonly string[];
  /** The resources of image gates. */
  readonly policies: readonly PolicyFact[];
  /** The resources that change images before gates check them. */
  readonly mutators: readonly PolicyFact[];
  /** The resources that can be parameters of policies. */
  readonly parameters: readonly ParameterFact[];
  readonly roles: readonly RoleFact[];
  readonly bindings: readonly BindingFact[];
  readonly accounts: readonly ServiceAccountFact[];
  readonly workloads: readonly WorkloadFact[];
  /** The images of containers, as they are written. */
  readonly images: readonly ImageFact[];
  /** The names of ConfigMaps with shell scripts. */
  readonly scripts: readonly string[];
  readonly mounts: readonly ConfigMapMount[];
  readonly kustomizations: readonly KustomizationFact[];
}

/** The facts of a document that does not matter to others. */
export const NO_FACTS: Facts = {
  services: [],
  namespaces: [],
  gates: [],
  policyNames: [],
  enforcers: [],
  policies: [],
  mutators: [],
  parameters: [],
  roles: [],
  bindings: [],
  accounts: [],
  workloads: [],
  images: [],
  scripts: [],
  mounts: [],
  kustomizations: [],
};

const cache = new WeakMap<ManifestDocument, Facts>();

/** The facts of a document; always the same object for one document. */
export function factsOf(document: ManifestDocument): Facts {
  let facts = cache.get(document);
  if (!facts) {
    const templates = document.resources.map(podTemplatesOf);
    facts = {
      services: document.resources.flatMap(serviceOf),
      namespaces: document.resources.flatMap(namespaceOf),
      gates: document.resources.flatMap((resource) => imageGateOf(resource) ?? []),
      policyNames: document.resources.flatMap((resource) => (isOfNewGateKind(resource) ? (resource.name ?? []) : [])),
      enforcers: document.resources.flatMap(enforcedBy),
      policies: policiesIn(document),
      mutators: mutatorsIn(document),
      parameters: parametersIn(document),
      roles: document.resources.flatMap(roleOf),
      bindings: document.resources.flatMap(bindingOf),
      accounts: document.resources.flatMap(serviceAccountSubject),
      workloads: templates.flatMap(workloadFacts),
      images: templates.flatMap(workloadImages),
      scripts: document.resources.flatMap((resource) => (scriptsOf(resource).length > 0 ? (resource.name ?? '') : [])),
      mounts: templates.flatMap(configMapMountsOf),
      kustomizations: document.resources.flatMap(kustomizationOf),
    };
    cache.set(document, facts);
  }
  return facts;
}

function serviceOf(resource: Resource): ServiceFact[] {
  if (resource.kind !== 'Service' || resource.apiVersion !== 'v1') return [];
  const spec = resource.value.get('spec');
  const selector = [...stringMap(spec.get('selector'))];
  // A Service without a selector has no pods of its own (API reference, ServiceSpec.selector).
  if (selector.length === 0) return [];
  const ports = spec.get('ports').items.flatMap((port) => {
    const target = port.get('targetPort').number ?? port.get('targetPort').string ?? port.get('port').number;
    return target === undefined ? [] : [{ name: port.get('name').string, target }];
  });
  return [{ namespace: resource.namespace, selector, ports }];
}

function namespaceOf(resource: Resource): NamespaceFact[] {
  if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1' || !resource.name) return [];
  return [
    {
      name: resource.name,
      labels: Object.fromEntries(resource.labels),
      annotations: Object.fromEntries(resource.annotations),
    },
  ];
}
