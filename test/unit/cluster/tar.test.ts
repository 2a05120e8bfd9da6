import { describe, expect, it } from 'vitest';
import { complaintOfTar } from '../../../server/src/cluster/tar';

describe('what tar says while files are copied', () => {
  it.each([
    [
      'a missing file (GNU)',
      "tar: Removing leading `/' from member names\ntar: /no/such: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n",
      '/no/such: Cannot stat: No such file or directory',
    ],
    [
      'a missing file (BusyBox)',
      'tar: can\'t open "/no/such": No such file or directory',
      'can\'t open "/no/such": No such file or directory',
    ],
    ['steered output', 'tar: a\u001b[2Jb: Cannot open\r\n', 'ab: Cannot open'],
  ])('is the first complaint: %s', (_, stderr, complaint) => expect(complaintOfTar(stderr)).toBe(complaint));

  it.each([
    ['nothing', ''],
    ['GNU on a path', "tar: Removing leading `/' from member names\n"],
    ['BusyBox on a path', "tar: removing leading '/' from member names\n"],
    ['kubectl on symbolic links', 'warning: skipping symlink: "a" -> "b"\n'],
  ])('is no complaint: %s', (_, stderr) => expect(complaintOfTar(stderr)).toBeUndefined());
});
