import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { leadsOut } from '../../client/src/local-links';
import { nodeFiles } from '../../server/src/node-files';
import { folderWith } from '../unit/cli/run';

const SECRET = 'secret: hunter2\n';

function workspaceBesideOthers(): { work: string; outside: string } {
  const folder = folderWith({ 'work/own.yaml': 'a: 1\n', 'work/.git/config': SECRET, 'outside/secret.yaml': SECRET });
  return { work: join(folder, 'work'), outside: join(folder, 'outside') };
}

const LINKS: [string, string, (work: string) => void][] = [
  ['to a file outside', 'x.yaml', (work) => symlinkSync('../outside/secret.yaml', join(work, 'x.yaml'))],
  ['to a folder outside', 'x/secret.yaml', (work) => symlinkSync('../outside', join(work, 'x'))],
  [
    'by another link',
    'y.yaml',
    (work) => {
      symlinkSync('../outside', join(work, 'x'));
      symlinkSync('x/secret.yaml', join(work, 'y.yaml'));
    },
  ],
  ["into git's own folder", 'x.yaml', (work) => symlinkSync('.git/config', join(work, 'x.yaml'))],
];

describe('a link of the workspace', () => {
  it.each(LINKS)('%s is not read by the server', async (_, path, make) => {
    const { work } = workspaceBesideOthers();
    make(work);
    const files = nodeFiles();
    expect(await files.find([URI.file(work).toString()])).toEqual([URI.file(join(work, 'own.yaml')).toString()]);
    const uris = [path, 'own.yaml', '../outside/secret.yaml'].map((name) => URI.file(join(work, name)).toString());
    expect(await files.read(uris, 1000)).toEqual([null, 'a: 1\n', null]);
    // Of what is too large, the size is told.
    expect(await files.read(uris, 1)).toEqual([null, 5, null]);
  });

  it.each(LINKS)('%s leads out for VS Code', async (_, path, make) => {
    const { work } = workspaceBesideOthers();
    make(work);
    expect(await leadsOut(join(work, path), [work])).toBe(true);
    expect(await leadsOut(join(work, 'own.yaml'), [work])).toBe(false);
    expect(await leadsOut(join(work, 'own.yaml'), [])).toBe(true);
  });

  it('to another place in it is read, as is all of a workspace that is opened by a link', async () => {
    const { work, outside } = workspaceBesideOthers();
    symlinkSync('own.yaml', join(work, 'again.yaml'));
    symlinkSync(work, join(outside, 'opened'));
    const opened = join(outside, 'opened');
    expect(await leadsOut(join(work, 'again.yaml'), [work])).toBe(false);
    expect(await leadsOut(join(opened, 'own.yaml'), [opened])).toBe(false);
    const files = nodeFiles();
    const [uri = ''] = await files.find([URI.file(opened).toString()]);
    expect(await files.read([uri], 1000)).toEqual(['a: 1\n']);
  });

  it('is found where it alone has the name of a manifest, and its target otherwise', async () => {
    const { work } = workspaceBesideOthers();
    writeFileSync(join(work, 'web.txt'), 'b: 2\n');
    symlinkSync('web.txt', join(work, 'web.yaml'));
    symlinkSync('own.yaml', join(work, 'again.yaml'));
    const files = nodeFiles();
    const found = await files.find([URI.file(work).toString()]);
    expect(found.toSorted()).toEqual(['own.yaml', 'web.yaml'].map((name) => URI.file(join(work, name)).toString()));
    expect(await files.read(found.toSorted(), 1000)).toEqual(['a: 1\n', 'b: 2\n']);
  });

  it('that takes the place of a file that was read before is not read either', async () => {
    const { work, outside } = workspaceBesideOthers();
    const files = nodeFiles();
    const uris = await files.find([URI.file(work).toString()]);
    rmSync(join(work, 'own.yaml'));
    symlinkSync(join(outside, 'secret.yaml'), join(work, 'own.yaml'));
    expect(await files.read(uris, 1000)).toEqual([null]);
  });
});

it('a pipe in the workspace keeps the server waiting for nothing', async () => {
  const { work } = workspaceBesideOthers();
  mkdirSync(join(work, 'deep'));
  writeFileSync(join(work, 'deep/b.yaml'), 'b: 1\n');
  execFileSync('mkfifo', [join(work, 'pipe.yaml')]);
  const files = nodeFiles();
  expect(await files.find([URI.file(work).toString()])).toHaveLength(2);
  expect(await files.read([URI.file(join(work, 'pipe.yaml')).toString()], 1000)).toEqual([null]);
});
