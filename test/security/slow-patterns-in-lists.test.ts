import { describe, expect, it } from 'vitest';
import { isAllowedBy } from '../../server/src/image/allowed-registries';
import { analyse } from '../unit/analyse';
import { podOf } from '../unit/manifests';

const MOST_MS = 250;
const HOST = `${'l'.repeat(60)}.example.com`;

function timed<T>(run: () => T): { result: T; ms: number } {
  const start = performance.now();
  return { result: run(), ms: performance.now() - start };
}

describe('a list of allowed registries with patterns that match slowly', () => {
  it.each([
    ['stars alone', `${'*'.repeat(40)}x`],
    ['stars between letters', `${'l*'.repeat(30)}x`],
    ['stars in the path', `${HOST}/${'*a'.repeat(30)}b`],
  ])('is answered at once and allows nothing more: %s', (_, pattern) => {
    const { result, ms } = timed(() => isAllowedBy([pattern], `${HOST}/${'a'.repeat(60)}/c`));
    expect(result).toBe(false);
    expect(ms).toBeLessThan(MOST_MS);
  });

  it('holds up no analysis', () => {
    const manifest = podOf(`containers:\n- name: web\n  image: ${HOST}/app:1\n`);
    const { result, ms } = timed(() => analyse(manifest, { allowedRegistries: [`${'*'.repeat(40)}x`] }));
    expect(result.findings.map(({ rule }) => rule.id)).toContain('registry-not-allowed');
    expect(ms).toBeLessThan(8 * MOST_MS);
  });

  it('still allows what it says', () => {
    expect(isAllowedBy(['*.example.com'], 'a.example.com/app')).toBe(true);
    expect(isAllowedBy(['ghcr.io/team-*'], 'ghcr.io/team-a/app')).toBe(true);
    expect(isAllowedBy(['ghcr.io/*/app'], 'ghcr.io/a/app:1')).toBe(true);
    expect(isAllowedBy(['a.b'], 'axb/app')).toBe(false);
  });
});
