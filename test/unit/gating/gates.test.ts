import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../server/src/workspace/facts';
import { analyse, see } from '../analyse';
import { podOf, podWith } from '../manifests';

/** The engines whose image gates a text holds. */
function engines(text: string): string[] {
  return analyse(text).documents.flatMap(({ document }) => factsOf(document).gates.map(({ engine }) => engine));
}
const policy = (apiVersion: string, kind: string, rest: string, name = 'p'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}\n`;
const vap = (rest: string): string => policy('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', rest);
const kyverno = (rule: string, kind = 'ClusterPolicy'): string =>
  policy('kyverno.io/v1', kind, `spec: { rules: [{ name: r, ${rule} }] }`);

describe('an image gate is', () => {
  it.each([
    [
      'ValidatingAdmissionPolicy',
      vap(`spec: { validations: [{ expression: "object.spec.containers.all(c, c.image.startsWith('reg/'))" }] }`),
    ],
    [
      'ValidatingAdmissionPolicy',
      vap(`spec: { variables: [{ name: x, expression: "object.spec.containers.map(c, c.image)" }] }`),
    ],
    ['Kyverno', kyverno('verifyImages: [{ imageReferences: ["*"] }]')],
    ['Kyverno', kyverno('verifyImages: [{ imageReferences: ["*"] }]', 'Policy')],
    ['Kyverno', kyverno('validate: { pattern: { spec: { containers: [{ image: "reg/*" }] } } }')],
    ['Kyverno', kyverno('validate: { pattern: { spec: { "=(initContainers)": [{ "=(image)": "reg/*" }] } } }')],
    [
      'Kyverno',
      kyverno(
        'validate: { foreach: [{ list: request.object.spec.containers, deny: { conditions: [{ key: "{{ element.image }}" }] } }] }',
      ),
    ],
    ['Kyverno', policy('policies.kyverno.io/v1alpha1', 'ImageValidatingPolicy', 'spec: {}')],
    ['Kyverno', policy('policies.kyverno.io/v1beta1', 'NamespacedImageValidatingPolicy', 'spec: {}')],
    [
      'Kyverno',
      policy(
        'policies.kyverno.io/v1alpha1',
        'ValidatingPolicy',
        'spec: { validations: [{ expression: "images.containers.all(i, i != x)" }] }',
      ),
    ],
    ['Gatekeeper', policy('constraints.gatekeeper.sh/v1beta1', 'K8sAllowedRepos', 'spec: {}')],
    ['Gatekeeper', policy('constraints.gatekeeper.sh/v1beta1', 'K8sAllowedReposv2', 'spec: {}')],
    ['Gatekeeper', policy('constraints.gatekeeper.sh/v1beta1', 'K8sImageDigests', 'spec: {}')],
    ['sigstore policy-controller', policy('policy.sigstore.dev/v1beta1', 'ClusterImagePolicy', 'spec: {}')],
    ['Ratify', policy('config.ratify.deislabs.io/v1beta1', 'Verifier', 'spec: {}')],
    [
      'Connaisseur',
      policy(
        'admissionregistration.k8s.io/v1',
        'MutatingWebhookConfiguration',
        'webhooks: [{ name: c, rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }]',
        'connaisseur-webhook',
      ),
    ],
    [
      'ImagePolicyWebhook',
      policy('apiserver.config.k8s.io/v1', 'AdmissionConfiguration', 'plugins: [{ name: ImagePolicyWebhook }]'),
    ],
  ])('one of %s: %s', (engine, text) => {
    expect(engines(text)).toEqual([engine]);
    expect(see(`${podWith('web', 'runAsUser: 1')}---\n${text}`, 'image-gate-missing')).toEqual([]);
  });
});

describe('an image gate is not', () => {
  it.each([
    ['a policy on labels', vap(`spec: { validations: [{ expression: "has(object.metadata.labels.app)" }] }`)],
    [
      'a policy that only speaks of images to people',
      vap('spec: { validations: [{ expression: "true", message: "set spec.containers[].image" }] }'),
    ],
    [
      'a policy on pull policies',
      vap(`spec: { validations: [{ expression: "object.spec.containers.all(c, c.imagePullPolicy == 'Always')" }] }`),
    ],
    [
      'the binding of a policy',
      policy(
        'admissionregistration.k8s.io/v1',
        'ValidatingAdmissionPolicyBinding',
        'spec: { policyName: images.example.com }',
      ),
    ],
    ['a Kyverno rule on labels', kyverno('validate: { pattern: { metadata: { labels: { app: "?*" } } } }')],
    [
      'a Kyverno rule that mutates images',
      kyverno('mutate: { patchStrategicMerge: { spec: { containers: [{ image: x }] } } }'),
    ],
    [
      'a Kyverno rule on pull policies',
      kyverno('validate: { pattern: { spec: { containers: [{ imagePullPolicy: Always }] } } }'),
    ],
    ['another constraint', policy('constraints.gatekeeper.sh/v1beta1', 'K8sRequiredLabels', 'spec: {}')],
    [
      'a template without a constraint',
      policy(
        'templates.gatekeeper.sh/v1',
        'ConstraintTemplate',
        'spec: { crd: { spec: { names: { kind: K8sAllowedRepos } } } }',
      ),
    ],
    ['a ClusterImagePolicy of OpenShift', policy('config.openshift.io/v1', 'ImageDigestMirrorSet', 'spec: {}')],
    ['another webhook', policy('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'webhooks: []')],
    [
      'another admission plugin',
      policy('apiserver.config.k8s.io/v1', 'AdmissionConfiguration', 'plugins: [{ name: PodSecurity }]'),
    ],
    [
      'a kind of the same name from elsewhere',
      policy('example.com/v1', 'ClusterPolicy', 'spec: { rules: [{ verifyImages: [] }] }'),
    ],
  ])('%s', (_, text) => {
    expect(engines(text)).toEqual([]);
    expect(see(`${podWith('web', 'runAsUser: 1')}---\n${text}`, 'image-gate-missing')).toHaveLength(1);
  });
});

describe('images', () => {
  const tag = (image: string, more = ''): string[] =>
    see(podOf(`containers:\n- name: web\n  image: ${image}\n${more}`), 'mutable-tag').map(
      ({ severity, text }) => `${severity} ${text}`,
    );

  it('without a tag, whatever port their registry has', () => {
    expect(tag('reg:5000/app')).toEqual(['warning reg:5000/app']);
    expect(tag('reg:5000/app:1')).toEqual([]);
    expect(tag('app:latest')).toEqual(['warning app:latest']);
    expect(tag(`app:latest@sha256:${'a'.repeat(64)}`)).toEqual([]);
  });

  it('are not their pull policy', () => {
    expect(tag('app', '  imagePullPolicy: IfNotPresent\n')).toEqual(['warning app']);
    expect(tag('app:1', '  imagePullPolicy: Always\n')).toEqual([]);
  });

  it.each(['auto', '""', '$IMAGE', '"<image>"', 'YOUR_IMAGE', 'App:latest', '"a b"', '5', '[a]'])(
    'that are none, as %s, are not judged by their parts',
    (image) => {
      expect(
        see(podOf(`containers:\n- name: web\n  image: ${image}\n`)).filter(({ rule }) =>
          /tag|unqualified-image$/.test(rule),
        ),
      ).toEqual([]);
    },
  );

  it('are looked at in every list, once a container', () => {
    const text = podOf(
      'initContainers: [{ name: a, image: app }]\ncontainers: [{ name: b, image: app }]\nephemeralContainers: [{ name: c, image: app }]\n',
    );
    expect(see(text, 'mutable-tag').map(({ container }) => container)).toEqual(['a', 'b', 'c']);
    expect(see(text, 'unqualified-image').map(({ container }) => container)).toEqual(['a', 'b', 'c']);
  });
});
