import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findKubectl } from '../../../server/src/cluster/find-kubectl.ts';
import { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import type { KubectlPlaces } from '../../../server/src/cluster/kubectl-places.ts';
import { problemOf } from '../../../server/src/cluster/problem.ts';
import { versionOf } from '../../../server/src/cluster/version.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { rejection } from './desk.ts';

const INSTALL = 'Install it (https://kubernetes.io/docs/tasks/tools/), or set `sidecarGuard.kubectl.path` to its path.';

describe('kubectl', () => {
  let root: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'sidecar-guard-find-')));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  function find(places: Partial<KubectlPlaces>) {
    return findKubectl({
      setting: '',
      kubernetesTools: undefined,
      path: '',
      home: join(root, 'home'),
      account: { home: join(root, 'home'), platform: process.platform },
      opened: [],
      ...places,
    });
  }

  /** @param text of the program, for a shell */
  async function program(path: string, text = 'echo'): Promise<string> {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${text}\n`);
    await chmod(file, 0o755);
    return file;
  }

  test('is the one of our setting, before that of the Kubernetes extension, before the PATH', async () => {
    const [own, theirs, onPath] = [await program('own'), await program('theirs'), await program('bin/kubectl')];
    const places = { setting: own, kubernetesTools: theirs, path: `${root}/empty:${root}/bin` };
    expect(await find(places)).toMatchObject({ program: own, from: 'setting' });
    expect(await find({ ...places, setting: ' ' })).toMatchObject({ program: theirs, from: 'kubernetes-tools' });
    expect(await find({ path: places.path })).toMatchObject({ program: onPath, from: 'PATH' });
  });

  test('can be at home', async () => {
    const file = await program('home/bin/kubectl');
    expect(await find({ setting: '~/bin/kubectl' })).toMatchObject({ program: file, from: 'setting' });
  });

  test.each([
    ['nothing', '/no/kubectl', ', which does not exist. Correct the setting, or clear it.'],
    ['a folder', tmpdir(), ', which is a folder. Set it to the program in that folder.'],
    ['no program', '/etc/passwd', ', which is not executable. Make it executable, or correct the setting.'],
  ])('is not looked for elsewhere where a setting names %s', async (_, path, problem) => {
    const bin = dirname(await program('bin/kubectl'));
    expect(await find({ setting: path, path: bin })).toMatchObject({
      problem: `The setting \`sidecarGuard.kubectl.path\` names ${path}${problem}`,
    });
    expect(await find({ kubernetesTools: path, path: bin })).toMatchObject({
      problem: `The setting \`vs-kubernetes.kubectl-path\` names ${path}${problem}`,
    });
  });

  test.each(['kubectl', './kubectl', 'bin/kubectl', '../kubectl', '~kubectl'])(
    'is not run from the setting %s, which leads anywhere',
    async (setting) => {
      expect(await find({ setting })).toMatchObject({
        problem: `The setting \`sidecarGuard.kubectl.path\` is "${setting}", a relative path. Write an absolute path, or a path that begins with "~/".`,
      });
    },
  );

  test.each(['', '.', 'bin', './bin', '../bin'])('is not looked for in the entry "%s" of the PATH', async (entry) => {
    const bin = dirname(await program('bin/kubectl'));
    const before = process.cwd();
    process.chdir(bin);
    try {
      expect(await find({ path: `${entry}:/no-such-folder` })).toMatchObject({
        kind: 'missing',
        problem: `kubectl is not on the PATH of VS Code. ${INSTALL}`,
      });
    } finally {
      process.chdir(before);
    }
  });

  test('skips what is on the PATH and can not be run', async () => {
    await mkdir(join(root, 'one/kubectl'), { recursive: true });
    await chmod(await program('two/kubectl'), 0o644);
    const file = await program('three/kubectl');
    const path = ['one', 'two', 'three'].map((name) => join(root, name)).join(':');
    expect(await find({ path })).toMatchObject({ program: file, from: 'PATH' });
  });

  describe('in a workspace', () => {
    const where = 'in the workspace or its repository';

    test('is not run, whatever names it', async () => {
      const file = await program('home/shop/bin/kubectl');
      const opened = [join(root, 'home/other'), join(root, 'home/shop')];
      const setting = await find({ setting: '~/shop/bin/kubectl', opened });
      expect(setting).toMatchObject({
        problem: `The setting \`sidecarGuard.kubectl.path\` names ${file}, which was not run: it is ${where}, and the authors of the repository could have put it there. Set a path outside of the repository.`,
      });
      expect(await find({ path: dirname(file), opened })).toMatchObject({
        problem: `kubectl was not run: the only one on the PATH of VS Code is ${file}, ${where}. The authors of the repository could have put it there. ${INSTALL}`,
      });
      const outside = await program('bin/kubectl');
      const path = `${dirname(file)}:${dirname(outside)}`;
      expect(await find({ path, opened })).toMatchObject({ program: outside, from: 'PATH' });
    });

    test('is not run through a link on either side', async () => {
      const inside = await program('shop/kubectl');
      const outside = await program('bin/kubectl');
      await symlink(inside, join(root, 'to-inside'));
      await symlink(outside, join(root, 'shop/to-outside'));
      await symlink(join(root, 'shop'), join(root, 'opened'));
      const opened = [join(root, 'opened')];
      for (const setting of [
        inside,
        join(root, 'to-inside'),
        join(root, 'opened/to-outside'),
        join(root, 'shop/to-outside'),
      ])
        expect(await find({ setting, opened })).toMatchObject({
          problem: expect.stringContaining(`which was not run: it is ${where}`),
        });
      expect(await find({ setting: outside, opened })).toMatchObject({ program: outside });
    });

    test('is run where the workspace is all of the home, or has a similar name', async () => {
      const file = await program('home/bin/kubectl');
      for (const folder of ['home', '', 'home/bi', 'home/bin/kubectl-2'])
        expect(await find({ setting: file, opened: [join(root, folder)] })).toMatchObject({ program: file });
    });
  });

  test.each([
    ['oldest', 'v1.29.4'],
    ['newest', 'v1.36.3'],
  ] as const)(
    'has a version: %s',
    async (age, version) => {
      const kubectl = new Kubectl(await installKubectl(age));
      expect(await versionOf(kubectl)).toEqual({ version, warning: undefined });
    },
    300_000,
  );

  test.each([
    [
      'v1.28.15-eks-1234',
      'opens shells over SPDY only, which some proxies block. If a shell does not open, update kubectl to v1.29 or newer.',
    ],
    ['v1.27.0', 'opens shells over SPDY only'],
    ['v2.0.0', undefined],
  ])('can be old: %s', async (version, warning) => {
    const text = `echo '{"clientVersion":{"gitVersion":"${version}"}}'`;
    const found = await versionOf(new Kubectl(await program('kubectl', text)));
    expect(found).toMatchObject({ version });
    expect(found).toMatchObject({ warning: warning && expect.stringContaining(`kubectl ${version} ${warning}`) });
  });

  test('can be too old', async () => {
    const file = await program('kubectl', `echo '{"clientVersion":{"gitVersion":"v1.26.15"}}'`);
    expect(await versionOf(new Kubectl(file))).toMatchObject({
      problem: {
        kind: 'too-old',
        message: `${file} is kubectl v1.26.15, which is too old. Update it to v1.29 or newer, or choose another kubectl with the setting \`sidecarGuard.kubectl.path\` or the option \`--kubectl PATH\`.`,
      },
    });
  });

  test.each(['echo hello', 'echo "{}"', ':'])('can be something else: %s', async (text) => {
    const file = await program('kubectl', text);
    expect(await versionOf(new Kubectl(file))).toMatchObject({
      problem: {
        message: `${file} does not answer like kubectl. Choose a kubectl with the setting \`sidecarGuard.kubectl.path\` or the option \`--kubectl PATH\`.`,
      },
    });
  });

  test('that has gone since, or may not be run any more, is said to be', async () => {
    const file = join(root, 'kubectl');
    const gone = problemOf(await rejection(versionOf(new Kubectl(file))));
    expect(gone).toMatchObject({
      kind: 'missing',
      message: `There is no program at ${file}. Install kubectl there, or set \`sidecarGuard.kubectl.path\` to another kubectl.`,
    });
    await chmod(await program('kubectl'), 0o644);
    const locked = problemOf(await rejection(versionOf(new Kubectl(file))));
    expect(locked).toMatchObject({
      kind: 'not-executable',
      message: `You have no permission to run ${file}. Make it executable, or set \`sidecarGuard.kubectl.path\` to another kubectl.`,
    });
  });
});
