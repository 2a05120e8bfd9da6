const IMAGE = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const SIDECAR_IMAGE =
  'registry.example.com/agent@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';

/** A pod of one container for a rule's examples; `spec` and `container` are the lines that it is about, unindented. */
export function examplePod({ spec = '', container = '', metadata = '', image = IMAGE }): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
${indent(metadata, 2)}spec:
${indent(spec, 2)}  containers:
    - name: web
      image: ${image}
${indent(container, 6)}`;
}

/** A pod of an app and a sidecar; the lines of each, unindented. */
export function sidecarPod({ spec = '', app = '', sidecar = '', isNative = false }): string {
  const container = `    - name: log-agent\n      image: ${SIDECAR_IMAGE}\n${indent(sidecar, 6)}`;
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
${indent(spec, 2)}${isNative ? `  initContainers:\n${container}` : ''}  containers:
    - name: web
      image: ${IMAGE}
${indent(app, 6)}${isNative ? '' : container}`;
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
