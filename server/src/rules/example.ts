const IMAGE = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const SIDECAR_IMAGE =
  'registry.example.com/agent@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';

/**
 * A pod with one container for the examples of a rule; `spec` and `container` are lines without indentation.
 * @param mark marks a finding about the container: see `Rule.examples`
 */
export function examplePod({ spec = '', container = '', metadata = '', image = IMAGE, mark = '' }): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
${indent(metadata, 2)}spec:
${indent(spec, 2)}  containers:
    - name: web${mark && ` # ${mark}`}
      image: ${image}
${indent(container, 6)}`;
}

/**
 * A pod with an app and a sidecar; `app` and `sidecar` are lines without indentation.
 * @param mark marks a finding about the sidecar: see `Rule.examples`
 */
export function sidecarPod({ spec = '', app = '', sidecar = '', isNative = false, mark = '' }): string {
  const container = `${indent(mark && `# ${mark}`, 4)}    - name: log-agent\n      image: ${SIDECAR_IMAGE}\n${indent(sidecar, 6)}`;
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

/** A pod in a namespace whose pods may use the node; `spec` and `container` are lines without indentation. */
export function nodePod({ spec = '', container = '' }): string {
  return `${namespaceOf('node', 'privileged')}---\n${examplePod({ metadata: 'namespace: node', spec, container })}`;
}

/**
 * A pod that meets the restricted level, in a namespace that enforces it.
 * @param pod the lines of the pod's security context
 * @param container the lines of the container's security context
 * @param mark marks a finding about the container: see `Rule.examples`
 */
export function restrictedPod({ pod = POD_CONTEXT, container = CONTAINER_CONTEXT, spec = '', mark = '' }): string {
  return `${namespaceOf('shop', 'restricted')}---
${examplePod({
  metadata: 'namespace: shop',
  spec: `securityContext:\n${indent(pod, 2)}${spec}`,
  container: `securityContext:\n${indent(container, 2)}`,
  mark,
})}`;
}

function namespaceOf(name: string, level: string): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: ${level}
`;
}

function indent(lines: string, columns: number): string {
  return lines.trim() === '' ? '' : `${lines.trimEnd().replace(/^(?=.)/gm, ' '.repeat(columns))}\n`;
}
