import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, DIGEST, deployment, type Running } from './auditing';

const MANIFEST = { 'web.yaml': deployment({ containers: [{ ...APP, image: 'registry.example.com/web:2' }] }) };
const OLD = { containers: [{ ...APP, securityContext: { privileged: true } }] };
/** A pod of the template before. */
const old = (more: Partial<Running> = {}): Running => ({ spec: OLD, template: OLD, isOutdated: true, ...more });

describe('pods of an older template', () => {
  it('are not blamed for not being as the manifest is by now, and that is said', () => {
    const report = auditOf([old({ pods: 2 }), old({ spec: { ...OLD, hostname: 'x' } })], MANIFEST);
    expect(report).toMatchObject({ findings: [], pods: 3 });
    expect(report.notCompared.map(({ reason }) => reason)).toEqual([
      '3 of its pods were made from an older template and are to be replaced, so they were only compared with this template',
    ]);
    expect(auditOf([old()], MANIFEST).notCompared[0]?.reason).toMatch(/^1 of its pods was made from .*, so it was/);
  });

  it('are compared with that template: what nobody declared there is found', () => {
    const infected = old({ spec: { containers: [...OLD.containers, { name: 'miner', image: 'evil/miner' }] } });
    const report = auditOf([infected], MANIFEST);
    expect(brief(report)).toEqual(['error undeclared-container miner']);
    expect(report.findings[0]?.message).toContain('"miner" (evil/miner) is not in the template of its ReplicaSet');
    const changed = old({ spec: { containers: [{ ...OLD.containers[0], image: 'registry.example.com/web:3' }] } });
    expect(brief(auditOf([changed], MANIFEST))).toEqual(['warning image-drift web']);
  });

  it('whose template is not known are compared with nothing, and that is said', () => {
    const report = auditOf([old({ template: undefined })], MANIFEST);
    expect(report.findings).toEqual([]);
    expect(report.notCompared.map(({ reason }) => reason)).toEqual([
      'there is nothing to compare it with: its ReplicaSet "web-7f" is gone',
    ]);
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
