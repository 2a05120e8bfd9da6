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
