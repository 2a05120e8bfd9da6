import { describe, expect, it } from 'vitest';
import { decide, verdictsOf } from './deciding';

const RULES = `rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }, { apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments, replicasets] }]`;
function webhook(rest = 'failurePolicy: Fail', rules = RULES): string {
  return `apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: { name: connaisseur-webhook }
webhooks: [{ name: connaisseur-svc.connaisseur.svc, ${rules}, ${rest} }]\n`;
}
function configMap(name: string, data: string): string {
  return `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: connaisseur }\ndata:\n${data}`;
}
function policy(...rules: readonly string[]): string {
  const lines = [
    'validators:',
    '- { name: allow, type: static, approve: true }',
    '- { name: deny, type: static, approve: false }',
    '- { name: odd, type: static }',
    '- { name: default, type: cosign, trustRoots: [{ name: ci, key: x }] }',
    'policy:',
    ...rules.map((rule) => `- { ${rule} }`),
  ];
  return configMap('connaisseur-app-config', `  config.yaml: |\n${lines.map((line) => `    ${line}`).join('\n')}\n`);
}
function pod(image: string, rest = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [{ name: c, image: "${image}" }]${rest} }\n`;
}
function namespace(labels: string): { namespaceYaml: string } {
  return { namespaceYaml: `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n` };
}
const OURS = [
  'pattern: "*:*", validator: deny',
  'pattern: "registry.example.com/*:*", validator: allow',
  'pattern: "docker.io/library/*:*"',
  'pattern: "docker.io/library/nginx:*", validator: deny',
  'pattern: "docker.io/library/alpine:*", with: { trustRoot: ci }',
];

describe("Connaisseur's policy", () => {
  it.each([
    ['registry.example.com/app:1', 'admits'],
    ['registry.example.com/team/app', 'admits'],
    ['quay.io/app', 'rejects'],
    ['registry.example.com.evil.io/app', 'rejects'],
    ['nginx', 'rejects'],
    ['docker.io/library/nginx:1', 'rejects'],
    ['redis', 'unknown'],
    [`quay.io/app@sha256:${'0'.repeat(64)}`, 'rejects'],
  ])('decides about %s by the most specific pattern: %s', (image, verdict) => {
    expect(verdictsOf(webhook() + policy(...OURS), pod(image))).toBe(verdict);
    // In whatever order they are written.
    expect(verdictsOf(webhook() + policy(...OURS.toReversed()), pod(image))).toBe(verdict);
  });

  it.each([
    ['what they have in common with the image', 'quay.i*/s*', 'quay.io/*'],
    ['their length', '*', '*:*'],
    ['their parts', 'quay.io*', '*/*'],
  ])('tells patterns apart by %s', (_, less, more) => {
    const rules = [`pattern: "${less}", validator: deny`, `pattern: "${more}", validator: allow`];
    expect(verdictsOf(webhook() + policy(...rules), pod('quay.io/shop:1'))).toBe('admits');
    expect(verdictsOf(webhook() + policy(...rules.toReversed()), pod('quay.io/shop:1'))).toBe('admits');
  });

  it('says by which pattern and validator', () => {
    const decided = (image: string): string => decide(webhook() + policy(...OURS), pod(image))[0] ?? '';
    expect(decided('registry.example.com/app')).toBe(
      'Connaisseur MutatingWebhookConfiguration/connaisseur-webhook denies: registry.example.com/app admits (its pattern `registry.example.com/*:*` allows it without a signature)',
    );
    expect(decided('nginx')).toContain('rejects (its pattern `docker.io/library/nginx:*` denies it)');
    expect(decided('alpine')).toContain(
      'unknown (its pattern `docker.io/library/alpine:*` uses the validator "default" with the trust root "ci", and only the registry knows whether the image is signed)',
    );
  });

  it('refuses what no pattern matches, and what has no validator', () => {
    const few = policy('pattern: "quay.io/*", validator: allow', 'pattern: "gcr.io/*", validator: nobody');
    expect(decide(webhook() + few, pod('nginx'))[0]).toContain(
      'rejects (none of the patterns of its policy matches the image)',
    );
    expect(decide(webhook() + few, pod('gcr.io/app'))[0]).toContain(
      'rejects (its pattern `gcr.io/*` has the validator "nobody", which does not exist)',
    );
  });

  it.each(['REG.example.com/app', 'reg.example.com/app'])('does not tell capitals in a host apart: %s', (image) => {
    const allowing = policy('pattern: "*:*", validator: deny', 'pattern: "reg.example.com/*:*", validator: allow');
    expect(verdictsOf(webhook() + allowing, pod(image))).toBe('admits');
    const denying = policy('pattern: "*:*", validator: allow', 'pattern: "Reg.Example.com/*:*", validator: deny');
    expect(verdictsOf(webhook() + denying, pod(image))).toBe('rejects');
    // The longer host has more in common with the image.
    const two = policy(
      'pattern: "*.example.com/*:*", validator: deny',
      'pattern: "reg.example.com/*:*", validator: allow',
    );
    expect(verdictsOf(webhook() + two, pod(image))).toBe('admits');
  });

  it('refuses what it can not read', () => {
    const all = policy('pattern: "*", validator: allow');
    expect(decide(webhook() + all, pod(`quay.io/app@sha512:${'0'.repeat(128)}`))[0]).toContain(
      'rejects (Connaisseur accepts only digests of `sha256:` with 64 lower-case hexadecimal digits)',
    );
    expect(verdictsOf(webhook() + all, pod('quay.io/App'))).toBe('rejects');
  });

  it('matches anywhere in a name', () => {
    const open = policy('pattern: "registry.example.com/*", validator: allow');
    expect(verdictsOf(webhook() + open, pod('evil.io/registry.example.com/app'))).toBe('admits');
  });

  it.each([
    ['not in the workspace', '', 'the ConfigMap "connaisseur-app-config" with its policy is not in this workspace'],
    [
      'no list',
      configMap('connaisseur-app-config', '  config.yaml: "policy: 5"\n'),
      'the policy in the ConfigMap "connaisseur-app-config" cannot be read',
    ],
    [
      'not there',
      configMap('connaisseur-app-config', '  other: x\n'),
      'the policy in the ConfigMap "connaisseur-app-config" cannot be read',
    ],
    [
      'of more than stars',
      policy('pattern: "quay.io/{a,b}", validator: allow'),
      'its pattern `quay.io/{a,b}` has a form that is not evaluated here',
    ],
    ['without a word', policy('pattern: "*:*", validator: odd'), '`approve` of the validator "odd" cannot be read'],
  ])('that is %s leaves the verdict open', (_, written, reason) => {
    expect(decide(webhook() + written, pod('nginx'))[0]).toContain(`nginx unknown (${reason})`);
  });

  it('only warns in detection mode', () => {
    const detecting = (mode: string): string => configMap('connaisseur-env', `  DETECTION_MODE: "${mode}"\n`);
    expect(decide(webhook() + policy(...OURS) + detecting('true'), pod('nginx'))[0]).toContain(
      'reports: nginx rejects',
    );
    expect(decide(webhook() + policy(...OURS) + detecting('false'), pod('nginx'))[0]).toContain(
      'denies: nginx rejects',
    );
  });
});

describe('Connaisseur looks', () => {
  const denying = policy('pattern: "*:*", validator: deny');
  const selector = (operator: string, value: string): string =>
    `namespaceSelector: { matchExpressions: [{ key: securesystemsengineering.connaisseur/webhook, operator: ${operator}, values: [${value}] }] }`;
  const label = (value: string) => namespace(`securesystemsengineering.connaisseur/webhook: ${value}`);

  it('into all namespaces but those that are labelled, or only into these', () => {
    const ignoring = webhook(selector('NotIn', 'ignore')) + denying;
    expect(verdictsOf(ignoring, pod('nginx'), namespace('a: b'))).toBe('rejects');
    expect(decide(ignoring, pod('nginx'), label('ignore'))[0]).toContain(
      'does not apply: its webhook excludes the namespace "shop"',
    );
    expect(verdictsOf(ignoring, pod('nginx'))).toBe('may apply');
    const validating = webhook(selector('In', 'validate')) + denying;
    expect(verdictsOf(validating, pod('nginx'), label('validate'))).toBe('rejects');
    expect(verdictsOf(validating, pod('nginx'), namespace('a: b'))).toBe('does not apply');
    expect(decide(validating, pod('nginx'))[0]).toContain(
      'may apply (the result depends on the labels of the namespace "shop"',
    );
  });

  it.each(['initContainers', 'ephemeralContainers'])('at %s', (list) => {
    expect(verdictsOf(webhook() + denying, pod('nginx', `, ${list}: [{ name: i, image: busybox }]`))).toBe(
      'rejects rejects',
    );
  });

  it('at what its webhook is for', () => {
    const services = RULES.replace('[pods]', '[services]').replace('[deployments, replicasets]', '[x]');
    expect(decide(webhook('failurePolicy: Fail', services) + denying, pod('nginx'))[0]).toContain(
      'does not apply: its webhook is not called when pods are created',
    );
    const workloads = RULES.replace('[pods]', '[services]');
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: c, image: nginx }] } } }\n`;
    expect(verdictsOf(webhook('failurePolicy: Fail', workloads) + denying, deployment)).toBe('rejects');
    expect(verdictsOf(webhook('failurePolicy: Fail', 'rules: []') + denying, pod('nginx'))).toBe('does not apply');
    expect(
      verdictsOf(
        webhook('failurePolicy: Fail', RULES.replace('[pods]', '["{{ .Values.what }}"]')) + denying,
        pod('nginx'),
      ),
    ).toBe('may apply');
    expect(verdictsOf(webhook('objectSelector: { matchLabels: { a: b } }') + denying, pod('nginx'))).toBe(
      'does not apply',
    );
    expect(decide(webhook('matchConditions: [{ name: c, expression: "true" }]') + denying, pod('nginx'))[0]).toContain(
      'may apply (the result depends on the `matchConditions` of its webhook)',
    );
  });

  it('nowhere for certain by a selector that cannot be read', () => {
    const unread = webhook('namespaceSelector: {{ .Values.selector }}') + denying;
    expect(decide(unread, pod('nginx'), namespace('a: b'))[0]).toContain(
      'may apply (a selector of its webhook cannot be read)',
    );
    const labels = webhook('objectSelector: { matchLabels: {{ .Values.labels }} }') + denying;
    expect(verdictsOf(labels, pod('nginx'), namespace('a: b'))).toBe('may apply');
  });

  it('fails open by its webhook', () => {
    expect(decide(webhook('failurePolicy: Ignore') + denying, pod('nginx'))[0]).toContain('denies, fails open');
    expect(decide(webhook('failurePolicy: Fail') + denying, pod('nginx'))[0]).toContain('denies:');
  });
});
