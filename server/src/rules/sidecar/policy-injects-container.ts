import { policyInjections } from '../../gating/policy-resources';
import { isAllowedBy } from '../../image/allowed-registries';
import type { Resource } from '../../manifest/resource';
import type { Span, YamlValue } from '../../manifest/value';
import {
  type AddedContainer,
  containersOfJsonPatch,
  containersOfPatch,
  containersOfText,
} from '../../pod/added-containers';
import { isKustomization, patchesOf } from '../../workspace/kustomization';
import type { WorkloadFact } from '../../workspace/workload';
import { links } from '../links';
import type { Finding, Rule, RuleContext } from '../rule';

export const policyInjectsContainer: Rule = {
  id: 'policy-injects-container',
  category: 'sidecar',
  severity: 'information',
  title: 'A policy or patch that adds a container to pods',
  why: 'A container that a policy or an overlay adds is not in the manifest of the workload. Meshes and agents are added like this, but an attacker can use it, too, to change many workloads with one line.',
  fix: 'Check that the container, its image and its workloads are intended. If you set `allowedRegistries`, an image from another registry is a warning.',
  references: [links.sidecarInjection, links.maliciousAdmissionController],
  options: [
    {
      name: 'allowedRegistries',
      description: 'Where images may come from. An added container with an image from elsewhere is a warning.',
      default: '[]',
    },
  ],
  examples: {
    bad: `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: add-log-agent
spec:
  rules:
    - name: add-log-agent
      match:
        any:
          - resources:
              kinds: [Deployment]
      mutate:
        patchStrategicMerge:
          spec:
            template:
              spec:
                containers:
                  - name: log-agent # information
                    image: registry.example.com/agent:1
`,
    good: `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: drop-capabilities
spec:
  rules:
    - name: drop-capabilities
      match:
        any:
          - resources:
              kinds: [Deployment]
      mutate:
        patchStrategicMerge:
          spec:
            template:
              spec:
                containers:
                  - (name): "*"
                    securityContext:
                      capabilities:
                        drop: [ALL]
`,
  },

  kinds: 'uncommon',
  appliesToPatches: true,
  *resource(resource, context) {
    yield* ofPolicy(resource, context);
    if (isKustomization(resource)) yield* ofKustomization(resource, context);
    else yield* ofPatchFile(resource, context);
  },
};

function* ofPolicy(resource: Resource, context: RuleContext): Generator<Finding> {
  for (const { container, at, kinds } of policyInjections(resource)) {
    const reached = context.workspace.workloads.filter(({ kind }) => kinds.includes('Pod') || kinds.includes(kind));
    const [first] = reached;
    const where = first
      ? `${reached.length === 1 ? '' : `${reached.length} workloads of this workspace, such as `}${label(first)}`
      : kinds.length > 0
        ? `the resources that it matches (${kinds.join(', ')})`
        : 'the resources that it matches';
    yield finding(`the ${resource.kind} "${resource.name ?? ''}"`, container, where, at, context);
  }
}

/** The patches in the kustomization file itself. */
function* ofKustomization(resource: Resource, context: RuleContext): Generator<Finding> {
  const workloads = context.workspace.builds.patchable(resource.document);
  for (const { text, target } of patchesOf(resource)) {
    if (!text?.string) continue;
    const { added, resources } = containersOfText(text.string);
    const [own] = resources;
    const named = own && own.kind !== 'JsonPatch' ? own : undefined;
    const patched = workloads.find(
      ({ kind, name }) => kind === (target.kind ?? named?.kind) && name === (target.name ?? named?.name),
    );
    for (const container of added) yield* ofPatch(container, patched, text, resource, context);
  }
}

/** A file that kustomizations apply: part of a workload, or a JSON patch. */
function* ofPatchFile(resource: Resource, context: RuleContext): Generator<Finding> {
  const isJson = resource.kind === 'JsonPatch';
  const added = isJson ? containersOfJsonPatch(resource.value) : containersOfPatch(resource);
  if (added.length === 0) return;
  const patched = context.workspace.builds
    .patchable(resource.document)
    .find((workload) => isJson || (workload.kind === resource.kind && workload.name === resource.name));
  for (const container of added) {
    yield* ofPatch(container, patched, container.at ?? resource.value, resource, context);
  }
}

/** A patch for a container that the workload already has changes it, and adds nothing. */
function* ofPatch(
  container: AddedContainer,
  patched: WorkloadFact | undefined,
  at: YamlValue,
  { document }: Resource,
  context: RuleContext,
): Generator<Finding> {
  if (!patched || patched.containers.includes(container.name)) return;
  const span = container.at ? undefined : nameSpan(document.text, at.span, container.name);
  yield {
    ...finding('this patch', container, label(patched), at, context),
    ...(span && { span }),
    related: [{ at: patched.place, document: patched.place.document, message: `${label(patched)} is defined here.` }],
  };
}

function finding(
  who: string,
  { name, image, what }: AddedContainer,
  where: string,
  at: YamlValue,
  { allowedRegistries }: RuleContext,
): Finding {
  const isForeign = image !== undefined && allowedRegistries.length > 0 && !isAllowedBy(allowedRegistries, image);
  const risk = isForeign ? 'Container from a registry that is not allowed' : 'Container not in the manifest';
  return {
    at,
    entry: at,
    severity: isForeign ? 'warning' : 'information',
    message: `${risk}: ${who} adds the ${what} "${name}"${image === undefined ? '' : ` (${image})`} to ${where}. Check that this is intended.`,
  };
}

function label({ kind, name }: WorkloadFact): string {
  return `${kind} "${name ?? ''}"`;
}

/** The position of a container's name in a text inside a document. */
function nameSpan(text: string, { start, end }: Span, name: string): Span | undefined {
  const match = new RegExp(`\\bname["']?:\\s*["']?(${name.replace(/[^\w-]/g, '\\$&')})\\b`).exec(
    text.slice(start, end),
  );
  if (!match) return undefined;
  const from = start + match.index + match[0].lastIndexOf(name);
  return { start: from, end: from + name.length };
}
