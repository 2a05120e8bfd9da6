import { expect, it } from 'vitest';
import { debugWords, isImageName, newDebugName } from '../../../server/src/cluster/debug';

const PLACE = { context: 'kind', namespace: 'shop', pod: 'web-1' };

it('a debug container has a name of its own, which no other container of the pod has', () => {
  const name = newDebugName([]);
  expect(name).toMatch(/^sidecar-guard-debug-[a-z0-9]{5}$/);
  const words = debugWords(PLACE, { name, image: 'busybox:1.37', profile: 'general', target: 'web' });
  expect(words).toEqual([
    ...['--context=kind', '--namespace=shop', 'debug', '-it', `--container=${name}`, '--image=busybox:1.37'],
    ...['--target=web', '--profile=general', 'pod/web-1'],
  ]);
  const untargeted = debugWords(PLACE, { name, image: 'busybox', profile: 'restricted', target: undefined });
  expect(untargeted.join(' ')).not.toContain('--target');
});

it.each(['busybox', 'busybox:1.37', 'localhost:5000/a/b_c:v1', `ghcr.io/a/b@sha256:${'a'.repeat(64)}`])(
  'an image can be called %s',
  (image) => expect(isImageName(image)).toBe(true),
);

it.each(['', ' ', '--image=x', 'a b', 'UPPER', 'a:', 'a@sha256:1', `${'a'.repeat(600)}`, 'a\nb', '$(x)'])(
  'an image cannot be called %j',
  (image) => expect(isImageName(image)).toBe(false),
);
