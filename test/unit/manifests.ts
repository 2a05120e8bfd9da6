/** An image that no rule has anything to say about. */
export const IMAGE = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** A pod whose only fault is what stands in `securityContext`. */
export function podWith(name: string, securityContext = 'privileged: true'): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
    - name: ${name}
      image: ${IMAGE}
      securityContext:
        ${securityContext}
`;
}

/** A pod with an app container and whatever else is given, as lines of its `spec` without their indentation. */
export function podOf(spec: string, metadata = 'name: web', kind = 'Pod'): string {
  const indent = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '  ');
  return `apiVersion: v1\nkind: ${kind}\nmetadata:\n${indent(metadata)}\nspec:\n${indent(spec)}\n`;
}

/** A pod whose single container runs these words. */
export function podRunning(command: readonly string[], args?: readonly string[]): string {
  return podOf(`containers:
- name: web
  image: ${IMAGE}
  command: ${JSON.stringify(command)}
${args ? `  args: ${JSON.stringify(args)}\n` : ''}`);
}
