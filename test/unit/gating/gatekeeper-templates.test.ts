import { describe, expect, it } from 'vitest';
import {
  BAD,
  constraint,
  POD_KINDS,
  pod,
  repos,
  SPARED,
  template,
  violation,
  violationOf,
  walked,
} from './constraints';
import { decide, verdictsOf } from './deciding';

const ALLOWED = 'not strings.any_prefix_match(c.image, input.parameters.repos)';
const LISTS = ['containers', 'initContainers', 'ephemeralContainers'];
const GOOD = 'registry.example.com/a';
const reposTemplate = (rego: string, ...libs: readonly string[]): string =>
  repos() + template('K8sAllowedRepos', rego, ...libs);
const everywhere = (...checks: readonly string[]): string => LISTS.map((list) => violation(list, ...checks)).join('\n');

describe('a ConstraintTemplate in the workspace', () => {
  const ephemeral = pod(GOOD, 'name: web', ', ephemeralContainers: [{ name: d, image: evil/x }]');

  it('says which lists are looked at', () => {
    expect(verdictsOf(reposTemplate(everywhere(ALLOWED)), ephemeral)).toBe('admits rejects');
    const old = reposTemplate(violation('containers', ALLOWED) + violation('initContainers', ALLOWED));
    expect(decide(old, ephemeral)[0]).toContain(
      'evil/x skips (its ConstraintTemplate does not check `ephemeralContainers`)',
    );
  });

  it('does not look at what only a comment looks at', () => {
    const commented = `# ${violation('ephemeralContainers', ALLOWED).trim().replaceAll('\n', '\n# ')}\n`;
    expect(verdictsOf(reposTemplate(violation('containers', ALLOWED) + commented), ephemeral)).toBe('admits skips');
  });

  it.each([
    ['collected by rules of their own', violationOf('ours[_]', ALLOWED) + walked(...LISTS)],
    ['walked by `some`', everywhere(ALLOWED).replace(/c := (.*)\[_\]/g, 'some c in $1')],
    [
      'in the syntax of Rego 1',
      `import rego.v1\n${everywhere(ALLOWED).replaceAll('[{"msg": text}]', ' contains {"msg": text} if')}`,
    ],
    [
      'with keywords of the future',
      `import future.keywords.contains\nimport future.keywords.if\n${everywhere(ALLOWED).replaceAll('[{"msg": text}]', ' contains ({"msg": text}) if')}`,
    ],
    [
      'without another line break than needed',
      everywhere(ALLOWED)
        .replace(/(?<=[\])])\n(?= )/g, '; ')
        .replace(/\{\n +/g, '{ '),
    ],
    [
      'with a function for it',
      `${everywhere('not ours(c.image)')}ours(image) {
  one := input.parameters.repos[_]
  startswith(image, one)
}
`,
    ],
    [
      'one after the other',
      everywhere('good := [is | r := input.parameters.repos[_]\n    is := startswith(c.image, r)]', 'not any(good)'),
    ],
    [
      'with an unused rule',
      `${everywhere(ALLOWED)}default other = false
other {
  input.x
}
`,
    ],
    ['with details', everywhere(ALLOWED).replaceAll('{"msg": text}', '{"msg": text, "details": {}}')],
    ['with a plain message', everywhere(ALLOWED).replace(/sprintf\(.*\)/g, '"not ours"')],
  ])('is understood however it is written: %s', (_, rego) => {
    expect(verdictsOf(reposTemplate(rego), pod(GOOD))).toBe('admits');
    expect(verdictsOf(reposTemplate(rego), ephemeral)).toBe('admits rejects');
  });

  it('is understood where its code has the engine beside it', () => {
    const [before = '', code = ''] = reposTemplate(everywhere(ALLOWED)).split('      rego: |\n');
    const rego = code.replace(/^/gm, '      ');
    expect(
      verdictsOf(
        `${before}      code:
        - engine: Rego
          source:
            rego: |
${rego}`,
        BAD,
      ),
    ).toBe('rejects');
  });

  it.each([
    ['one more condition', everywhere('input.review.namespace != "x"', ALLOWED), 'input.review.namespace != "x"'],
    ['one more exception', everywhere('c.image != "trusted"', ALLOWED), 'c.image != "trusted"'],
    ['the opposite', everywhere(ALLOWED.slice(4)), ALLOWED.slice(4)],
    ['another comparison', everywhere(ALLOWED.replace('prefix', 'suffix')), ALLOWED.replace('prefix', 'suffix')],
    [
      'regular expressions',
      everywhere('good := [is | r = input.parameters.repos[_]; is = re_match(r, c.image)]', 'not any(good)'),
      'good := [is | r = input.parameters.repos[_]; is = re_match(r, c.image)]; not any(good)',
    ],
    [
      'the first container alone',
      violationOf('input.review.object.spec.containers[0]', ALLOWED),
      'c := input.review.object.spec.containers[0]',
    ],
    [
      'other containers',
      violationOf('input.review.object.spec.template.spec.containers[_]', ALLOWED),
      'c := input.review.object.spec.template.spec.containers[_]',
    ],
    [
      'no check',
      violation('containers'),
      'c := input.review.object.spec.containers[_]; text := sprintf("not %v", [c.image])',
    ],
    [
      'a message that only named pods have',
      everywhere(ALLOWED).replaceAll('[c.image]', '[input.review.object.metadata.name]'),
      'input.review.object.metadata.name',
    ],
    ['another input', everywhere(`${ALLOWED} with input as {}`), `${ALLOWED} with input as {}`],
    [
      'a function that does more',
      `${everywhere('not ours(c.image)')}ours(image) {
  one := input.parameters.repos[_]
  startswith(image, one)
}
ours("trusted")
`,
      'not ours(c.image)',
    ],
    [
      'a default',
      `${everywhere('not ours(c.image)')}ours(image) {
  one := input.parameters.repos[_]
  startswith(image, one)
}
default ours(_) = true
`,
      'not ours(c.image)',
    ],
    [
      'an `else`',
      `${everywhere(ALLOWED)}violation[{"msg": "x"}] {
  false
} else {
  true
}
`,
      'false',
    ],
    ['rules of another name', everywhere(ALLOWED).replaceAll('violation', 'deny'), 'package k8sallowedrepos'],
  ])('with %s is not evaluated', (_, rego, part) => {
    expect(decide(reposTemplate(rego), BAD)[0]).toContain(
      `unknown (its ConstraintTemplate "k8sallowedrepos" has code that is not in Gatekeeper's library (\`${part}\`), and Rego is not evaluated)`,
    );
  });

  it.each([
    ['has a text without an end', `${everywhere(ALLOWED)}x = "\n`],
    ['has a brace too many', `${everywhere(ALLOWED)}}\n`],
    ['has keys where a set is meant', everywhere(ALLOWED).replaceAll('[{"msg": text}]', '[{"msg": text}] if')],
    ['has a rule of another form', `${everywhere(ALLOWED)}a.b {\n  true\n}\n`],
    ['imports what is no path', `import data.lib["x"]\n${everywhere(ALLOWED)}`],
  ])('is not evaluated where it %s', (_, rego) => {
    expect(decide(reposTemplate(rego), BAD)[0]).toContain(
      'unknown (the Rego of its ConstraintTemplate "k8sallowedrepos" cannot be read)',
    );
  });

  it.each([
    [
      'use each other',
      `ours(i) {
  theirs(i)
}
theirs(i) {
  ours(i)
}
`,
    ],
    [
      'are thousands in a row',
      `ours(i) {\n  f0(i)\n}\n${[...Array(5000).keys()].map((index) => `f${index}(i) {\n  f${index + 1}(i)\n}\n`).join('')}`,
    ],
  ])('is not evaluated where functions %s', (_, functions) => {
    expect(verdictsOf(reposTemplate(everywhere('not ours(c.image)') + functions), BAD)).toBe('unknown');
  });

  it('is not evaluated where a library is there twice', () => {
    const lib = `package lib.spared\n${SPARED}`;
    const rego = `import data.lib.spared.spared\n${everywhere('not spared(c)', ALLOWED)}`;
    expect(verdictsOf(reposTemplate(rego, lib), BAD)).toBe('rejects');
    expect(decide(reposTemplate(rego, lib, lib), BAD)[0]).toContain('cannot be read');
  });

  it('in CEL is not evaluated', () => {
    const [before = ''] = reposTemplate('').split('      rego: |\n');
    expect(decide(`${before}      code: [{ engine: K8sNativeValidation, source: {} }]\n`, BAD)[0]).toContain(
      'unknown (its ConstraintTemplate "k8sallowedrepos" has code for K8sNativeValidation, which is not evaluated here)',
    );
  });

  it('with defaults for parameters is not evaluated', () => {
    const schema = 'validation: { openAPIV3Schema: { properties: { repos: { default: [evil/] } } } }';
    const filled = reposTemplate(everywhere(ALLOWED)).replace('names: { kind: K8sAllowedRepos }', `$&, ${schema}`);
    expect(decide(filled, BAD)[0]).toContain(
      'unknown (its ConstraintTemplate "k8sallowedrepos" has default parameters',
    );
  });

  it('refuses nothing without the parameter that its message has', () => {
    const without = constraint('K8sAllowedRepos', '');
    const mentioning = everywhere(ALLOWED).replaceAll('[c.image]', '[c.image, input.parameters.repos]');
    expect(decide(without + template('K8sAllowedRepos', mentioning), BAD)[0]).toContain(
      'admits (it has no `repos`, and its template denies nothing without it)',
    );
    expect(verdictsOf(without + template('K8sAllowedRepos', everywhere(ALLOWED)), BAD)).toBe('unknown');
  });

  it('decides, not the name of its kind', () => {
    const other = constraint('K8sAllowedrepos', 'repos: [registry.example.com/]');
    expect(verdictsOf(other + template('K8sAllowedrepos', everywhere(ALLOWED)), BAD)).toBe('rejects');
    expect(decide(other, BAD)[0]).toContain("unknown (Gatekeeper's library has no template for K8sAllowedrepos)");
  });

  it('that the workspace does not have has no other parameters than those of the library', () => {
    const more = constraint('K8sAllowedRepos', 'repos: [a/], exemptImages: ["nginx*"]');
    expect(decide(more, BAD)[0]).toContain(
      "unknown (K8sAllowedRepos in Gatekeeper's library has no parameter `exemptImages`, so its template is a different one)",
    );
    expect(verdictsOf(more + template('K8sAllowedRepos', everywhere(ALLOWED)), BAD)).toBe('rejects');
  });
});

describe('a ConstraintTemplate about tags', () => {
  const tags = constraint('K8sDisallowedTags', 'tags: [latest], exemptImages: ["team/*"]');
  const TAGS = 'endswith(c.image, concat(":", ["", input.parameters.tags[_]]))';
  const written = (checks: readonly string[], ...libs: readonly string[]): string => {
    const rules = checks.map((check) => violationOf('ours[_]', ...check.split('; '))).join('');
    const imported = libs.length > 0 ? 'import data.lib.ours.spared\n' : '';
    return tags + template('K8sDisallowedTags', imported + rules + walked(...LISTS), ...libs);
  };
  const OLD = 'not contains(c.image, ":")';
  const NEW = 'p := split(c.image, "/"); not contains(p[count(p) - 1], ":")';
  const PORT = pod('registry.example.com:5000/app');

  it('looks for a tag anywhere in older editions, and behind the last slash in the newest', () => {
    expect(verdictsOf(written([TAGS, OLD]), PORT)).toBe('admits');
    expect(decide(written([TAGS, NEW]), PORT)[0]).toContain('rejects (the image has no tag)');
    expect(verdictsOf(written([TAGS, NEW]), pod('registry.example.com:5000/app:1'))).toBe('admits');
    expect(verdictsOf(written([TAGS, NEW]), pod('nginx:latest'))).toBe('rejects');
  });

  it('refuses only what its rules refuse', () => {
    expect(verdictsOf(written([TAGS]), pod('nginx'))).toBe('admits');
    expect(verdictsOf(written([OLD]), pod('nginx:latest'))).toBe('admits');
  });

  it('exempts images where it has that in its code', () => {
    const lib = `package lib.ours\n${SPARED}`;
    const spare = (check: string): string => `not spared(c); ${check}`;
    const exempting = written([spare(TAGS), spare(NEW)], lib);
    expect(decide(exempting, pod('team/app'))[0]).toContain('skips (it exempts `team/*`)');
    expect(verdictsOf(exempting, pod('nginx'))).toBe('rejects');
    expect(verdictsOf(written([TAGS, NEW]), pod('team/app'))).toBe('rejects');
    // One rule alone leaves it out.
    expect(verdictsOf(written([spare(TAGS), NEW], lib), pod('team/app:latest'))).toBe('admits');
  });
});

describe('what cannot be read', () => {
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
    const written = `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata: { name: c }
spec: { ${spec} }
`;
    expect(decide(written, BAD)[0]).toContain(`may apply (its \`${part}\` cannot be read)`);
  });

  it.each([
    'matchLabels: { app: "{{ .Values.app }}" }',
    'matchExpressions: [{ key: app, operator: In, values: ["{{ .Values.app }}"] }]',
    'matchExpressions: [{ key: app, operator: "{{ .Values.operator }}" }]',
  ])('leaves open which labels are meant, where there are some: %s', (selector) => {
    const labelled = repos(`labelSelector: { ${selector} }`);
    expect(decide(labelled, pod('nginx', 'name: web, labels: { app: web }'))[0]).toContain(
      'may apply (its `labelSelector` cannot be read)',
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
    expect(decide(written, BAD)[0]).toContain(`unknown (a part of its \`${list}\` cannot be read)`);
  });

  it('matters only where it decides', () => {
    const partly = constraint('K8sAllowedRepos', 'repos: ["{{ .Values.registry }}", "ok/"]');
    expect(verdictsOf(partly, pod('ok/app'))).toBe('admits');
    const namespaces = repos(`${POD_KINDS}, namespaces: ["{{ .Values.namespace }}", shop]`);
    expect(verdictsOf(namespaces, BAD)).toBe('rejects');
    expect(verdictsOf(namespaces.replace('shop]', 'x]'), BAD)).toBe('may apply');
  });
});
