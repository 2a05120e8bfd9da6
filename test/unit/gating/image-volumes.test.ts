import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { deployment, OURS, policy, THEIRS } from './admission-policies';
import { verdicts } from './verdicts';

/** A Deployment with an image volume behind another one. */
function mounting(image: string, source = `reference: "${image}"`): string {
  const volumes = `volumes: [{ name: cache, emptyDir: {} }, { name: data, image: { ${source} } }]`;
  return deployment({ app: OURS }, `      ${volumes}\n`);
}

const CONTAINERS = "object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))";
const VOLUMES =
  "object.spec.?volumes.orValue([]).all(v, !has(v.image) || v.image.reference.startsWith('registry.example.com/'))";
const IMAGES =
  "(object.spec.containers.map(c, c.image) + object.spec.?volumes.orValue([]).filter(v, has(v.image)).map(v, v.image.reference)).all(i, i.startsWith('registry.example.com/'))";

/** The verdicts on the image of the container and on that of the volume. */
function said(text: string): string[] {
  return verdicts(text).map((line) => /(?:app|data) (\w+)/.exec(line)?.[0] ?? line);
}

const kyverno = (validate: string): string =>
  `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: p }\nspec: { rules: [{ name: r, match: { any: [{ resources: { kinds: [Pod] } }] }, validate: { failureAction: Enforce, ${validate} } }] }\n---\n`;
const webhook = (name: string): string =>
  `apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: { name: ${name} }\nwebhooks: [{ name: c, rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }]\n---\n`;

describe('the image of a volume', () => {
  it.each([
    ['a policy of containers only', CONTAINERS, THEIRS, ['app admits', 'data skips']],
    ['a policy of volumes that denies it', VOLUMES, THEIRS, ['app skips', 'data rejects']],
    ['a policy of volumes that admits it', VOLUMES, OURS, ['app skips', 'data admits']],
    ['a policy of all images that denies it', IMAGES, THEIRS, ['app admits', 'data rejects']],
    ['a policy of all images that admits it', IMAGES, OURS, ['app admits', 'data admits']],
    [
      'a policy of other volumes',
      `${CONTAINERS} && object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))`,
      THEIRS,
      ['app admits', 'data skips'],
    ],
    [
      'a policy without image volumes',
      `${CONTAINERS} && object.spec.?volumes.orValue([]).all(v, !has(v.image))`,
      OURS,
      ['app admits', 'data rejects'],
    ],
  ])('is judged by %s', (_, expression, image, expected) => {
    expect(said(policy(expression) + mounting(image))).toEqual(expected);
  });

  it.each([
    [
      'a pattern',
      'pattern: { spec: { "=(volumes)": [{ "=(image)": { reference: "registry.example.com/*" } }] } }',
      ['app skips', 'data rejects'],
    ],
    [
      'a loop',
      'foreach: [{ list: "request.object.spec.volumes[].image", pattern: { reference: "registry.example.com/*" } }]',
      ['app skips', 'data rejects'],
    ],
    [
      'a rule about containers',
      'pattern: { spec: { containers: [{ image: "registry.example.com/*" }] } }',
      ['app admits', 'data skips'],
    ],
  ])('is judged by %s of Kyverno', (_, validate, expected) => {
    expect(said(kyverno(validate) + mounting(THEIRS))).toEqual(expected);
    expect(said(kyverno(validate) + mounting(OURS))).toEqual(expected.map((one) => one.replace('rejects', 'admits')));
  });

  it('is passed by where an engine knows containers only', () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: connaisseur-app-config }\n---\n';
    expect(said(webhook('connaisseur-webhook') + config + mounting(THEIRS)).at(-1)).toBe('data skips');
  });

  it.each([
    ['mutable-tag', 'quay.io/a/b', '', 'quay.io/a/b'],
    ['deprecated-registry', 'k8s.gcr.io/a/b:1', '', 'k8s.gcr.io/a/b:1'],
    ['unqualified-image', 'b:1', '', 'b:1'],
    ['invalid-image', 'quay.io/a/Data:1', '', 'quay.io/a/Data:1'],
    ['pull-policy', 'quay.io/a/b:1', ', pullPolicy: Never', 'Never'],
  ])('has the findings of %s', (rule, image, more, text) => {
    const found = see(mounting(image, `reference: ${image}${more}`), rule);
    expect(found.map((one) => [one.container, one.text])).toContainEqual([undefined, text]);
    expect(found.at(-1)?.message).toContain('volume "data"');
  });

  it('is refused, and not its neighbours, by allowed registries and policies', () => {
    const text = policy(IMAGES) + mounting(THEIRS);
    const found = see(text, 'image-gate-rejects');
    expect(found.map((one) => `${one.text} ${one.message.split(':')[0]}`)).toEqual([`"${THEIRS}" Refused`]);
    expect(see(text, 'registry-not-allowed', { allowedRegistries: ['registry.example.com'] })).toHaveLength(1);
  });
});
