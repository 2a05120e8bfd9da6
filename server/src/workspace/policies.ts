import { isPolicyPart } from '../gating/image-gate';
import { isPartOfMutation } from '../gating/image-mutators';
import { groupByKind, type Parameter, type ParameterReference, type PolicySet } from '../gating/policy-set';
import { ManifestDocument } from '../manifest/document';
import { toJson } from '../manifest/json';
import { apiGroup, type Resource } from '../manifest/resource';

/** A resource that takes part in gating images. Two versions of it are the same if they say the same. */
export class PolicyFact {
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }

  /** The text rather than the data: what a template still fills in counts, too. */
  toJSON(): string {
    return this.resource.document.text;
  }
}

/** A document that policies may take parameters from. */
export class ParameterFact {
  readonly document: ManifestDocument;
  #resources: readonly Resource[] | undefined;

  constructor(document: ManifestDocument) {
    this.document = document;
  }

  /** Composed when a policy asks: hardly any ConfigMap is a parameter. */
  get resources(): readonly Resource[] {
    const { resources, text } = this.document;
    this.#resources ??= resources.length > 0 ? resources : new ManifestDocument(text, false, true).resources;
    return this.#resources;
  }

  toJSON(): string {
    return this.document.text;
  }
}

export function policiesIn(document: ManifestDocument): PolicyFact[] {
  return document.resources.filter(isPolicyPart).map((resource) => new PolicyFact(resource));
}

/** What changes images before gates are asked. */
export function mutatorsIn(document: ManifestDocument): PolicyFact[] {
  return document.resources.filter(isPartOfMutation).map((resource) => new PolicyFact(resource));
}

/** Groups of Kubernetes itself have no objects that are parameters, but for ConfigMaps. */
const OF_KUBERNETES = /^$|^(?:apps|batch|policy|autoscaling|extensions)$|(?:^|\.)k8s\.io$/;
const CONFIG_MAP = /^kind:[ \t]*["']?ConfigMap["']?[ \t]*\r?$/m;

export function parametersIn(document: ManifestDocument): ParameterFact[] {
  const isCustom = document.resources.some(
    (resource) => !OF_KUBERNETES.test(apiGroup(resource)) && !isPolicyPart(resource),
  );
  // A template's other documents say what they say: what counts is whether this one has something to be filled in.
  const isTemplate = document.text.includes('{{');
  return !isTemplate && (isCustom || CONFIG_MAP.test(document.text)) ? [new ParameterFact(document)] : [];
}

/** The policies of a workspace as engines ask for them. */
export function toPolicySet(policies: readonly PolicyFact[], parameters: readonly ParameterFact[]): PolicySet {
  return {
    ofKind: groupByKind(policies.map(({ resource }) => resource)),
    parameters: (reference) => parameters.flatMap((fact) => parametersOf(fact, reference)),
  };
}

function parametersOf(fact: ParameterFact, { apiVersion, kind }: ParameterReference): Parameter[] {
  if (!fact.document.text.includes(kind)) return [];
  return fact.resources.flatMap((resource) => {
    const data = toJson(resource.value);
    if (resource.kind !== kind || resource.apiVersion !== apiVersion || !resource.name || data === undefined) return [];
    const labels = Object.fromEntries(resource.labels);
    return [{ name: resource.name, namespace: resource.namespace, labels, data, identity: fact.document }];
  });
}
