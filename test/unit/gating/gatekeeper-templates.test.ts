import { describe, expect, it } from 'vitest';
import { BAD, constraint, POD_KINDS, pod, repos } from './constraints';
import { decide, verdictsOf } from './deciding';

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
    ['labelSelector', 'match: { labelSelector: { matchLabels: {{ .Values.labels }} } }, parameters: { repos: [a/] }'],
    ['name', 'match: { name: {{ .Values.name }} }, parameters: { repos: [a/] }'],
    ['scope', 'match: { scope: 5 }, parameters: { repos: [a/] }'],
    ['enforcementAction', 'match: {}, enforcementAction: {{ .Values.action }}, parameters: { repos: [a/] }'],
  ])('leaves open whether a constraint applies: %s', (part, spec) => {
    const written = `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata: { name: c }\nspec: { ${spec} }\n`;
    expect(decide(written, BAD)[0]).toContain(`may apply (its \`${part}\` can not be read)`);
  });

  it.each([
    'matchLabels: { app: "{{ .Values.app }}" }',
    'matchExpressions: [{ key: app, operator: In, values: ["{{ .Values.app }}"] }]',
    'matchExpressions: [{ key: app, operator: "{{ .Values.operator }}" }]',
  ])('leaves open which labels are meant, where there are some: %s', (selector) => {
    const labelled = repos(`labelSelector: { ${selector} }`);
    expect(decide(labelled, pod('nginx', 'name: web, labels: { app: web }'))[0]).toContain(
      'may apply (its `labelSelector` can not be read)',
    );
  });

  it('matters not where the labels decide', () => {
    const selector = 'labelSelector: { matchLabels: { app: "{{ .Values.app }}" } }';
    expect(verdictsOf(repos(selector), pod('nginx', 'name: web'))).toBe('does not apply');
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
