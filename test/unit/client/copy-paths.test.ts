import { describe, expect, it } from 'vitest';
import { isRemotePath, localPathFor, nameOfRemote } from '../../../client/src/containers/copy/copy-paths';

describe('a path for kubectl cp', () => {
  it.each([
    ['/home/me/app.log', '/home/me', 'linux', '/home/me/app.log'],
    ['/home/me/a:b', '/home/me', 'linux', undefined],
    ['C:\\Users\\me\\app.log', 'C:\\Users\\me', 'win32', '\\Users\\me\\app.log'],
    ['c:\\app.log', 'C:\\Users\\me', 'win32', '\\app.log'],
    ['D:\\app.log', 'C:\\Users\\me', 'win32', undefined],
  ] as const)('of this machine never looks like a pod: %s', (path, folder, platform, expected) =>
    expect(localPathFor(path, folder, platform)).toBe(expected),
  );

  it.each([
    ['/var/log/app.log', true],
    ['var/log', false],
    ['/', false],
    ['/..', false],
    ['/tmp/a\nb', false],
    ['-rf', false],
  ])('in a container is absolute: %j', (path, isRight) => expect(isRemotePath(path)).toBe(isRight));

  it('gives the file its name here', () =>
    expect(['/var/log/app.log', '/var/log/', '/var/../etc/passwd'].map(nameOfRemote)).toEqual([
      'app.log',
      'log',
      'passwd',
    ]));
});
