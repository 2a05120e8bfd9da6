import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { podOf } from '../manifests';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const pod = (image: string, more = ''): string => podOf(`containers:\n- name: web\n  image: ${image}\n${more}`);
const found = (text: string, rule: string, allowedRegistries: string[] = []): string[] =>
  see(text, rule, { allowedRegistries }).map(({ severity, text: words }) => `${severity} ${words}`);

describe('invalid-image', () => {
  it.each([
    'registry.example.com/Web:1',
    '"nginx latest"',
    '"nginx: 1"',
    'nginx@sha256:abc',
    '" "',
    '"nginx:"',
    '":1"',
    'a//b',
    'http://x/y',
    // What would be the identifier of an image is no name, unless something shows that it is one.
    'b'.repeat(64),
    // Of a repository, 255 characters count, with what is implied and without its registry.
    'a'.repeat(248),
    `docker.io/${'a'.repeat(248)}:1`,
    `reg.example.com/${'a'.repeat(256)}`,
  ])('%s', (image) => {
    expect(found(pod(image), 'invalid-image')).toEqual([`error ${image}`]);
  });

  it.each([
    'nginx',
    'localhost:5000/app',
    `reg:5000/a/b:1@${DIGEST}`,
    'auto',
    '$(IMAGE)',
    '<your image>',
    'YOUR_IMAGE',
    '"{{ .Values.image }}"',
    'Registry.example.com/web:1',
    `${'b'.repeat(64)}:1`,
    `team/${'b'.repeat(64)}`,
    'b'.repeat(63),
    'a'.repeat(247),
    `reg.example.com/${'a'.repeat(255)}`,
  ])('leaves alone %s', (image) => {
    expect(found(pod(image), 'invalid-image')).toEqual([]);
  });

  it('leaves an empty text to the API server, which refuses it, but for kinds that it does not know', () => {
    expect(found(pod('""'), 'invalid-image')).toEqual([]);
    const template = 'template: { spec: { containers: [{ name: web, image: "" }] } }';
    const rollout = podOf(template, 'name: web', 'Rollout').replace('v1', 'argoproj.io/v1alpha1');
    expect(found(rollout, 'invalid-image')).toEqual(['error ""']);
  });

  it('says what is wrong', () => {
    const message = (image: string): string => see(pod(image), 'invalid-image')[0]?.message ?? '';
    expect(message('reg.example.com/Web')).toContain('has upper-case letters in its repository');
    expect(message('"nginx latest"')).toContain('has a space in it');
    expect(message('nginx@sha256:abc')).toContain('has an invalid digest');
    expect(message('b'.repeat(64))).toContain('looks like an image ID');
    expect(message('a'.repeat(248))).toContain('has a repository of more than 255 characters');
  });
});

describe('registry-not-allowed', () => {
  it.each([
    ['registry.example.com/web', ['registry.example.com'], 0],
    ['registry.example.com/web:1', ['registry.example.com/'], 0],
    ['registry.example.com.evil.io/web', ['registry.example.com'], 1],
    ['registry.example.com/web', ['registry.example.com/web'], 0],
    ['registry.example.com/webshop', ['registry.example.com/web'], 1],
    ['nginx', ['docker.io/library'], 0],
    ['nginx', ['docker.io'], 0],
    ['team/app', ['docker.io/library'], 1],
    ['ghcr.io/team/app/x', ['ghcr.io/*/app'], 0],
    ['ghcr.io/team/app', ['ghcr.io/*'], 0],
    ['eu.pkg.dev/p/app', ['*.pkg.dev/p'], 0],
    ['pkg.dev.evil.io/p/app', ['*.pkg.dev/p'], 1],
    ['localhost:5000/app', ['localhost:5000'], 0],
    // The name that Docker Hub had first means the same.
    ['index.docker.io/library/nginx:1', ['docker.io/library'], 0],
    ['index.docker.io/nginx:1', ['docker.io/library'], 0],
    ['index.docker.io/team/app', ['docker.io/library'], 1],
    ['team/app', ['index.docker.io/team'], 0],
    ['index.docker.io.evil.io/library/nginx', ['docker.io/library'], 1],
    ['anything.example.net/app', [], 0],
  ])('%s with %j', (image, allowed, count) => {
    expect(found(pod(image), 'registry-not-allowed', allowed)).toHaveLength(count);
  });
});

describe('pull-policy', () => {
  it.each([
    ['nginx:1.25', 'Never', 1],
    ['nginx', 'IfNotPresent', 1],
    ['nginx:latest', 'IfNotPresent', 1],
    ['nginx:stable', 'IfNotPresent', 1],
    ['nginx:1.25', 'IfNotPresent', 0],
    ['nginx:latest', 'Always', 0],
    [`nginx@${DIGEST}`, 'Never', 0],
  ])('%s %s', (image, policy, count) => {
    expect(found(pod(image, `  imagePullPolicy: ${policy}\n`), 'pull-policy')).toEqual(
      count ? [`warning ${policy}`] : [],
    );
  });

  it('is not read from the policy as if it were an image', () => {
    expect(
      see(pod(`reg.example.com/x@${DIGEST}`, '  imagePullPolicy: Always\n')).map(({ text }) => text),
    ).not.toContain('Always');
  });
});

describe('mutable-tag', () => {
  it('leaves the name that Kubebuilder writes for `kustomize edit set image` to what it is replaced with', () => {
    expect(found(pod('controller:latest'), 'mutable-tag')).toEqual([]);
    expect(found(pod('controller'), 'mutable-tag')).toEqual([]);
    expect(found(pod('example.com/controller:latest'), 'mutable-tag')).toHaveLength(1);
  });

  const PINNED = `registry.example.com/web:1@${DIGEST}`;
  const containers = (...images: readonly string[]): string =>
    podOf(`containers:\n${images.map((image, index) => `- name: c${index}\n  image: ${image}\n`).join('')}`);
  const tags = (text: string, requireDigest?: boolean): string[] =>
    see(text, 'mutable-tag', requireDigest === undefined ? {} : { requireDigest }).map(
      ({ severity, text: words }) => `${severity} ${words}`,
    );

  it('is no finding about a fixed tag where no image is pinned', () => {
    expect(tags(containers('r.io/a:1', 'r.io/b:2', 'r.io/c:latest', 'r.io/d'))).toEqual([
      'warning r.io/c:latest',
      'warning r.io/d',
    ]);
  });

  it('is a warning about a fixed tag where the user wants digests', () => {
    expect(tags(containers('r.io/a:1', PINNED), true)).toEqual(['warning r.io/a:1']);
  });

  it('is a hint about a fixed tag where most images of the workspace have digests', () => {
    expect(tags(containers(PINNED, 'r.io/a:1', PINNED))).toEqual(['hint r.io/a:1']);
    expect(tags(containers(PINNED, 'r.io/a:1'))).toEqual([]);
    const other = containers(PINNED, PINNED);
    expect(tags(`${containers('r.io/a:1')}---\n${other}`)).toEqual(['hint r.io/a:1']);
  });
});

describe('the fix of unqualified-image', () => {
  const gate = (pattern: string): string => `---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: names }
spec:
  validationFailureAction: Enforce
  rules:
    - name: names
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate: { message: no, pattern: { spec: { containers: [{ image: "${pattern}" }] } } }
`;
  it('is offered where policies admit the full name, too, or do not admit the short one', () => {
    for (const pattern of ['*', '!evil*', 'docker.io/*'])
      expect(fixed(pod('nginx:1') + gate(pattern), 'unqualified-image'), pattern).toContain(
        'image: docker.io/library/nginx:1',
      );
  });

  it('is not offered where a policy admits only the short name', () => {
    expect(fixed(pod('nginx:1') + gate('nginx:*'), 'unqualified-image')).toBeUndefined();
  });
});
