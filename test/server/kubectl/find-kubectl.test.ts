import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findKubectl } from '../../../client/src/kubectl/find-kubectl.ts';
import { Kubectl } from '../../../client/src/kubectl/kubectl.ts';
import type { KubectlPlaces } from '../../../client/src/kubectl/kubectl-places.ts';
import { problemOf } from '../../../client/src/kubectl/problem.ts';
import { versionOf } from '../../../client/src/kubectl/version.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { rejection } from './desk.ts';

const INSTALL =
  'Install it (https://kubernetes.io/docs/tasks/tools/), or say where it is in the setting sidecarGuard.kubectl.path.';

describe('kubectl', () => {
  let root: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'sidecar-guard-find-')));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  function find(places: Partial<KubectlPlaces>) {
    const platform = process.platform;
    return findKubectl({
      setting: '',
      kubernetesTools: undefined,
      path: '',
      home: join(root, 'home'),
      platform,
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
    expect(await find(places)).toEqual({ program: own, from: 'setting' });
    expect(await find({ ...places, setting: ' ' })).toEqual({ program: theirs, from: 'kubernetes-tools' });
    expect(await find({ path: places.path })).toEqual({ program: onPath, from: 'PATH' });
  });

  test('can be at home', async () => {
    const file = await program('home/bin/kubectl');
    expect(await find({ setting: '~/bin/kubectl' })).toEqual({ program: file, from: 'setting' });
  });

  test.each([
    ['nothing', '/no/kubectl', ', and there is nothing. Correct the setting, or empty it.'],
    ['a folder', tmpdir(), ', which is a folder. Name the program in it.'],
    ['no program', '/etc/passwd', ', which may not be run. Make it executable, or correct the setting.'],
  ])('is not looked for elsewhere where a setting names %s', async (_, path, problem) => {
    const bin = dirname(await program('bin/kubectl'));
    expect(await find({ setting: path, path: bin })).toMatchObject({
      problem: `The setting sidecarGuard.kubectl.path says that kubectl is ${path}${problem}`,
    });
    expect(await find({ kubernetesTools: path, path: bin })).toMatchObject({
      problem: `The setting vs-kubernetes.kubectl-path says that kubectl is ${path}${problem}`,
    });
  });

  test.each(['kubectl', './kubectl', 'bin/kubectl', '../kubectl', '~kubectl'])(
    'is not run from the setting %s, which leads anywhere',
    async (setting) => {
      expect(await find({ setting })).toMatchObject({
        problem: `The setting sidecarGuard.kubectl.path is "${setting}", which leads to another file in every folder. Write where kubectl is from the root of the disk on, or begin with "~/".`,
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
    expect(await find({ path })).toEqual({ program: file, from: 'PATH' });
  });

  describe('in a workspace', () => {
    const refusal = 'in the workspace, so whoever wrote the workspace could have put it there, and it is not run.';

    test('is not run, whatever names it', async () => {
      const file = await program('home/shop/bin/kubectl');
      const workspaceFolders = [join(root, 'home/other'), join(root, 'home/shop')];
      const setting = await find({ setting: '~/shop/bin/kubectl', workspaceFolders });
      expect(setting).toMatchObject({
        problem: `The setting sidecarGuard.kubectl.path says that kubectl is ${file}. That is ${refusal} Name one outside of it.`,
      });
      expect(await find({ path: dirname(file), workspaceFolders })).toMatchObject({
        problem: `The only kubectl on the PATH of VS Code is ${file}. It is ${refusal} ${INSTALL}`,
      });
      const outside = await program('bin/kubectl');
      const path = `${dirname(file)}:${dirname(outside)}`;
      expect(await find({ path, workspaceFolders })).toEqual({ program: outside, from: 'PATH' });
    });

    test('is not run through a link on either side', async () => {
      const inside = await program('shop/kubectl');
      const outside = await program('bin/kubectl');
      await symlink(inside, join(root, 'to-inside'));
      await symlink(outside, join(root, 'shop/to-outside'));
      await symlink(join(root, 'shop'), join(root, 'opened'));
      const workspaceFolders = [join(root, 'opened')];
      for (const setting of [
        inside,
        join(root, 'to-inside'),
        join(root, 'opened/to-outside'),
        join(root, 'shop/to-outside'),
      ])
        expect(await find({ setting, workspaceFolders })).toMatchObject({ problem: expect.stringContaining(refusal) });
      expect(await find({ setting: outside, workspaceFolders })).toMatchObject({ program: outside });
    });

    test('is run where the workspace is all of the home, or has a similar name', async () => {
      const file = await program('home/bin/kubectl');
      for (const folder of ['home', '', 'home/bi', 'home/bin/kubectl-2'])
        expect(await find({ setting: file, workspaceFolders: [join(root, folder)] })).toMatchObject({ program: file });
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
      'opens shells over SPDY only, which not every proxy lets through. Update it to v1.29 or newer if a shell does not open.',
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
        message: `${file} is kubectl v1.26.15, which is too old. Update it to v1.29 or newer, or name another one in the setting sidecarGuard.kubectl.path, or by --kubectl PATH.`,
      },
    });
  });

  test.each(['echo hello', 'echo "{}"', ':'])('can be something else: %s', async (text) => {
    const file = await program('kubectl', text);
    expect(await versionOf(new Kubectl(file))).toMatchObject({
      problem: {
        message: `${file} does not answer as kubectl does. Name kubectl in the setting sidecarGuard.kubectl.path, or by --kubectl PATH.`,
      },
    });
  });

  test('that has gone since, or may not be run any more, is said to be', async () => {
    const file = join(root, 'kubectl');
    const gone = problemOf(await rejection(versionOf(new Kubectl(file))));
    expect(gone).toMatchObject({
      kind: 'missing',
      message: `There is no program at ${file}. Install kubectl there, or name another one in the setting sidecarGuard.kubectl.path.`,
    });
    await chmod(await program('kubectl'), 0o644);
    const locked = problemOf(await rejection(versionOf(new Kubectl(file))));
    expect(locked).toMatchObject({
      kind: 'not-executable',
      message: `${file} may not be run. Make it executable, or name another one in the setting sidecarGuard.kubectl.path.`,
    });
  });
});
