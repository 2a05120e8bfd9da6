import { isPartOfMutation, isPolicyPart } from '../gating/policy-resources';
import { groupByKind, type Parameter, type ParameterReference, type PolicySet } from '../gating/policy-set';
import type { ManifestDocument } from '../manifest/document';
import { toJson } from '../manifest/json';
import { readData } from '../manifest/read-document';
import { apiGroup, type Resource } from '../manifest/resource';
import { isCommon } from './common-kinds';

/** A resource of an image gate. Two versions of it are equal if their text is equal. */
export class PolicyFact {
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }

  /** The text and not the data, because template expressions count, too. */
  toJSON(): string {
    return this.resource.document.text;
  }
}

/** A document that can be a parameter of policies. */
export class ParameterFact {
  readonly document: ManifestDocument;
  #resources: readonly Resource[] | undefined;

  constructor(document: ManifestDocument) {
    this.document = document;
  }

  /** Composed when a policy needs it: few ConfigMaps are parameters. */
  get resources(): readonly Resource[] {
    const { resources, text } = this.document;
    this.#resources ??= resources.length > 0 ? resources : readData(text).resources;
    return this.#resources;
  }

  toJSON(): string {
    return this.document.text;
  }
}

export function policiesIn(resources: readonly Resource[]): PolicyFact[] {
  return resources.filter(isPolicyPart).map((resource) => new PolicyFact(resource));
}

/** A resource that changes images before gates check them. */
export function mutatorsIn(resources: readonly Resource[]): PolicyFact[] {
  return resources.filter(isPartOfMutation).map((resource) => new PolicyFact(resource));
}

/** In the API groups of Kubernetes itself, only ConfigMaps are parameters. */
const OF_KUBERNETES = /^$|^(?:apps|batch|policy|autoscaling|extensions)$|(?:^|\.)k8s\.io$/;
/** In any style, and in lists: which resources there are is only looked up where a policy needs one. */
const CONFIG_MAP = /\bConfigMap(?:List)?\b/;

export function parametersIn(document: ManifestDocument): ParameterFact[] {
  const isCustom = document.resources.some(
    (resource) => !isCommon(resource) && !OF_KUBERNETES.test(apiGroup(resource)) && !isPolicyPart(resource),
  );
  return isCustom || CONFIG_MAP.test(document.text) ? [new ParameterFact(document)] : [];
}

/** The policies of a workspace, by what engines ask for. */
export function toPolicySet(policies: readonly PolicyFact[], parameters: readonly ParameterFact[]): PolicySet {
  return {
    ofKind: groupByKind(policies.map(({ resource }) => resource)),
    parameters: (reference) => parameters.flatMap((fact) => parametersOf(fact, reference)),
  };
}

function parametersOf(fact: ParameterFact, { apiVersion, kind }: ParameterReference): Parameter[] {
  if (!fact.document.text.includes(kind)) return [];
  return fact.resources.flatMap((resource) => {
    if (resource.kind !== kind || resource.apiVersion !== apiVersion || !resource.name) return [];
    // Only template expressions in this document count, not those in other documents of its file.
    const data = fact.document.text.includes('{{') ? undefined : toJson(resource.value);
    const labels = Object.fromEntries(resource.labels);
    return [{ name: resource.name, namespace: resource.namespace, labels, data, resource, identity: fact.document }];
  });
}
