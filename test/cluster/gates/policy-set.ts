import { parse, stringify } from 'yaml';
import { uniqueName } from '../api/resources';
import type { ApiObject } from '../api/types';
import { type Manifest, plainDocuments } from '../corpus';

/** Policies with all that they need, in force in one namespace only, and the workloads that they are asked about. */
export interface PolicySet {
  readonly name: string;
  readonly namespace: ApiObject;
  /** Policies, bindings and parameters. */
  readonly policies: readonly ApiObject[];
  readonly workloads: readonly ApiObject[];
  /** All of it, as we read it. */
  readonly text: string;
}

const GROUP = 'admissionregistration.k8s.io';
const WORKLOADS = new Set(['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);

/**
 * The set of a manifest; undefined if it has no ValidatingAdmissionPolicy.
 * @param more workloads, where the manifest has policies alone
 */
export function setOfPolicies(manifest: Manifest, more: readonly ApiObject[]): PolicySet | undefined {
  const objects: ApiObject[] = plainDocuments(manifest).map(({ text }) => parse(text));
  if (!objects.some(({ kind }) => kind === 'ValidatingAdmissionPolicy')) return undefined;
  const hasWorkloads = objects.some(({ kind }) => WORKLOADS.has(kind));
  return policySet(manifest.name, hasWorkloads ? objects : [...objects, ...more]);
}

/**
 * Puts all objects in a namespace of their own, and restricts bindings to it: what other tests do in other namespaces goes on
 * as if there were no policy. Policies and bindings get names that no other set has.
 */
export function policySet(name: string, objects: readonly ApiObject[]): PolicySet {
  const own = uniqueName('gates');
  const written = objects.find(({ kind }) => kind === 'Namespace')?.metadata.labels ?? {};
  const labels = { ...written, 'kubernetes.io/metadata.name': own };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: own, labels } };
  const isPolicy = ({ apiVersion }: ApiObject): boolean => apiVersion.startsWith(`${GROUP}/`);
  const policies = objects.filter(isPolicy).map((object) => restrictedTo([own], renamed(object, own)));
  const inside = objects
    .filter(({ kind }) => kind === 'ConfigMap' || WORKLOADS.has(kind))
    .map((object) => ({ ...object, metadata: { ...object.metadata, namespace: own } }));
  const workloads = inside.filter(({ kind }) => WORKLOADS.has(kind));
  const parameters = inside.filter(({ kind }) => kind === 'ConfigMap');
  // kubectl takes a bare `y` for a boolean, as YAML 1.1 did.
  const text = [namespace, ...policies, ...inside].map((one) => stringify(one, { version: '1.1' })).join('---\n');
  return { name, namespace, policies: [...parameters, ...policies], workloads, text };
}

function renamed(object: ApiObject, namespace: string): ApiObject {
  const metadata = { ...object.metadata, name: `${object.metadata.name}-${namespace}` };
  if (object.kind !== 'ValidatingAdmissionPolicyBinding') return { ...object, metadata };
  const spec = object.spec as BindingSpec;
  const { policyName, paramRef } = spec;
  const policy = { policyName: `${policyName}-${namespace}` };
  const parameters = paramRef?.namespace === undefined ? {} : { paramRef: { ...paramRef, namespace } };
  return { ...object, metadata, spec: { ...spec, ...policy, ...parameters } };
}

/** A binding that is in force in some namespaces only, and anything else as it is. */
export function restrictedTo(namespaces: readonly string[], object: ApiObject): ApiObject {
  if (object.kind !== 'ValidatingAdmissionPolicyBinding') return object;
  const spec = object.spec as BindingSpec;
  const { matchResources = {} } = spec;
  const selector = matchResources.namespaceSelector;
  const here = { key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces };
  const namespaceSelector = { ...selector, matchExpressions: [...(selector?.matchExpressions ?? []), here] };
  return { ...object, spec: { ...spec, matchResources: { ...matchResources, namespaceSelector } } };
}

interface BindingSpec {
  readonly policyName: string;
  readonly matchResources?: { readonly namespaceSelector?: { readonly matchExpressions?: readonly object[] } };
  readonly paramRef?: { readonly namespace?: string };
}
