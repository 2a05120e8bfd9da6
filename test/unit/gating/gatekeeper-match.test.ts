import { describe, expect, it } from 'vitest';
import { BAD, deployment, namespace, POD_KINDS, pod, repos } from './constraints';
import { decide, verdictsOf } from './deciding';

describe('a constraint applies', () => {
  it.each([
    ['kinds of another group', 'kinds: [{ apiGroups: [apps], kinds: [Pod] }]', 'does not apply'],
    ['every kind', 'kinds: [{ apiGroups: ["*"], kinds: ["*"] }]', 'rejects'],
    ['no kinds', '', 'rejects'],
    ['a namespace', `${POD_KINDS}, namespaces: [shop]`, 'rejects'],
    ['another namespace', `${POD_KINDS}, namespaces: [other]`, 'does not apply'],
    ['namespaces by their beginning', `${POD_KINDS}, namespaces: ["sh*"]`, 'rejects'],
    ['namespaces by their end', `${POD_KINDS}, namespaces: ["*op"]`, 'rejects'],
    ['namespaces by what is no end', `${POD_KINDS}, namespaces: ["*ho"]`, 'does not apply'],
    ['namespaces by a part', `${POD_KINDS}, namespaces: ["*ho*"]`, 'rejects'],
    ['namespaces by another end', `${POD_KINDS}, namespaces: ["*-system"]`, 'does not apply'],
    ['all but a namespace', `${POD_KINDS}, excludedNamespaces: [shop]`, 'does not apply'],
    ['all but others', `${POD_KINDS}, excludedNamespaces: ["kube-*"]`, 'rejects'],
    ['objects of the cluster', `${POD_KINDS}, scope: Cluster`, 'does not apply'],
    ['objects of namespaces', `${POD_KINDS}, scope: Namespaced`, 'rejects'],
    ['labels that the pod has', `${POD_KINDS}, labelSelector: { matchLabels: { app: web } }`, 'rejects'],
    ['labels that it does not have', `${POD_KINDS}, labelSelector: { matchLabels: { app: x } }`, 'does not apply'],
    ['a name', `${POD_KINDS}, name: web`, 'rejects'],
    ['another name', `${POD_KINDS}, name: "db-*"`, 'does not apply'],
    ['what Gatekeeper generates', `${POD_KINDS}, source: Generated`, 'does not apply'],
    ['what is original', `${POD_KINDS}, source: Original`, 'rejects'],
  ])('by %s', (_, match, expected) => {
    const labelled = pod('nginx:1', 'name: web, namespace: shop, labels: { app: web }');
    expect(verdictsOf(repos(match), labelled)).toBe(expected);
  });

  it('by the labels of the namespace, if these are known', () => {
    const selecting = repos(`${POD_KINDS}, namespaceSelector: { matchLabels: { team: a } }`);
    expect(verdictsOf(selecting, BAD, namespace('team: a'))).toBe('rejects');
    expect(verdictsOf(selecting, BAD, namespace('team: b'))).toBe('does not apply');
    expect(decide(selecting, BAD)[0]).toContain(
      'may apply (the result depends on the labels of the namespace "shop", whose manifest is not in this workspace)',
    );
  });

  it('by the namespace only where the manifest says one', () => {
    const own = repos(`${POD_KINDS}, namespaces: [shop]`);
    const nowhere = pod('nginx:1', 'name: web');
    expect(decide(own, nowhere)[0]).toContain(
      'may apply (the result depends on the namespace, which the manifest does not set)',
    );
    expect(verdictsOf(repos(`${POD_KINDS}, namespaces: ["*"]`), nowhere)).toBe('rejects');
  });

  it('to an unknown kind, where a kind is no object', () => {
    expect(decide(repos('kinds: [Pod]'), BAD)[0]).toContain('may apply (a part of its `kinds` cannot be read)');
  });

  it('says which exclusion it was', () => {
    expect(decide(repos(`${POD_KINDS}, excludedNamespaces: ["sh*"]`), BAD)).toEqual([
      'Gatekeeper K8sAllowedRepos/c does not apply: it excludes the namespace "shop"',
    ]);
  });

  it('to the pods of workloads, with the names and labels that these get', () => {
    expect(verdictsOf(repos(), deployment('nginx'))).toBe('rejects');
    expect(verdictsOf(repos(`${POD_KINDS}, name: "web-*"`), deployment('nginx'))).toBe('rejects');
    expect(verdictsOf(repos(`${POD_KINDS}, name: "web-x*"`), deployment('nginx'))).toBe('may apply');
    expect(verdictsOf(repos(`${POD_KINDS}, name: web`), deployment('nginx'))).toBe('does not apply');
    expect(verdictsOf(repos(`${POD_KINDS}, labelSelector: { matchLabels: { app: web } }`), deployment('x'))).toBe(
      'rejects',
    );
  });

  it('without looking at anything where it is about workloads', () => {
    const workloads = repos('kinds: [{ apiGroups: [apps], kinds: [Deployment] }]');
    expect(decide(workloads, deployment('nginx'))).toEqual([
      'Gatekeeper K8sAllowedRepos/c denies, fails open: nginx skips (it applies to the Deployment, but its template checks only the containers of pods)',
    ]);
    expect(verdictsOf(workloads, BAD)).toBe('does not apply');
  });

  it('to generated pods where an ExpansionTemplate makes them', () => {
    const generated = repos(`${POD_KINDS}, source: Generated`);
    const expansion = `---\napiVersion: expansion.gatekeeper.sh/v1alpha1\nkind: ExpansionTemplate\nmetadata: { name: e }
spec: { applyTo: [{ groups: [apps], kinds: [Deployment], versions: [v1] }], templateSource: spec.template, generatedGVK: { kind: Pod, group: "", version: v1 } }\n`;
    expect(verdictsOf(generated + expansion, deployment('nginx'))).toBe('rejects');
    expect(decide(generated, deployment('nginx'))[0]).toContain(
      'may apply (the result depends on the ExpansionTemplate',
    );
    expect(verdictsOf(generated + expansion.replace('[Deployment]', '[Job]'), deployment('nginx'))).toBe('may apply');
  });
});

describe('a violation', () => {
  const scoped = (...scopes: readonly string[]): string =>
    repos(POD_KINDS, `enforcementAction: scoped, scopedEnforcementActions: [${scopes.join(', ')}]`);
  const at = (action: string, point: string): string =>
    `{ action: ${action}, enforcementPoints: [{ name: "${point}" }] }`;

  it.each([
    ['enforcementAction: deny', 'denies'],
    ['enforcementAction: dryrun', 'reports'],
    ['enforcementAction: warn', 'reports'],
    // Gatekeeper knows `deny` alone.
    ['enforcementAction: Deny', 'reports'],
  ])('with %s %s', (action, does) => {
    expect(decide(repos(POD_KINDS, action), BAD)[0]).toContain(`K8sAllowedRepos/c ${does}`);
  });

  it('is what the action of the webhook says, if it is scoped', () => {
    expect(decide(scoped(at('deny', 'validation.gatekeeper.sh')), BAD)[0]).toContain('c denies');
    expect(decide(scoped(at('deny', '*')), BAD)[0]).toContain('c denies');
    expect(decide(scoped(at('warn', 'validation.gatekeeper.sh'), at('deny', 'gator.gatekeeper.sh')), BAD)[0]).toContain(
      'c reports',
    );
    expect(decide(scoped(at('deny', 'audit.gatekeeper.sh')), BAD)).toEqual([
      'Gatekeeper K8sAllowedRepos/c does not apply: only audit.gatekeeper.sh enforces it, not the webhook',
    ]);
  });
});

describe("a cluster's Gatekeeper", () => {
  const config = (name: string, processes: string): string =>
    `---\napiVersion: config.gatekeeper.sh/v1alpha1\nkind: Config\nmetadata: { name: ${name} }
spec: { match: [{ excludedNamespaces: ["sh*"], processes: ["${processes}"] }] }\n`;
  const webhook = (rest: string, name = 'gatekeeper-validating-webhook-configuration'): string =>
    `---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: { name: ${name} }
webhooks: [{ name: validation.gatekeeper.sh, rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: ["*"] }], ${rest} }]\n`;

  it('leaves out what its Config excludes from the webhook', () => {
    expect(decide(repos() + config('config', 'webhook'), BAD)[0]).toContain(
      'does not apply: Gatekeeper\'s Config excludes the namespace "shop"',
    );
    expect(verdictsOf(repos() + config('config', '*'), BAD)).toBe('does not apply');
    expect(verdictsOf(repos() + config('config', 'audit'), BAD)).toBe('rejects');
    // Another name is ignored.
    expect(verdictsOf(repos() + config('mine', '*'), BAD)).toBe('rejects');
    expect(verdictsOf(repos() + config('config', '*'), pod('nginx', 'name: web'))).toBe('may apply');
  });

  it('leaves out namespaces with its label', () => {
    expect(decide(repos(), BAD, namespace('admission.gatekeeper.sh/ignore: because'))[0]).toContain(
      'does not apply: the namespace "shop" has the label `admission.gatekeeper.sh/ignore`',
    );
    expect(verdictsOf(repos(), BAD, namespace('a: b'))).toBe('rejects');
  });

  it('leaves its own namespace out, unless the workspace says otherwise', () => {
    const own = pod('nginx', 'name: web, namespace: gatekeeper-system');
    const ownNamespace = {
      namespaceYaml: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: gatekeeper-system, labels: { a: b } }\n',
    };
    const why = 'does not apply: the installation of Gatekeeper excludes its own namespace "gatekeeper-system"';
    expect(decide(repos(), own)[0]).toContain(why);
    expect(decide(repos(), own, ownNamespace)[0]).toContain(why);
    const byLabel = webhook(
      'namespaceSelector: { matchExpressions: [{ key: admission.gatekeeper.sh/ignore, operator: DoesNotExist }] }',
    );
    expect(decide(repos() + byLabel, own)[0]).toContain(why);
    expect(verdictsOf(repos() + byLabel, own, ownNamespace)).toBe('rejects');
    expect(verdictsOf(repos() + webhook(''), own)).toBe('rejects');
    const byName = webhook(
      'namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [gatekeeper-system] }] }',
    );
    expect(verdictsOf(repos() + byName, own)).toBe('does not apply');
  });

  it('fails open unless its webhook says otherwise', () => {
    expect(decide(repos(), BAD)[0]).toContain('denies, fails open');
    expect(decide(repos() + webhook('failurePolicy: Ignore'), BAD)[0]).toContain('denies, fails open');
    expect(decide(repos() + webhook('failurePolicy: Fail'), BAD)[0]).toContain('c denies:');
    expect(decide(repos() + webhook('failurePolicy: Fail', 'policy.sigstore.dev'), BAD)[0]).toContain(
      'denies, fails open',
    );
  });

  it('is asked only about what its webhook is for', () => {
    const ignoring =
      'failurePolicy: Fail, namespaceSelector: { matchExpressions: [{ key: admission.gatekeeper.sh/ignore, operator: DoesNotExist }] }';
    expect(verdictsOf(repos() + webhook(ignoring), BAD)).toBe('rejects');
    expect(verdictsOf(repos() + webhook(ignoring), BAD, namespace('admission.gatekeeper.sh/ignore: x'))).toBe(
      'does not apply',
    );
    const optIn = 'namespaceSelector: { matchLabels: { gate: "on" } }';
    expect(verdictsOf(repos() + webhook(optIn), BAD)).toBe('may apply');
    expect(verdictsOf(repos() + webhook(optIn), BAD, namespace('gate: "on"'))).toBe('rejects');
    const services = webhook('').replace('resources: ["*"]', 'resources: [services]');
    expect(verdictsOf(repos() + services, BAD)).toBe('does not apply');
  });
});
