import type { ImageGate } from '../gating/gate-engine';
import { imageGateOf } from '../gating/image-gate';
import { isOfNewGateKind } from '../gating/new-gate';
import type { ManifestDocument } from '../manifest/document';
import { type Resource, stringMap } from '../manifest/resource';
import type { ServicePort } from '../pod/roles';
import { type KustomizationFact, kustomizationOf } from './kustomization';
import { mutatorsIn, type ParameterFact, type PolicyFact, parametersIn, policiesIn } from './policies';
import { type BindingFact, bindingOf, type RoleFact, roleOf, type ServiceAccountFact, serviceAccountOf } from './rbac';
import { type ConfigMapMount, configMapMountsOf, scriptsOf } from './scripts';
import { type ImageFact, imagesOf, type WorkloadFact, workloadOf } from './workload';

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

/** What one document tells the analysis of others. Plain data, so that two versions can be compared. */
export interface Facts {
  readonly services: readonly ServiceFact[];
  readonly namespaces: readonly NamespaceFact[];
  readonly gates: readonly ImageGate[];
  /** The names of policies that a new gate could take the place of. */
  readonly policyNames: readonly string[];
  /** What puts policies into force: `binding NAME` of a ValidatingAdmissionPolicy, `template KIND` of a constraint. */
  readonly enforcers: readonly string[];
  /** What takes part in gating images. */
  readonly policies: readonly PolicyFact[];
  /** What changes images before gates are asked. */
  readonly mutators: readonly PolicyFact[];
  /** What policies may take parameters from. */
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

const cache = new WeakMap<ManifestDocument, Facts>();

/** The facts of a document; the same object each time it is asked for. */
export function factsOf(document: ManifestDocument): Facts {
  let facts = cache.get(document);
  if (!facts) {
    facts = {
      services: document.resources.flatMap(serviceOf),
      namespaces: document.resources.flatMap(namespaceOf),
      gates: document.resources.flatMap((resource) => imageGateOf(resource) ?? []),
      policyNames: document.resources.flatMap((resource) => (isOfNewGateKind(resource) ? (resource.name ?? []) : [])),
      enforcers: document.resources.flatMap(enforcerOf),
      policies: policiesIn(document),
      mutators: mutatorsIn(document),
      parameters: parametersIn(document),
      roles: document.resources.flatMap(roleOf),
      bindings: document.resources.flatMap(bindingOf),
      accounts: document.resources.flatMap(serviceAccountOf),
      workloads: document.resources.flatMap(workloadOf),
      images: document.resources.flatMap(imagesOf),
      scripts: document.resources.flatMap((resource) => (scriptsOf(resource).length > 0 ? (resource.name ?? '') : [])),
      mounts: document.resources.flatMap(configMapMountsOf),
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
  // A Service without selector gets its endpoints from elsewhere (API reference, ServiceSpec.selector).
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

function enforcerOf({ kind, value }: Resource): string[] {
  const name = {
    ValidatingAdmissionPolicyBinding: ['binding', value.at('spec', 'policyName').string],
    ConstraintTemplate: ['template', value.at('spec', 'crd', 'spec', 'names', 'kind').string],
  }[kind];
  return name?.[1] === undefined ? [] : [name.join(' ')];
}
