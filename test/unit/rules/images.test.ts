import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
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
    '""',
    '"nginx:"',
    '":1"',
    'a//b',
    'http://x/y',
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
  ])('leaves alone %s', (image) => {
    expect(found(pod(image), 'invalid-image')).toEqual([]);
  });

  it('says what is wrong', () => {
    const message = (image: string): string => see(pod(image), 'invalid-image')[0]?.message ?? '';
    expect(message('reg.example.com/Web')).toContain('has upper-case letters in its repository');
    expect(message('"nginx latest"')).toContain('has a space in it');
    expect(message('nginx@sha256:abc')).toContain('has an invalid digest');
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
