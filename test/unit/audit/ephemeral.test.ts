import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, deployment, type Running } from './auditing';

const DEBUGGER = { name: 'debugger', image: 'busybox:1.36', targetContainerName: 'web' };
const TEMPLATE = { containers: [APP] };
const DEBUGGED: Running = { spec: { containers: [APP], ephemeralContainers: [DEBUGGER] }, template: TEMPLATE };
const message = (running: Running, more?: object): string => auditOf([running], {}, more).findings[0]?.message ?? '';

describe('an ephemeral container', () => {
  it('is a warning, with or without a manifest, also in a pod that declares itself', () => {
    expect(brief(auditOf([DEBUGGED], { 'web.yaml': deployment(TEMPLATE) }))).toEqual([
      'warning ephemeral-container debugger',
    ]);
    expect(brief(auditOf([{ ...DEBUGGED, isOnItsOwn: true }]))).toEqual(['warning ephemeral-container debugger']);
  });

  it('is said to run or to have ended, and whose processes it sees', () => {
    const ended = [{ name: 'debugger', running: 0, ended: 1, images: {} }];
    expect(message({ ...DEBUGGED, statuses: ended })).toContain(
      'in a running pod: "debugger" (busybox:1.36) has ended and can see the processes of "web".',
    );
    // Its image may not be there, or the kubelet has not looked yet.
    const waiting = [{ name: 'debugger', running: 0, ended: 0, images: {} }];
    for (const statuses of [waiting, []])
      expect(message({ ...DEBUGGED, statuses })).toContain(
        'in a running pod: "debugger" (busybox:1.36) has not started and can see',
      );
    const others = [{ name: 'web', running: 1, ended: 1, images: {} }];
    const alone = { containers: [APP], ephemeralContainers: [{ name: 'debugger', image: 'busybox:1.36' }] };
    expect(message({ ...DEBUGGED, spec: alone, statuses: others })).toContain(
      'in a running pod: "debugger" (busybox:1.36) has not started.',
    );
    const statuses = [{ name: 'debugger', running: 1, ended: 1, images: {} }];
    expect(message({ ...DEBUGGED, statuses })).toContain('"debugger" (busybox:1.36) is still running and can see');
  });

  it('says whether you have the permission to add it, where that is known', () => {
    const needed = 'this needs permission to patch or update `pods/ephemeralcontainers`';
    expect(message(DEBUGGED)).toContain(`(${needed}).`);
    expect(message(DEBUGGED, { canDebug: true })).toContain(`(${needed}, which you have).`);
    expect(message(DEBUGGED, { canDebug: false })).toContain(`(${needed}, which you do not have).`);
  });

  it('has only undeclared privileges', () => {
    const ephemeralContainers = [{ ...DEBUGGER, securityContext: { capabilities: { add: ['SYS_PTRACE'] } } }];
    const running = { spec: { containers: [APP], ephemeralContainers }, isOnItsOwn: true };
    expect(brief(auditOf([running]))).toEqual([
      'warning ephemeral-container debugger',
      'warning extra-privilege debugger',
    ]);
    expect(auditOf([running]).findings[1]?.message).toMatch(
      /^Undeclared privileges in a running pod: the ephemeral container "debugger" has the capability SYS_PTRACE\. Find out in the audit log/,
    );
  });
});
