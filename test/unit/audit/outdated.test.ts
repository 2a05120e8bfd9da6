import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, DIGEST, deployment, type Running } from './auditing';

const NOW = { containers: [{ ...APP, image: 'registry.example.com/web:2' }] };
const MANIFEST = { 'web.yaml': deployment(NOW) };
const OLD = { containers: [APP] };
const MINER = { name: 'miner', image: 'evil/miner', securityContext: { privileged: true } };
/** A pod of the template before. */
const old = (more: Partial<Running> = {}): Running => ({ spec: OLD, template: OLD, isOutdated: true, ...more });

describe('pods of an older template', () => {
  it('are not blamed for their version, and that is said', () => {
    const report = auditOf([old({ pods: 2 }), old({ spec: { ...OLD, hostname: 'x' } })], MANIFEST);
    expect(report).toMatchObject({ findings: [], pods: 3, podsNotCompared: 0 });
    expect(report.notCompared.map(({ reason }) => reason)).toEqual([
      '3 of its pods were made from an older template, so their version was not compared with the manifest',
    ]);
    expect(auditOf([old()], MANIFEST).notCompared[0]?.reason).toMatch(
      /^1 of its pods was made from .*, so its version/,
    );
  });

  it('are compared with that template: what is undeclared there is found', () => {
    const infected = old({ spec: { containers: [...OLD.containers, { name: 'miner', image: 'evil/miner' }] } });
    const report = auditOf([infected], MANIFEST);
    expect(brief(report)).toEqual(['error undeclared-container miner']);
    expect(report.findings[0]?.message).toContain('"miner" (evil/miner) is not in the template of its ReplicaSet');
    const changed = old({ spec: { containers: [{ ...OLD.containers[0], image: 'registry.example.com/web:3' }] } });
    expect(brief(auditOf([changed], MANIFEST))).toEqual(['warning image-drift web']);
  });

  it('do not hide a container that was in that template and is nowhere by now', () => {
    const spec = { containers: [APP, MINER] };
    const left = old({ spec, template: spec, workload: { kind: 'StatefulSet', name: 'web' } });
    for (const [files, running, nowhere] of [
      [{}, { ...left, present: NOW }, 'is not in the present template of its StatefulSet'],
      [{ 'web.yaml': MANIFEST['web.yaml'].replace('Deployment', 'StatefulSet') }, left, 'is not in its manifest'],
    ] as const) {
      const report = auditOf([running], files);
      expect(brief(report)).toEqual(['error undeclared-container miner', 'error extra-privilege miner']);
      expect(report.findings[0]?.message).toMatch(
        /^Container of an older template: "miner" \(evil\/miner\) still runs, and is not in .* with `OnDelete`, .* the StatefulSet leaves them/,
      );
      expect(report.findings[0]?.message).toContain(nowhere);
    }
    // What the present template or the manifest has is only older.
    expect(auditOf([{ ...left, present: spec }]).findings).toEqual([]);
  });

  it.each([
    ['privileged', { securityContext: { privileged: true } }, 'error extra-privilege web'],
    ['other code', { env: [{ name: 'LD_PRELOAD', value: '/tmp/x.so' }] }, 'error extra-privilege web'],
    ['another image', { image: 'evil.example.com/web:1' }, 'error image-drift web'],
    ['another program', { command: ['/tmp/x'] }, 'warning program-drift web'],
  ])('do not hide that a container is or has %s', (_, more, found) => {
    const spec = { containers: [{ ...APP, ...more }] };
    expect(brief(auditOf([old({ spec, template: spec, present: NOW })]))).toEqual([found]);
    expect(brief(auditOf([old({ spec, template: undefined })], MANIFEST))).toEqual([found]);
    expect(auditOf([old({ spec, template: spec, present: spec })], MANIFEST).findings).toEqual([]);
  });

  it('may lack the restrictions that a rollout brings', () => {
    const containers = [{ ...APP, securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } } }];
    expect(auditOf([old({ present: { containers } })]).findings).toEqual([]);
  });

  it('whose template is not known are compared with what is there by now', () => {
    const report = auditOf([old({ template: undefined })], MANIFEST);
    expect(report).toMatchObject({ findings: [], podsNotCompared: 0 });
    expect(report.notCompared.map(({ reason }) => reason)).toEqual([
      'only its manifest was compared: its ReplicaSet "web-7f" is gone',
    ]);
    const alone = auditOf([old({ template: undefined })]);
    expect(alone).toMatchObject({ findings: [], podsNotCompared: 1 });
    expect(alone.notCompared[0]?.reason).toBe('there is nothing to compare it with: its ReplicaSet "web-7f" is gone');
  });

  it('are no replicas of the others', () => {
    const runs = (digest: string): Partial<Running> => ({
      statuses: [{ name: 'web', running: 1, ended: 0, images: { [`web@${DIGEST(digest)}`]: 1 } }],
    });
    const now = { spec: OLD, template: OLD, ...runs('b') };
    expect(auditOf([old(runs('a')), now]).findings).toEqual([]);
    expect(brief(auditOf([{ ...now, ...runs('a') }, now]))).toEqual(['warning image-drift web']);
  });
});
