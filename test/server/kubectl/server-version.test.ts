import { describe, expect, test } from 'vitest';
import { serverMinorOf } from '../../../server/src/cluster/server-version.ts';
import type { ClusterOptions } from '../../stand-in/cluster.ts';
import { forbid } from '../../stand-in/gates.ts';
import { atDesk } from './at-desk.ts';

describe.each(['oldest', 'newest'] as const)('how old an API server is, by the %s kubectl', (age) => {
  const at = atDesk(age);

  const ask = async (options: ClusterOptions) => serverMinorOf(await at.start(options), 'test', {});

  test('is known from its version', async () => {
    expect(await ask({ gitVersion: 'v1.34.1-gke.100' })).toBe(34);
  });

  test('is new where it does not tell', async () => {
    expect(await ask({ gates: [forbid(/^\/version$/)] })).toBe(Number.POSITIVE_INFINITY);
  });
});
