import * as fromAdmission from '../unit/gating/admission-policies';
import * as fromGatekeeper from '../unit/gating/constraints';
import * as fromKyverno from '../unit/gating/kyverno-policies';

const LISTS = ['containers', 'initContainers', 'ephemeralContainers'];
const ADMISSION = 'apiVersion: admissionregistration.k8s.io/v1';
const RULES = 'rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }]';
const KYVERNO_CEL = `spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  variables: [{ name: ours, expression: "['a.io/', 'b.io/']" }]
`;

/** The expressions of CEL that policies on images are made of. */
export const CEL: readonly string[] = [
  "object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))",
  "object.spec.?initContainers.orValue([]).all(c, c.image.matches('^registry.example.com/'))",
  'has(object.metadata.labels) && object.metadata.labels.exists(l, l == "x")',
  'variables.images.map(i, i.split("/")[0]).filter(r, !(r in params.data.repos.split(","))).size() == 0',
  'image(object.spec.containers[0].image).registry() == "a.io"',
  'object.spec.containers.exists_one(c, c.name == "x") ? oldObject == null : request.operation in ["CREATE", "UPDATE"]',
  '[1, 2, 3].map(x, [x, x].map(y, y * 2)).sum() > quantity("1Gi").asInteger()',
  '{"a": 1, "b": [1.5, 2u, b"x", null]}["a"] == dyn(1) && type(1) == int && timestamp("2020-01-01T00:00:00Z") < now',
  'cel.bind(x, object.metadata.name, x + x) == "ab" || optional.of(1).hasValue()',
  'semver("1.2.3").isGreaterThan(semver("1.0.0")) && url("https://x/y").getHost() == "x"',
];

/** JMESPath, as Kyverno's policies have it. */
export const JMESPATH: readonly string[] = [
  'request.object.spec.containers[].image',
  "images.containers.*.registry | [?@ != 'a.io'] | length(@)",
  "request.object.spec.[containers, initContainers, ephemeralContainers][].{name: name, image: image}[?contains(image, ':latest')]",
  "to_upper(join('-', keys(request.object.metadata.labels || `{}`)))",
  'sort_by(list, &size)[-1].tags[::-1]',
  "regex_match('^[a-z]+$', '{{request.object.metadata.name}}') && !(a.b == `[1, \"2\"]`)",
  'max_by(@, &length(@)) || merge(`{"a": 1}`, `{"b": 2}`)',
  "split(replace_all(text, '/', ':'), ':')[0:2] | map(&trim(@, ' '), @)",
  'sum(map(&to_number(@), a.b)) >= `3` && not_null(x, y, z)',
];

/** Rego, as the templates of Gatekeeper have it. */
export const REGO: readonly string[] = [
  `package x\n${LISTS.map((list) => fromGatekeeper.violation(list, 'not strings.any_prefix_match(c.image, input.parameters.repos)')).join('')}`,
  `package x\n${fromGatekeeper.violationOf('ours[_]', 'not spared(c)')}${fromGatekeeper.walked(...LISTS)}${fromGatekeeper.SPARED}`,
  `package x\nimport rego.v1\nimport data.lib.exempt_container.is_exempt\nviolation contains {"msg": text} if {\n  some c in input.review.object.spec.containers\n  not is_exempt(c)\n  text := sprintf("no %v", [c.image])\n}\n`,
  'package lib.exempt_container\nis_exempt(c) {\n  x := object.get(object.get(input, "parameters", {}), "exemptImages", [])\n  img := c.image\n  e := x[_]\n  _matches(img, e)\n}\n_matches(a, b) { a == b } else = true { endswith(b, "*"); startswith(a, trim_suffix(b, "*")) }\ndefault other = false\n',
];

const gatekeeper = REGO.map((code) => {
  const body = code.replace(/^package [\w.]+\n/, '');
  return `${fromGatekeeper.repos()}${fromGatekeeper.template('K8sAllowedRepos', body, 'package lib.a\nb(x) {\n  x == 1\n}\n')}`;
});

const kyverno = [
  'validate: { message: "no {{request.object.metadata.name}}", pattern: { spec: { containers: [{ image: "a.io/* | b.io/*", =(securityContext): { =(privileged): "!true" } }], ^(initContainers): [{ (name): "?*", image: "!*:latest" }] } } }',
  'validate: { anyPattern: [{ spec: { containers: [{ image: "a.io/*" }] } }, { metadata: { X(labels): null } }] }',
  'validate: { deny: { conditions: { any: [{ key: "{{ images.containers.*.registry }}", operator: AnyNotIn, value: [a.io] }, { key: "{{ request.object.spec.containers[].image }}", operator: GreaterThan, value: 1h }] } } }',
  'validate: { foreach: [{ list: "request.object.spec.containers", preconditions: { all: [{ key: "{{element.name}}", operator: NotEquals, value: x }] }, deny: { conditions: { any: [{ key: "{{ element.image }}", operator: NotIn, value: ["a.io/*"] }] } } }] }',
  'context: [{ name: a, variable: { jmesPath: "request.object.metadata.labels", default: {} } }, { name: c, configMap: { name: c, namespace: d } }]\nvalidate: { cel: { expressions: [{ expression: "object.spec.containers.all(c, c.image.startsWith(\'a.io\'))" }] } }',
  'verifyImages: [{ imageReferences: ["ghcr.io/*"], skipImageReferences: ["*:x"], mutateDigest: true, required: true, attestors: [{ count: 1, entries: [{ keys: { publicKeys: x } }] }] }]',
  'mutate: { patchStrategicMerge: { spec: { containers: [{ (name): "*", image: "a.io/{{ element.image }}" }] } } }',
].map((rule) => fromKyverno.clusterPolicy(rule));

const others = [
  `apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: { name: ours }\nspec: { mode: enforce, images: [{ glob: "ghcr.io/*/app**" }], match: [{ group: apps, version: v1, resource: deployments }], authorities: [{ name: a, keyless: { url: https://x } }, { static: { action: pass } }], policy: { type: cue, data: x } }\n`,
  `${ADMISSION}\nkind: MutatingWebhookConfiguration\nmetadata: { name: connaisseur-webhook }\nwebhooks: [{ name: connaisseur-svc.connaisseur.svc, ${RULES}, failurePolicy: Fail }]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: connaisseur-app-config, namespace: connaisseur }\ndata:\n  config.yaml: |\n    validators:\n    - { name: allow, type: static, approve: true }\n    - { name: default, type: cosign, trustRoots: [{ name: ci, key: x }] }\n    policy:\n    - { pattern: "*:*", validator: allow }\n    - { pattern: "quay.io/*:*", with: { trustRoot: ci } }\n`,
  `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: RatifyVerification\nmetadata: { name: signed }\nspec: { match: { ${fromGatekeeper.POD_KINDS}, namespaces: ["*"] } }\n`,
  'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{ name: ImagePolicyWebhook, configuration: { imagePolicy: { defaultAllow: true, kubeConfigFile: x } } }]\n',
  `apiVersion: policies.kyverno.io/v1\nkind: ValidatingPolicy\nmetadata: { name: p }\n${KYVERNO_CEL}  validations: [{ expression: "object.spec.containers.all(c, variables.ours.exists(o, c.image.startsWith(o)))", message: Only ours. }]\n---\napiVersion: policies.kyverno.io/v1\nkind: PolicyException\nmetadata: { name: e, namespace: ops }\nspec: { policyRefs: [{ name: p, kind: ValidatingPolicy }], images: ["a.io/*"] }\n`,
  `apiVersion: policies.kyverno.io/v1\nkind: ImageValidatingPolicy\nmetadata: { name: p }\n${KYVERNO_CEL}  matchImageReferences: [{ glob: "ghcr.io/*" }, { expression: "image.registry() == 'x'" }]\n  attestors: [{ name: c, cosign: { key: { data: x } } }]\n  validations: [{ expression: "images.containers.map(i, verifyImageSignatures(i, [attestors.c])).all(e, e > 0)" }]\n`,
  `${ADMISSION}\nkind: MutatingAdmissionPolicy\nmetadata: { name: m }\nspec: { matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }, mutations: [{ patchType: ApplyConfiguration, applyConfiguration: { expression: "Object{spec: Object.spec{containers: [Object.spec.containers{name: 'x', image: 'y'}]}}" } }] }\n`,
  'apiVersion: mutations.gatekeeper.sh/v1\nkind: AssignImage\nmetadata: { name: a }\nspec: { applyTo: [{ groups: [""], kinds: [Pod], versions: [v1] }], location: "spec.containers[name:*].image", parameters: { assignDomain: a.io, assignTag: ":x" } }\n',
];

/** Policies of every engine that decides about images. */
export const POLICIES: readonly string[] = [
  ...CEL.map((expression) =>
    fromAdmission.policy(expression, {
      spec: 'paramKind: { apiVersion: v1, kind: ConfigMap }\nvariables: [{ name: images, expression: "object.spec.containers.map(c, c.image)" }]\nmatchConditions: [{ name: m, expression: "request.namespace != \'x\'" }]',
      binding:
        'paramRef: { name: p, namespace: d, parameterNotFoundAction: Deny }\nmatchResources: { namespaceSelector: { matchExpressions: [{ key: a, operator: NotIn, values: [b] }] } }',
    }),
  ),
  ...gatekeeper,
  fromGatekeeper.constraint('K8sDisallowedTags', 'tags: [latest], exemptImages: ["a.io/*"]'),
  fromGatekeeper.constraint(
    'K8sImageDigests',
    'exemptImages: []',
    'labelSelector: { matchLabels: { a: b } }, excludedNamespaces: ["kube-*"]',
  ),
  ...kyverno,
  ...others,
];

/** What policies are asked about. */
export const PODS: readonly string[] = [
  fromGatekeeper.BAD,
  fromGatekeeper.deployment('a.io/x:latest'),
  fromKyverno.pod(['a.io/x', 'b.io/y:1'], {
    init: ['nginx'],
    ephemeral: ['localhost:5000/z'],
    meta: ', labels: { app: web }',
  }),
];
