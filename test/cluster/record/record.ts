import { writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, inject } from 'vitest';
import { uniqueName } from '../api/resources';
import type { CheckedClaim } from './claims';

/**
 * Says how often a claim agreed with a server. `docs/checked-against-kubernetes.md` shows it, once a run has
 * `SIDECAR_GUARD_RECORD=1`.
 * @param claim what we say that Kubernetes does: one sentence without a full stop
 */
export function record(claim: string, { version, cases, agreed, leftOut = '' }: Checked): void {
  const checked: CheckedClaim = {
    suite: suiteOf(expect.getState().testPath ?? ''),
    claim,
    version,
    cases,
    agreed,
    leftOut,
  };
  writeFileSync(join(inject('records'), `${uniqueName('claim')}.json`), JSON.stringify(checked));
}

type Checked = Pick<CheckedClaim, 'version' | 'cases' | 'agreed'> & { readonly leftOut?: string };

function suiteOf(testPath: string): string {
  const [first = ''] = relative(join(import.meta.dirname, '..'), testPath).split(sep);
  return first.replace(/\.test\.ts$/, '');
}
