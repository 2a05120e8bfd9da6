import { type AdmissionPod, toAdmissionPod } from '../../../server/src/admission/admission-pod';
import { decideOn } from '../../../server/src/gating/decide-on';
import { kyverno } from '../../../server/src/gating/engines/kyverno/engine';
import type { GateDecision, ImageDecision } from '../../../server/src/gating/gate';
import { groupByKind, type PolicySet } from '../../../server/src/gating/policy-set';
import { wordsOf } from '../../../server/src/gating/words/words';
import { ManifestFile } from '../../../server/src/manifest/file';
import { toJson } from '../../../server/src/manifest/json';
import { readDocument } from '../../../server/src/manifest/read-document';
import { apiGroup, type Resource } from '../../../server/src/manifest/resource';
import { podsOf } from '../../../server/src/pod/pod';

/** A text as the whole workspace: its policies, and its pods as admission sees them. */
export function read(text: string): { policies: PolicySet; pods: AdmissionPod[] } {
  // Each document is a file: templates in one don't make templates of the others.
  const resources = text.split(/^---\n/m).flatMap((document) => {
    const file = ManifestFile.read(document);
    const isConfigMap = /^kind: ConfigMap$/m.test(document);
    if (isConfigMap) return readDocument(`# #!\n${document}`).resources;
    return file.documents.flatMap((placed) => placed.document.resources);
  });
  const policies: PolicySet = {
    ofKind: groupByKind(resources),
    parameters: ({ apiVersion, kind }) =>
      resources
        .filter((resource) => resource.apiVersion === apiVersion && resource.kind === kind)
        .map((resource) => ({
          name: resource.name ?? '',
          namespace: resource.namespace,
          labels: Object.fromEntries(resource.labels),
          data: toJson(resource.value) ?? null,
          resource,
          identity: resource,
        })),
  };
  const namespaces = new Map(
    resources.filter(({ kind }) => kind === 'Namespace').map((resource) => [resource.name ?? '', resource]),
  );
  const pods = resources.flatMap((resource) =>
    apiGroup(resource).endsWith('kyverno.io') || resource.kind === 'Namespace' ? [] : toPods(resource, namespaces),
  );
  return { policies, pods };
}

function toPods(resource: Resource, namespaces: ReadonlyMap<string, Resource>): AdmissionPod[] {
  const name = resource.namespace;
  const own = namespaces.get(name ?? '');
  const manifest = own && {
    labels: Object.fromEntries(own.labels),
    annotations: Object.fromEntries(own.annotations),
  };
  const namespace = name === undefined ? undefined : { name, manifest };
  return podsOf(resource, () => []).map((pod) =>
    toAdmissionPod(
      pod,
      namespace,
      pod.images.map(({ text }) => text),
    ),
  );
}

/** What Kyverno's gates make of the pods of a text. */
export function decide(text: string): { pod: AdmissionPod; policy: Resource; decision: GateDecision }[] {
  const { policies, pods } = read(text);
  const gates = (kyverno.gates?.(policies) ?? []).map((recipe) => recipe.build());
  return pods.flatMap((pod) => gates.map((gate) => ({ pod, policy: gate.policy, decision: decideOn(gate, pod) })));
}

/** The same as "policy: container verdict" with the reason behind a dash; one line for a gate that isn't asked. */
export function verdicts(text: string): string[] {
  return decide(text).flatMap(({ pod, policy, decision }) => {
    if (decision.applies !== 'yes') return [`${policy.name}: ${decision.applies}${because(decision)}`];
    const name = `${policy.name}${decision.denies ? '' : ' (reports)'}`;
    return decision.images.map(
      (made, index) => `${name}: ${pod.images[index]?.container} ${made.verdict}${because(made)}`,
    );
  });
}

function because(decision: GateDecision | ImageDecision): string {
  const reason = reasonOf(decision);
  return reason ? ` - ${reason}` : '';
}

/** What people read of why a decision is what it is. */
function reasonOf({ cause }: GateDecision | ImageDecision): string | undefined {
  return cause && wordsOf(cause);
}
