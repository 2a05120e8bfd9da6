import { describe, expect, it } from 'vitest';
import { clusterPolicy, deployment, documents, pod } from './kyverno-policies';
import { verdicts } from './verdicts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const RULE = 'validate: { message: Digests., pattern: { spec: { containers: [{ image: "*@sha256:*" }] } } }';
const PATTERN = clusterPolicy(RULE).replace('name: p', 'name: digests');
const REFUSED = 'digests: c0 rejects - Digests.';

/** A policy that verifies images, called `sig`. */
function verifying(entry: string, options: Parameters<typeof clusterPolicy>[1] = {}): string {
  const rule = `verifyImages: [{ ${entry}, attestors: [{ entries: [{ keys: { publicKeys: x } }] }] }]`;
  return clusterPolicy(rule, options).replace('name: p', 'name: sig');
}
const cel = (spec: string, kind = 'ImageValidatingPolicy', meta = ''): string =>
  `apiVersion: policies.kyverno.io/v1\nkind: ${kind}\nmetadata: { name: sig${meta} }\nspec: { matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }, ${spec} }\n`;
const GHCR = 'imageReferences: ["ghcr.io/*"]';

/** What the policy on digests makes of a pod where another one verifies images. */
function after(sig: string, podText: string, policy = PATTERN): string[] {
  return verdicts(documents(sig, policy, podText)).filter((line) => line.startsWith('digests'));
}
function may(kind: string): string[] {
  return [`digests: c0 unknown - \`mutateDigest\` of ${kind}/sig may add the digest first`];
}

/** A value that aliases make too large to be evaluated. */
const LARGE = `{ a: &a [${Array(250).fill('1')}], b: [${Array(250).fill('*a')}] }`;

describe('a policy that verifies images adds their digests before others validate them', () => {
  it.each([
    ['ClusterPolicy', verifying(GHCR)],
    ['Policy', verifying(GHCR, { meta: ', namespace: shop' }).replace('kind: ClusterPolicy', 'kind: Policy')],
    ['ImageValidatingPolicy', cel('matchImageReferences: [{ glob: "ghcr.io/*" }]')],
    ['ImageValidatingPolicy', cel('validationConfigurations: { required: true }')],
    [
      'NamespacedImageValidatingPolicy',
      cel('validationActions: [Deny]', 'NamespacedImageValidatingPolicy', ', namespace: shop'),
    ],
    ['ClusterPolicy', verifying('imageReferences: ["{{ x }}"]')],
    ['ClusterPolicy', verifying(GHCR).replace('name: r\n', `name: r\n      exclude: { any: [${LARGE}] }\n`)],
  ])('%s', (kind, sig) => {
    expect(after(sig, pod('ghcr.io/team/app:1'))).toEqual(may(kind));
    expect(after(sig, deployment('ghcr.io/team/app:1'))).toEqual(may(kind));
    expect(after(sig, pod(`ghcr.io/team/app:1@${DIGEST}`))).toEqual(['digests: c0 admits']);
  });

  it.each([
    ['other images', verifying('imageReferences: ["quay.io/*"]')],
    ['images that are left out', verifying(`${GHCR}, skipImageReferences: ["ghcr.io/team/app*"]`)],
    ['images, but is told not to', verifying(`${GHCR}, mutateDigest: false`)],
    ['images of other pods', verifying(GHCR, { match: 'any: [{ resources: { kinds: [Pod], namespaces: [bank] } }]' })],
    ['in the background', verifying(GHCR, { spec: 'admission: false' })],
    ['with expressions, other images', cel('matchImageReferences: [{ glob: "quay.io/*" }]')],
    ['with expressions, but is told not to', cel('validationConfigurations: { mutateDigest: false }')],
    [
      'with expressions, in another namespace',
      cel('validationActions: [Deny]', 'NamespacedImageValidatingPolicy', ', namespace: bank'),
    ],
    ['with expressions, in the background', cel('evaluation: { admission: { enabled: false } }')],
  ])('but not one that verifies %s', (_, sig) => {
    expect(after(sig, pod('ghcr.io/team/app:1'))).toEqual([REFUSED]);
  });

  it('what is decided whatever the digest stays decided', () => {
    const pattern = (image: string): string => PATTERN.replace('*@sha256:*', image);
    expect(after(verifying(GHCR), pod('ghcr.io/team/app:1'), pattern('ghcr.io/*'))).toEqual(['digests: c0 admits']);
    expect(after(verifying(GHCR), pod('ghcr.io/team/app:1'), pattern('quay.io/*'))).toEqual([REFUSED]);
    expect(after(verifying(GHCR), pod('ghcr.io/team/app:1'), pattern('*:1'))).toEqual(may('ClusterPolicy'));
  });

  it('for each image by itself', () => {
    expect(after(verifying(GHCR), pod(['ghcr.io/team/app:1', 'quay.io/x:1']))).toEqual([
      ...may('ClusterPolicy'),
      'digests: c1 rejects - Digests.',
    ]);
  });

  it("also to the API server's own policies", () => {
    const own =
      'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: digests }\nspec: { matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }, validations: [{ expression: "object.spec.containers.all(c, c.image.contains(\'@\'))", message: Digests. }] }\n';
    const binding =
      'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: b }\nspec: { policyName: digests, validationActions: [Deny] }\n';
    expect(after(verifying(GHCR), pod('ghcr.io/team/app:1'), documents(own, binding))).toEqual(may('ClusterPolicy'));
    expect(
      after(verifying('imageReferences: ["quay.io/*"]'), pod('ghcr.io/team/app:1'), documents(own, binding)),
    ).toEqual([REFUSED]);
  });
});
