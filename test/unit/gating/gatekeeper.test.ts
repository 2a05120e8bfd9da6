import { describe, expect, it } from 'vitest';
import { decide, placeOf, verdictsOf } from './deciding';

const POD_KINDS = 'kinds: [{ apiGroups: [""], kinds: [Pod] }]';
const DIGEST = `sha256:${'0'.repeat(64)}`;

function constraint(kind: string, parameters: string, match = POD_KINDS, rest = ''): string {
  const spec = `match: { ${match} }, parameters: { ${parameters} }${rest === '' ? '' : `, ${rest}`}`;
  return `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: ${kind}\nmetadata: { name: c }\nspec: { ${spec} }\n`;
}
const repos = (match?: string, rest?: string): string =>
  constraint('K8sAllowedRepos', 'repos: ["registry.example.com/"]', match, rest);

function pod(image: string, metadata = 'name: web, namespace: shop', spec = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { ${metadata} }\nspec: { containers: [{ name: c, image: "${image}" }]${spec} }\n`;
}
function deployment(image: string): string {
  const template = `template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: "${image}" }] } }`;
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { ${template} }\n`;
}
function namespace(labels: string): { namespaceYaml: string } {
  return { namespaceYaml: `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n` };
}
const BAD = pod('docker.io/library/nginx:1.25');

describe('K8sAllowedRepos', () => {
  it.each([
    ['registry.example.com/app:1', 'admits'],
    ['docker.io/library/nginx:1', 'rejects'],
    ['nginx', 'rejects'],
    ['registry.example.com.evil.io/app:1', 'rejects'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(repos(), pod(image))).toBe(verdict);
  });

  it('compares beginnings, so that a registry without a slash lets others in', () => {
    const open = constraint('K8sAllowedRepos', 'repos: [registry.example.com]');
    expect(verdictsOf(open, pod('registry.example.com.evil.io/app'))).toBe('admits');
  });

  it('takes the image as it is written, not as Docker reads it', () => {
    const library = constraint('K8sAllowedRepos', 'repos: [docker.io/library/]');
    expect(verdictsOf(library, pod('nginx:1'))).toBe('rejects');
    expect(verdictsOf(library, pod('docker.io/library/nginx:1'))).toBe('admits');
  });

  it('says what it compared with, and points there', () => {
    expect(decide(repos(), BAD)).toEqual([
      'Gatekeeper K8sAllowedRepos/c denies, fails open: docker.io/library/nginx:1.25 rejects (none of its `repos` allows it)',
    ]);
    expect(placeOf(repos(), BAD)).toBe('["registry.example.com/"]');
    expect(decide(repos(), pod('registry.example.com/app'))).toEqual([
      'Gatekeeper K8sAllowedRepos/c denies, fails open: registry.example.com/app admits (its `repos` have `registry.example.com/`)',
    ]);
    expect(placeOf(repos(), pod('registry.example.com/app'))).toBe('"registry.example.com/"');
  });

  it('refuses everything by an empty list, and nothing without one', () => {
    expect(verdictsOf(constraint('K8sAllowedRepos', 'repos: []'), BAD)).toBe('rejects');
    expect(decide(constraint('K8sAllowedRepos', ''), BAD)[0]).toContain(
      'admits (it has no `repos`, and without them its template refuses nothing)',
    );
  });

  it.each(['containers', 'initContainers', 'ephemeralContainers'])('looks at %s', (list) => {
    const others = list === 'containers' ? '' : `, ${list}: [{ name: i, image: evil/x }]`;
    const image = list === 'containers' ? 'evil/x' : 'registry.example.com/a';
    expect(verdictsOf(repos(), pod(image, 'name: web', others))).toContain('rejects');
  });

  it('does not know what a placeholder or an expression will be', () => {
    const unknown = pod('auto');
    expect(decide(repos(), unknown)[0]).toContain('unknown (the image is still to be filled in)');
  });
});

describe('K8sAllowedReposv2', () => {
  const allowed = constraint('K8sAllowedReposv2', 'allowedImages: ["registry.example.com/*", "ubuntu:20.14", "a*b"]');

  it.each([
    ['registry.example.com/team/app:1', 'admits'],
    ['ubuntu:20.14', 'admits'],
    ['ubuntu:20.14-evil', 'rejects'],
    ['registry.example.com.evil.io/app', 'rejects'],
    ['axb', 'rejects'],
    ['a*b', 'admits'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(allowed, pod(image))).toBe(verdict);
  });
});

describe('K8sDisallowedRepos', () => {
  const disallowed = constraint('K8sDisallowedRepos', 'repos: ["k8s.gcr.io/"]');

  it('refuses what begins so and admits the rest', () => {
    expect(decide(disallowed, pod('k8s.gcr.io/pause'))[0]).toContain('rejects (its `repos` disallow `k8s.gcr.io/`)');
    expect(verdictsOf(disallowed, pod('registry.k8s.io/pause'))).toBe('admits');
    expect(verdictsOf(disallowed, pod('docker.io/k8s.gcr.io/x'))).toBe('admits');
  });

  it('has no second edition in the library', () => {
    const second = constraint('K8sDisallowedReposv2', 'disallowedImages: ["evil/*"]');
    expect(decide(second, pod('evil/x'))[0]).toContain(
      "unknown (its template is not one of Gatekeeper's library: K8sDisallowedReposv2)",
    );
  });
});

describe('K8sDisallowedTags', () => {
  const tags = constraint('K8sDisallowedTags', 'tags: [latest], exemptImages: ["exempt:latest", "team/*"]');

  it.each([
    ['nginx:latest', 'rejects'],
    ['nginx', 'rejects'],
    ['nginx:1.25', 'admits'],
    // The library looks for a colon, and a port has one.
    ['registry.example.com:5000/nginx', 'admits'],
    [`nginx:latest@${DIGEST}`, 'admits'],
    [`nginx@${DIGEST}`, 'admits'],
    ['exempt:latest', 'skips'],
    ['exempt:latest2', 'admits'],
    ['team/app', 'skips'],
    ['docker.io/team/app', 'rejects'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(tags, pod(image))).toBe(verdict);
  });

  it('says why', () => {
    expect(decide(tags, pod('nginx'))[0]).toContain('rejects (the image has no tag)');
    expect(decide(tags, pod('nginx:latest'))[0]).toContain('rejects (its `tags` disallow `latest`)');
    expect(decide(tags, pod('team/app'))[0]).toContain('skips (it exempts `team/*`)');
  });

  it('refuses images without a tag also where no tags are listed', () => {
    expect(verdictsOf(constraint('K8sDisallowedTags', ''), pod('nginx'))).toBe('rejects');
  });
});

describe('K8sImageDigests', () => {
  const digests = constraint('K8sImageDigests', 'exemptImages: ["team/*"]');

  it.each([
    [`nginx@${DIGEST}`, 'admits'],
    ['nginx:1.25', 'rejects'],
    ['team/app', 'skips'],
  ])('decides about %s: %s', (image, verdict) => {
    expect(verdictsOf(digests, pod(image))).toBe(verdict);
  });
});

describe('a constraint applies', () => {
  it.each([
    ['kinds of another group', 'kinds: [{ apiGroups: [apps], kinds: [Pod] }]', 'does not apply'],
    ['every kind', 'kinds: [{ apiGroups: ["*"], kinds: ["*"] }]', 'rejects'],
    ['no kinds', '', 'rejects'],
    ['a namespace', `${POD_KINDS}, namespaces: [shop]`, 'rejects'],
    ['another namespace', `${POD_KINDS}, namespaces: [other]`, 'does not apply'],
    ['namespaces by their beginning', `${POD_KINDS}, namespaces: ["sh*"]`, 'rejects'],
    ['namespaces by their end', `${POD_KINDS}, namespaces: ["*op"]`, 'rejects'],
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
      'may apply (it depends on the labels of the namespace "shop", which this workspace does not have)',
    );
  });

  it('by the namespace only where the manifest says one', () => {
    const own = repos(`${POD_KINDS}, namespaces: [shop]`);
    const nowhere = pod('nginx:1', 'name: web');
    expect(decide(own, nowhere)[0]).toContain(
      'may apply (it depends on the namespace, which the manifest does not say)',
    );
    expect(verdictsOf(repos(`${POD_KINDS}, namespaces: ["*"]`), nowhere)).toBe('rejects');
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
      'Gatekeeper K8sAllowedRepos/c denies, fails open: nginx skips (it is about the Deployment, but its template sees the containers of pods alone)',
    ]);
    expect(verdictsOf(workloads, BAD)).toBe('does not apply');
  });

  it('to generated pods where an ExpansionTemplate makes them', () => {
    const generated = repos(`${POD_KINDS}, source: Generated`);
    const expansion = `---\napiVersion: expansion.gatekeeper.sh/v1alpha1\nkind: ExpansionTemplate\nmetadata: { name: e }
spec: { applyTo: [{ groups: [apps], kinds: [Deployment], versions: [v1] }], templateSource: spec.template, generatedGVK: { kind: Pod, group: "", version: v1 } }\n`;
    expect(verdictsOf(generated + expansion, deployment('nginx'))).toBe('rejects');
    expect(decide(generated, deployment('nginx'))[0]).toContain('may apply (it depends on an ExpansionTemplate');
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

  it('fails open unless its webhook says otherwise', () => {
    expect(decide(repos(), BAD)[0]).toContain('denies, fails open');
    expect(decide(repos() + webhook('failurePolicy: Ignore'), BAD)[0]).toContain('denies, fails open');
    expect(decide(repos() + webhook('failurePolicy: Fail'), BAD)[0]).toContain('c denies:');
    expect(decide(repos() + webhook('failurePolicy: Fail', 'other'), BAD)[0]).toContain('denies, fails open');
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

describe('a ConstraintTemplate in the workspace', () => {
  const rego = (...lists: readonly string[]): string =>
    `        package k8sallowedrepos
${lists
  .map(
    (list) => `        violation[{"msg": msg}] {
          container := input.review.object.spec.${list}[_]
          not strings.any_prefix_match(container.image, input.parameters.repos)
          msg := sprintf("%v is not allowed", [container.image])
        }`,
  )
  .join('\n')}`;
  const template = (code: string): string =>
    `---\napiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: { name: k8sallowedrepos }
spec:
  crd: { spec: { names: { kind: K8sAllowedRepos } } }
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
${code}\n`;
  const ephemeral = pod('registry.example.com/a', 'name: web', ', ephemeralContainers: [{ name: d, image: evil/x }]');

  it('says which lists are looked at', () => {
    const all = template(rego('containers', 'initContainers', 'ephemeralContainers'));
    expect(verdictsOf(repos() + all, ephemeral)).toBe('admits rejects');
    const old = template(rego('containers', 'initContainers'));
    expect(decide(repos() + old, ephemeral)[0]).toContain(
      'evil/x skips (its ConstraintTemplate does not look at `ephemeralContainers`)',
    );
  });

  it.each([
    [
      'another name',
      rego('containers').replace('not strings', 'input.review.namespace != x\n          not strings'),
      'namespace',
    ],
    [
      'another text',
      rego('containers').replace('not strings', 'container.image != "trusted"\n          not strings'),
      'trusted',
    ],
    ['another place', rego('template.spec.containers').replace('spec.containers', 'x'), 'spec.containers'],
  ])('that has %s than the library is not evaluated', (_, code, word) => {
    expect(decide(repos() + template(code), BAD)[0]).toContain(
      `unknown (its ConstraintTemplate "k8sallowedrepos" is not the one of Gatekeeper's library (\`${word}\`), and Rego is not evaluated)`,
    );
  });

  it('in CEL is not evaluated', () => {
    const cel = template('').replace(/rego: \|\n/, 'code: [{ engine: K8sNativeValidation, source: {} }]');
    expect(decide(repos() + cel, BAD)[0]).toContain(
      'unknown (the Rego of its ConstraintTemplate "k8sallowedrepos" can not be read)',
    );
  });

  it('with other parameters than the library has is another one', () => {
    const more = constraint('K8sAllowedRepos', 'repos: [a/], exemptImages: ["nginx*"]');
    expect(decide(more, BAD)[0]).toContain(
      "unknown (its parameter `exemptImages` is none of K8sAllowedRepos in Gatekeeper's library, so its template is another one)",
    );
  });
});

describe('what can not be read', () => {
  it.each([
    ['match', 'match: "{{ .Values.match }}", parameters: { repos: [a/] }'],
    ['match', 'match: {{ .Values.match }}, parameters: { repos: [a/] }'],
    ['parameters', 'match: {}, parameters: {{ .Values.parameters }}'],
    ['kinds', 'match: { kinds: {{ .Values.kinds }} }, parameters: { repos: [a/] }'],
    ['labelSelector', 'match: { labelSelector: [] }, parameters: { repos: [a/] }'],
    ['enforcementAction', 'match: {}, enforcementAction: {{ .Values.action }}, parameters: { repos: [a/] }'],
  ])('leaves open whether a constraint applies: %s', (part, spec) => {
    const written = `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata: { name: c }\nspec: { ${spec} }\n`;
    expect(decide(written, BAD)[0]).toContain(`may apply (its \`${part}\` can not be read)`);
  });

  it.each([
    ['K8sAllowedRepos', 'repos: ["{{ .Values.registry }}", "ok/"]', 'repos'],
    ['K8sAllowedRepos', 'repos: {{ .Values.repos }}', 'repos'],
    ['K8sAllowedRepos', 'repos: ok/', 'repos'],
    ['K8sDisallowedRepos', 'repos: [5]', 'repos'],
    ['K8sDisallowedTags', 'tags: [1.25]', 'tags'],
    ['K8sImageDigests', 'exemptImages: ["{{ .Values.exempt }}"]', 'exemptImages'],
  ])('leaves the verdict of %s open: %s', (kind, parameters, list) => {
    const written = constraint(kind, parameters);
    expect(decide(written, BAD)[0]).toContain(`unknown (not all of its \`${list}\` can be read)`);
  });

  it('matters only where it decides', () => {
    const partly = constraint('K8sAllowedRepos', 'repos: ["{{ .Values.registry }}", "ok/"]');
    expect(verdictsOf(partly, pod('ok/app'))).toBe('admits');
    const namespaces = repos(`${POD_KINDS}, namespaces: ["{{ .Values.namespace }}", shop]`);
    expect(verdictsOf(namespaces, BAD)).toBe('rejects');
    expect(verdictsOf(namespaces.replace('shop]', 'x]'), BAD)).toBe('may apply');
  });

  it('of a pod leaves everything open', () => {
    const broken =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers: [{ name: c, image: nginx\n';
    expect(verdictsOf(repos(), broken)).toBe('may apply');
  });
});
