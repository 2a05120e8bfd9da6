/** Policies of Gatekeeper and what they are asked about, as text. */
export const POD_KINDS = 'kinds: [{ apiGroups: [""], kinds: [Pod] }]';

export function constraint(kind: string, parameters: string, match = POD_KINDS, rest = ''): string {
  const spec = `match: { ${match} }, parameters: { ${parameters} }${rest === '' ? '' : `, ${rest}`}`;
  return `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: ${kind}\nmetadata: { name: c }\nspec: { ${spec} }\n`;
}
export const repos = (match?: string, rest?: string): string =>
  constraint('K8sAllowedRepos', 'repos: ["registry.example.com/"]', match, rest);

export function pod(image: string, metadata = 'name: web, namespace: shop', spec = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { ${metadata} }\nspec: { containers: [{ name: c, image: "${image}" }]${spec} }\n`;
}
export function deployment(image: string): string {
  const template = `template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: "${image}" }] } }`;
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { ${template} }\n`;
}
export function namespace(labels: string): { namespaceYaml: string } {
  return { namespaceYaml: `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n` };
}
export const BAD = pod('docker.io/library/nginx:1.25');

const ADDRESS = 'input.review.object.spec';

/** A rule of Rego that walks the containers of one list, with what it checks of `c`. */
export function violation(list: string, ...checks: readonly string[]): string {
  return violationOf(`${ADDRESS}.${list}[_]`, ...checks);
}
/** @param source what it walks, as it is written behind `c :=` */
export function violationOf(source: string, ...checks: readonly string[]): string {
  const lines = [`c := ${source}`, ...checks, 'text := sprintf("not %v", [c.image])'];
  return `violation[{"msg": text}] {\n${lines.map((line) => `  ${line}`).join('\n')}\n}\n`;
}
export function walked(...lists: readonly string[]): string {
  return lists.map((list) => `ours[c] {\n  c := ${ADDRESS}.${list}[_]\n}\n`).join('');
}

/** A ConstraintTemplate, to be put behind a constraint. */
export function template(kind: string, rego: string, ...libs: readonly string[]): string {
  const block = (code: string, indent: number): string => code.replace(/^(?=.)/gm, ' '.repeat(indent));
  return `---\napiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: { name: ${kind.toLowerCase()} }
spec:
  crd: { spec: { names: { kind: ${kind} } } }
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |\n${block(`package ${kind.toLowerCase()}\n${rego}`, 8)}${
        libs.length > 0 ? `      libs:\n${libs.map((lib) => `        - |\n${block(lib, 10)}`).join('')}` : ''
      }`;
}

/** Leaves out the images that the parameter has, whole or up to a star. */
export const SPARED = `spared(c) {
  c.image == input.parameters.exemptImages[_]
}
spared(c) {
  p := input.parameters.exemptImages[_]
  endswith(p, "*")
  startswith(c.image, trim_suffix(p, "*"))
}
`;
