const IMAGE = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** A pod of one container for a rule's examples; `spec` and `container` are the lines that it is about, unindented. */
export function examplePod({ spec = '', container = '', metadata = '' }): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
${indent(metadata, 2)}spec:
${indent(spec, 2)}  containers:
    - name: web
      image: ${IMAGE}
${indent(container, 6)}`;
}

const POD_CONTEXT = 'runAsNonRoot: true\nseccompProfile:\n  type: RuntimeDefault';
const CONTAINER_CONTEXT = 'allowPrivilegeEscalation: false\ncapabilities:\n  drop: [ALL]';

/**
 * A pod in a namespace that enforces the restricted level, and meets it.
 * @param pod the lines of the pod's security context, where they should differ
 * @param container the lines of the container's
 */
export function restrictedPod({ pod = POD_CONTEXT, container = CONTAINER_CONTEXT, spec = '' }): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
${examplePod({
  metadata: 'namespace: shop',
  spec: `securityContext:\n${indent(pod, 2)}${spec}`,
  container: `securityContext:\n${indent(container, 2)}`,
})}`;
}

function indent(lines: string, columns: number): string {
  return lines.trim() === '' ? '' : `${lines.trimEnd().replace(/^(?=.)/gm, ' '.repeat(columns))}\n`;
}
