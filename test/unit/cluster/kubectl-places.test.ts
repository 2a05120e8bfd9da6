import { describe, expect, test } from 'vitest';
import { settingCandidate } from '../../../server/src/cluster/kubectl-places.ts';
import { candidatesOnPath } from '../../../server/src/programs/find-program.ts';
import { isWithin } from '../../../server/src/programs/paths.ts';

const HOME = String.raw`C:\Users\me`;
const WINDOWS = {
  setting: undefined,
  kubernetesTools: undefined,
  home: HOME,
  account: { home: HOME, platform: 'win32' },
} as const;

describe('on Windows', () => {
  test.each([
    [String.raw`~\bin\kubectl.exe`, String.raw`C:\Users\me\bin\kubectl.exe`],
    ['~/bin/kubectl.exe', String.raw`C:\Users\me/bin/kubectl.exe`],
    [String.raw`D:\tools\kubectl.exe`, String.raw`D:\tools\kubectl.exe`],
    ['d:/tools/kubectl.exe', 'd:/tools/kubectl.exe'],
    [String.raw`\\server\share\kubectl.exe`, String.raw`\\server\share\kubectl.exe`],
  ])('the setting %s is %s', (setting, program) => {
    expect(settingCandidate({ ...WINDOWS, setting })).toMatchObject({ program });
  });

  test.each([
    String.raw`\tools\kubectl.exe`,
    String.raw`C:tools\kubectl.exe`,
    String.raw`.\kubectl.exe`,
    'kubectl.exe',
  ])('the setting %s is refused, since it depends on the folder or the disk', (setting) => {
    expect(settingCandidate({ ...WINDOWS, setting })).toEqual({
      problem: `The setting \`sidecarGuard.kubectl.path\` is "${setting}", a relative path. Write an absolute path, or a path that begins with "~/".`,
    });
  });

  test('a script is refused, since only a shell could run it', () => {
    expect(settingCandidate({ ...WINDOWS, kubernetesTools: String.raw`C:\shims\kubectl.CMD` })).toEqual({
      problem:
        'The setting `vs-kubernetes.kubectl-path` names the script C:\\shims\\kubectl.CMD. Set it to the program kubectl.exe.',
    });
  });

  test('kubectl.exe is looked for in the absolute entries of the PATH', () => {
    const path = String.raw`.;bin;\bin;C:bin;;"C:\Program Files\k8s";C:\Windows;\\server\bin`;
    expect(candidatesOnPath('kubectl', path, 'win32')).toEqual([
      String.raw`C:\Program Files\k8s\kubectl.exe`,
      String.raw`C:\Windows\kubectl.exe`,
      String.raw`\\server\bin\kubectl.exe`,
    ]);
    // By another name, with or without its end.
    for (const called of ['kubectl1.29.exe', 'kubectl1.29'])
      expect(candidatesOnPath(called, 'C:/k8s', 'win32')[0]).toMatch(/k8s\\kubectl1\.29\.exe$/);
  });

  test.each([
    [String.raw`C:\Shop\bin\kubectl.exe`, String.raw`c:\shop`, true],
    [String.raw`C:\Shop\..\bin\kubectl.exe`, String.raw`C:\Shop`, false],
    [String.raw`D:\shop\kubectl.exe`, String.raw`C:\shop`, false],
    [String.raw`C:\shop-2\kubectl.exe`, String.raw`C:\shop`, false],
  ])('%s in %s: %s', (path, folder, within) => {
    expect(isWithin(path, folder, 'win32')).toBe(within);
  });
});

test.each([
  ['/shop/kubectl', '/shop', 'linux', true],
  ['/shop/..kubectl', '/shop', 'linux', true],
  ['/shop/../kubectl', '/shop', 'linux', false],
  ['/shop-2/kubectl', '/shop', 'linux', false],
  ['/Shop/kubectl', '/shop', 'linux', false],
  ['/Shop/kubectl', '/shop', 'darwin', true],
  ['/shop', '/shop', 'linux', true],
  ['/shop', '/shop/sub', 'linux', false],
] as const)('%s in %s on %s: %s', (path, folder, platform, within) => {
  expect(isWithin(path, folder, platform)).toBe(within);
});
