import type { PolicyReference } from '../gating/engine';
import { isOfNewGateKind } from '../gating/new-gate/new-gate';
import { enforcedBy, imageGateOf } from '../gating/policy-resources';
import type { ManifestDocument } from '../manifest/document';
import { type Resource, stringMap } from '../manifest/resource';
import type { ServicePort } from '../pod/roles';
import { type PodTemplate, podTemplatesOf } from '../pod/template';
import { isCommon } from './common-kinds';
import { fragmentsOf } from './fragments';
import { type KustomizationFact, kustomizationOf } from './kustomization';
import { FactPlace } from './place';
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
import { type ImageFact, type WorkloadFact, workloadFact, workloadImages } from './workload';

export interface ServiceFact {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly selector: readonly (readonly [string, string])[];
  readonly ports: readonly ServicePort[];
  readonly place: FactPlace;
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
  /** The paths, as written, of files that hold parts of objects: see `fragmentsOf`. */
  readonly fragments: readonly string[];
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
  fragments: [],
};

const cache = new WeakMap<ManifestDocument, Facts>();

/** The facts of a document; always the same object for one document. */
export function factsOf(document: ManifestDocument): Facts {
  let facts = cache.get(document);
  if (!facts) {
    facts = read(document);
    cache.set(document, facts);
  }
  return facts;
}

function read(document: ManifestDocument): Facts {
  const { resources } = document;
  const others = resources.filter((resource) => !isCommon(resource));
  return {
    services: collect(resources, serviceOf),
    namespaces: collect(others, namespaceOf),
    gates: collect(others, gateOf),
    policyNames: collect(others, nameOfNewGate),
    enforcers: collect(others, enforcedBy),
    policies: policiesIn(others),
    mutators: mutatorsIn(others),
    parameters: parametersIn(document),
    roles: collect(others, roleOf),
    bindings: collect(others, bindingOf),
    accounts: collect(resources, serviceAccountSubject),
    ...workloadsIn(resources),
    scripts: collect(resources, nameOfScripts),
    kustomizations: collect(others, kustomizationOf),
    fragments: collect(others, fragmentsOf),
  };
}

function workloadsIn(resources: readonly Resource[]): Pick<Facts, 'workloads' | 'images' | 'mounts'> {
  const templates = collect(resources, podTemplatesOf);
  return {
    workloads: collect(templates.filter(isFirstOfResource), workloadFact),
    images: collect(templates, workloadImages),
    mounts: collect(templates, configMapMountsOf),
  };
}

function isFirstOfResource({ resource }: PodTemplate, index: number, all: readonly PodTemplate[]): boolean {
  return all[index - 1]?.resource !== resource;
}

const NONE: readonly never[] = [];

/** Most documents have nothing of most kinds, and then share one list. */
function collect<From, T>(from: readonly From[], find: (one: From) => readonly T[]): readonly T[] {
  let found: T[] | undefined;
  for (const one of from) {
    for (const item of find(one)) {
      found ??= [];
      found.push(item);
    }
  }
  return found ?? NONE;
}

function gateOf(resource: Resource): PolicyReference[] {
  const gate = imageGateOf(resource);
  return gate ? [gate] : [];
}

function nameOfNewGate(resource: Resource): string[] {
  return isOfNewGateKind(resource) && resource.name !== undefined ? [resource.name] : [];
}

function nameOfScripts(resource: Resource): string[] {
  return scriptsOf(resource).length > 0 ? [resource.name ?? ''] : [];
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
  const { name, namespace } = resource;
  return [{ name, namespace, selector, ports, place: FactPlace.ofResource(resource) }];
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
