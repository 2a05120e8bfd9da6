import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findKubectl } from '../../server/src/cluster/find-kubectl';
import { Kubectl } from '../../server/src/cluster/kubectl';
import { Border } from '../../server/src/programs/border';
import { ask, encode } from '../server/registry/asking';
import { startServer } from '../server/registry/registry';
import { PASSWORD, USER } from '../server/registry/user';
import { run } from '../unit/cli/run';

/** A repository with an evil program `bin/NAME`, which leaves the file `ran` behind, and a folder beside it. */
function repositoryWith(name: string): { root: string; repository: string; bin: string; hasRun: () => boolean } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sidecar-guard-border-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const repository = join(root, 'repository');
  const bin = join(repository, 'bin');
  for (const folder of ['.git', 'bin', 'apps/shop', 'home']) mkdirSync(join(repository, folder), { recursive: true });
  mkdirSync(join(root, 'elsewhere'));
  program(join(bin, name), `: > '${root}/ran'; echo '{"clientVersion":{"gitVersion":"v1.36.0"}}'`);
  writeFileSync(join(repository, 'apps/shop/web.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n');
  return { root, repository, bin, hasRun: () => existsSync(join(root, 'ran')) };
}

function program(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('a kubectl in a repository is not run by the command line', () => {
  it.each([
    ['from a folder below its root', 'apps/shop', []],
    ['from its root', '.', []],
    ['where HOME is below it', 'home', []],
    ['by a path into it', '../elsewhere', ['../repository/apps']],
    ['by a file in it', '../elsewhere', ['../repository/apps/shop/web.yaml']],
  ])('%s', async (_, cwd, paths) => {
    const { repository, bin, hasRun } = repositoryWith('kubectl');
    vi.stubEnv('PATH', bin);
    vi.stubEnv('HOME', join(repository, 'home'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code, stderr } = await run(['audit', ...paths], join(repository, cwd));
    expect([hasRun(), code]).toEqual([false, 2]);
    expect(stderr).toContain(`${bin}/kubectl, in the repository`);
  });

  it('through a link, or a link to a link that the repository could change', async () => {
    const { root, repository, bin, hasRun } = repositoryWith('kubectl');
    const good = program(join(root, 'good/kubectl'), 'exit 1');
    symlinkSync(bin, join(root, 'linked'));
    symlinkSync(good, join(repository, 'through'));
    mkdirSync(join(root, 'twice'));
    symlinkSync(join(repository, 'through'), join(root, 'twice/kubectl'));
    for (const folder of ['linked', 'twice']) {
      vi.stubEnv('PATH', join(root, folder));
      const { stderr } = await run(['audit'], join(repository, 'apps'));
      expect(stderr).toContain(`${join(root, folder)}/kubectl, in the repository`);
    }
    vi.unstubAllEnvs();
    expect(hasRun()).toBe(false);
  });
});

describe('a kubectl in a repository is not run by the editor', () => {
  async function find(opened: string, setting: string, home = '/nobody', path = '') {
    return findKubectl({
      setting,
      kubernetesTools: undefined,
      path,
      home,
      account: { home, platform: process.platform },
      opened: [opened],
    });
  }

  it.each(['apps/shop', 'apps', '.', 'apps/shop/web.yaml'])('where %s is opened', async (opened) => {
    const { repository, bin } = repositoryWith('kubectl');
    expect(await find(join(repository, opened), join(bin, 'kubectl'))).toMatchObject({ kind: 'missing' });
    expect(await find(join(repository, opened), '', '/nobody', bin)).toMatchObject({ kind: 'missing' });
  });

  it('where a submodule or a repository in the repository is opened', async () => {
    const { repository, bin } = repositoryWith('kubectl');
    writeFileSync(join(repository, 'apps/.git'), 'gitdir: ../.git/modules/apps\n');
    expect(await find(join(repository, 'apps/shop'), join(bin, 'kubectl'))).toMatchObject({ kind: 'missing' });
  });

  it("though it is the account's home, if that is a repository; else a home is no repository", async () => {
    const { root, repository, bin } = repositoryWith('kubectl');
    expect(await find(repository, join(bin, 'kubectl'), repository)).toMatchObject({ kind: 'missing' });
    const own = program(join(root, 'bin/kubectl'), 'exit 1');
    expect(await find(root, own, root)).toMatchObject({ program: own });
    expect(await find(repository, own, root)).toMatchObject({ program: own });
    expect(await find(root, own, '/another')).toMatchObject({ kind: 'missing' });
  });
});

describe('what kubectl starts by name', () => {
  it('is not looked for in the repository, nor in the folder that it runs in', async () => {
    const { root, repository, bin } = repositoryWith('aws');
    const border = await Border.around([join(repository, 'apps')]);
    const PATH = [bin, '', '.', 'bin', '/usr/bin', '/bin'].join(delimiter);
    const environment = await border.environment({ PATH }, repository);
    expect(environment.PATH).toBe(['/usr/bin', '/bin'].join(delimiter));
    const where = new Kubectl(program(join(root, 'kubectl'), 'pwd -P; command -v aws'), environment);
    const said = await where.run([]).catch((error: unknown) => String(error));
    expect(said).not.toContain(repository);
    expect(said).not.toContain(process.cwd());
  });

  it('gets the kubeconfig that was meant, though it runs elsewhere', async () => {
    const { root } = repositoryWith('aws');
    const kubectl = new Kubectl(program(join(root, 'kubectl'), 'echo "$KUBECONFIG"'), {
      KUBECONFIG: `one${delimiter}/two${delimiter}`,
    });
    expect(await kubectl.run([])).toBe(`${join(process.cwd(), 'one')}${delimiter}/two${delimiter}\n`);
  });
});

describe('a repository does not come between a registry and credentials', () => {
  /** A registry that shows nothing without the password, and counts who knows it. */
  async function startClosed(): Promise<{ host: string; shown: () => number }> {
    let shown = 0;
    const host = await startServer((request, response) => {
      if (request.headers.authorization === `Basic ${encode(PASSWORD)}`) shown++;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    return { host, shown: () => shown };
  }

  it('by a credential helper on the PATH', async () => {
    const { root, repository, bin } = repositoryWith('kubectl');
    program(
      join(bin, 'docker-credential-evil'),
      `: > '${root}/ran'; echo '{"Username":"${USER}","Secret":"${PASSWORD}"}'`,
    );
    const { host, shown } = await startClosed();
    for (const opened of ['.', 'apps', 'apps/shop/web.yaml']) {
      const answer = await ask(`${host}/web:1`, {
        environment: { PATH: [bin, '/usr/bin', '/bin'].join(delimiter) },
        config: { credsStore: 'evil' },
        opened: [join(repository, opened)],
      });
      expect(answer).toContain(
        `docker-credential-evil was not run: the only one on the PATH is ${bin}/docker-credential-evil, in the`,
      );
    }
    expect([existsSync(join(root, 'ran')), shown()]).toEqual([false, 0]);
  });

  it.each(['DOCKER_CONFIG', 'REGISTRY_AUTH_FILE', 'HOME'])('by a file that %s leads to', async (variable) => {
    const { repository } = repositoryWith('kubectl');
    const { host, shown } = await startClosed();
    const auths = JSON.stringify({ auths: { [host]: { auth: encode(PASSWORD) } } });
    for (const path of ['config.json', '.docker/config.json']) {
      mkdirSync(dirname(join(repository, path)), { recursive: true });
      writeFileSync(join(repository, path), auths);
    }
    const value = variable === 'REGISTRY_AUTH_FILE' ? join(repository, 'config.json') : repository;
    const answer = await ask(`${host}/web:1`, {
      environment: { DOCKER_CONFIG: '', [variable]: value },
      opened: [join(repository, 'apps')],
    });
    expect(answer).toContain('are in the workspace or its repository');
    expect(shown()).toBe(0);
  });
});
