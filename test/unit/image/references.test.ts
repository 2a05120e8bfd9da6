import { describe, expect, it } from 'vitest';
import { isPlaceholder, parseImageReference, qualified } from '../../../server/src/image/image-reference';

const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** "registry repository tag digest", with a dash for what isn't there. */
function parts(text: string): string | undefined {
  const found = parseImageReference(text);
  return found && [found.registry, found.repository, found.tag, found.digest].map((part) => part ?? '-').join(' ');
}

describe('an image reference', () => {
  it.each([
    ['nginx', '- nginx - -'],
    ['nginx:1.25', '- nginx 1.25 -'],
    ['library/nginx', '- library/nginx - -'],
    ['team/sub/app:1', '- team/sub/app 1 -'],
    ['docker.io/nginx', 'docker.io nginx - -'],
    ['localhost/app', 'localhost app - -'],
    ['localhost:5000/app', 'localhost:5000 app - -'],
    ['reg:5000/app', 'reg:5000 app - -'],
    ['reg:5000/app:1', 'reg:5000 app 1 -'],
    [`reg:5000/app@${SHA256}`, `reg:5000 app - ${SHA256}`],
    [`ghcr.io/a/b:v1@${SHA256}`, `ghcr.io a/b v1 ${SHA256}`],
    ['nginx:1.25/app', undefined],
    ['[::1]:5000/app:1', '[::1]:5000 app 1 -'],
    ['[2001:db8::1]/app', '[2001:db8::1] app - -'],
    ['192.168.0.1:5000/app', '192.168.0.1:5000 app - -'],
    ['EXAMPLE/app', 'EXAMPLE app - -'],
    ['reg.Example.com/app', 'reg.Example.com app - -'],
    ['a__b/c-d--e.f', '- a__b/c-d--e.f - -'],
    ['app:Tag_1.2-x', '- app Tag_1.2-x -'],
    [`app:${'a'.repeat(128)}`, `- app ${'a'.repeat(128)} -`],
  ])('%s', (text, expected) => {
    expect(parts(text)).toBe(expected);
  });

  it.each([
    '',
    'App',
    'team/App',
    'ghcr.io/Team/app',
    'app:',
    'app:-x',
    `app:${'a'.repeat(129)}`,
    'app@sha256:abc',
    `app@${SHA256.slice(0, -1)}`,
    `app@${SHA256.replaceAll('a', 'A')}`,
    'app@sha256',
    'a..b/c/d',
    'example..com/app',
    '-example.com/app',
    'example-.com/app',
    'a_.b',
    'a/',
    '/a',
    'a//b',
    'https://example.com/app',
    'app:1:2',
    ' app',
    'app 1',
    'my_host:5000/app',
    'a'.repeat(256),
  ])('is none: %s', (text) => {
    expect(parts(text)).toBeUndefined();
  });

  it('is found out quickly, however long', () => {
    const started = performance.now();
    for (const piece of ['a', 'a-', 'a.', '-', 'a/', ':', '@']) {
      parts(`${piece.repeat(50_000)}!`);
      parts(`x.y/${piece.repeat(50_000)}!`);
      parts(`${piece.repeat(50_000)}!/x`);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('a placeholder', () => {
  it.each([
    '',
    'auto',
    '$IMAGE',
    '$(IMAGE)',
    '${IMAGE}:1',
    '<image>',
    'reg/<name>:1',
    'YOUR_IMAGE',
    'your-image:1',
    'REPLACE_ME',
    'CHANGE_ME',
    'TODO',
    'IMAGE',
    'gcr.io/PROJECT_ID/frame:1.0',
    'ghcr.io/OWNER/REPO:1',
    '__IMAGE__',
    'app:__TAG__',
    '%IMAGE%',
    '@@IMAGE@@',
    '((image))',
    'reg/app:[[ tag ]]',
    'CHANGEME',
    'changeme',
    'a b',
    '{{ .x }}',
    'ko://example.com/cmd/app',
    'github.com/example/app/cmd/controller',
    'gcr.io/[PROJECT]/app:1',
    '[your-image]',
    'acr.example.com/app:...',
    'app:…',
    'app@DIGEST',
    'app:1@sha256:IMAGE_DIGEST',
    'MY_REGISTRY.example.com/app:1',
  ])('%s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each([
    ...[
      'nginx',
      'yours/app:1',
      'automatic',
      'todo-app:1',
      'image-builder:1',
      'example.com/replace-me/x',
      'changemedia/app:1',
    ],
    ...['app:RC1', 'reg:5000/app:GA', 'app:X@sha256:AAAA', 'app:X@sha256:gggg', 'team/a__b__c', 'Nginx/app'],
    ...['ko/app:1', 'reg.example.com/github.com/app:1', 'ghcr.io/github.com/x', '[fe80::1]:5000/app', 'app:1..2'],
  ])('is not %s', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });
});

describe('the name in full', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['docker.io/nginx:1', 'docker.io/library/nginx:1'],
    ['docker.io/team/app', 'docker.io/team/app'],
    ['nginx:1.25', 'docker.io/library/nginx:1.25'],
    ['index.docker.io/nginx:1', 'docker.io/library/nginx:1'],
    ['index.docker.io/team/app', 'docker.io/team/app'],
    ['docker.io/index.docker.io/app', 'docker.io/index.docker.io/app'],
    [`nginx@${SHA256}`, `docker.io/library/nginx@${SHA256}`],
    ['team/app:1', 'docker.io/team/app:1'],
    ['ghcr.io/team/app:1', 'ghcr.io/team/app:1'],
    ['localhost:5000/app', 'localhost:5000/app'],
  ])('of %s', (text, expected) => {
    expect(qualified(text)).toBe(expected);
    expect(qualified(expected)).toBe(expected);
  });
});
