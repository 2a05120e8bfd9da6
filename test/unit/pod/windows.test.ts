import { describe, expect, it } from 'vitest';
import { isNeeded, type Power } from '../../../server/src/pod/power';
import { asOnLinux } from '../../../server/src/pod/windows';

describe('a path of a Windows node', () => {
  it.each([
    [String.raw`C:\var\lib\kubelet`, '/var/lib/kubelet'],
    [String.raw`c:\Var\Lib\Kubelet`, '/var/lib/kubelet'],
    ['D:/var/lib/kubelet', '/var/lib/kubelet'],
    [String.raw`C:\\var\\lib`, '/var/lib'],
    [String.raw`\var\lib`, '/var/lib'],
    [String.raw`/var/lib\kubelet`, '/var/lib/kubelet'],
    ['C:', ''],
    ['/Var/lib', '/Var/lib'],
    ['C:relative', 'C:relative'],
  ])('%s stands for %s', (path, expected) => {
    expect(asOnLinux(path)).toBe(expected);
  });

  it.each([
    [String.raw`c:\Var\Lib\Kubelet`, true],
    [String.raw`C:\\var\\lib\\kubelet\\plugins`, true],
    [String.raw`C:\var\lib\kubelet\..\..`, false],
    [String.raw`C:\Windows`, false],
    ['/Var/Lib/Kubelet', false],
  ])('%s is in a folder that a sidecar needs: %s', (path, expected) => {
    const power: Power = `hostPath ${path}`;
    expect(isNeeded(power, { hostPaths: ['/var/lib/kubelet'] })).toBe(expected);
  });
});
