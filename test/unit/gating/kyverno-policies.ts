/** Kyverno policies and pods for tests, in the shapes that Kyverno's documentation has. */

/** A ClusterPolicy with one rule on pods that refuses. */
export function clusterPolicy(
  rule: string,
  { spec = '', meta = '', match = 'any: [{ resources: { kinds: [Pod] } }]' } = {},
): string {
  return `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: p${meta} }
spec:
  validationFailureAction: Enforce
${indent(spec, 2)}
  rules:
    - name: r
      match: { ${match} }
${indent(rule, 6)}
`;
}

/** A pod with one container for each image, in the namespace `shop`. */
export function pod(
  images: string | readonly string[],
  { init = [], ephemeral = [], meta = '', namespace = 'shop' }: PodOptions = {},
): string {
  const containers = (names: readonly string[], prefix: string): string =>
    names.map((image, index) => `{ name: ${prefix}${index}, image: "${image}" }`).join(', ');
  return `apiVersion: v1
kind: Pod
metadata: { name: web${namespace === '' ? '' : `, namespace: ${namespace}`}${meta} }
spec:
  initContainers: [${containers(init, 'i')}]
  containers: [${containers([images].flat(), 'c')}]
  ephemeralContainers: [${containers(ephemeral, 'd')}]
`.replace(/^ {2}\w+: \[\]\n/gm, '');
}

interface PodOptions {
  readonly init?: readonly string[];
  readonly ephemeral?: readonly string[];
  readonly meta?: string;
  readonly namespace?: string;
}

/** A Deployment with one container. */
export function deployment(image: string, { meta = '', kind = 'Deployment', api = 'apps/v1' } = {}): string {
  return `apiVersion: ${api}
kind: ${kind}
metadata: { name: web, namespace: shop${meta} }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: c0, image: "${image}" }]
`;
}

/** A CronJob with one container. */
export function cronJob(image: string): string {
  return `apiVersion: batch/v1
kind: CronJob
metadata: { name: web, namespace: shop }
spec:
  schedule: "* * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers: [{ name: c0, image: "${image}" }]
`;
}

export function documents(...texts: readonly string[]): string {
  return texts.join('---\n');
}

function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}
