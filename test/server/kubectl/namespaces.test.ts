import { describe, expect, test } from 'vitest';
import { namespacesOf } from '../../../server/src/cluster/namespaces.ts';
import { problemOf } from '../../../server/src/cluster/problem.ts';
import { forbid } from '../../stand-in/gates.ts';
import { atDesk } from './at-desk.ts';
import { rejection } from './desk.ts';

describe.each(['oldest', 'newest'] as const)('namespaces by the %s kubectl', (age) => {
  const at = atDesk(age);

  test('come in chunks, and all of them', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `team-${String(index).padStart(4, '0')}`);
    const kubectl = await at.start({ namespaces: names });
    expect(await namespacesOf(kubectl, 'test')).toEqual({
      names: ['default', ...names],
      isForbidden: false,
    });
    expect(at.cluster.requests.map(({ query }) => query.get('limit'))).toEqual(['500', '500', '500']);
  });

  test('are no guess where the cluster does not know who asks', async () => {
    const expired = await at.start({ token: 'good', user: { token: 'expired' } });
    expect(problemOf(await rejection(namespacesOf(expired, 'test')))?.kind).toBe('unauthorized');
    const anonymous = await at.start({ gates: [forbid(/./, 'system:anonymous')] });
    expect(problemOf(await rejection(namespacesOf(anonymous, 'test')))).toMatchObject({
      kind: 'unauthorized',
      message:
        'The kubeconfig has no credentials for the context "test", so the cluster does not know who you are. Log in again, or get a new kubeconfig.',
    });
  });
});
