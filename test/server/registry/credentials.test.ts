import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Border } from '../../../server/src/programs/border';
import { credentialFiles, type Environment } from '../../../server/src/registry/credential-files';
import { findCredentials } from '../../../server/src/registry/find-credentials';
import { ask, encode } from './asking';
import { closing, digestOf, startServer } from './registry';
import { PASSWORD, temporaryFolder, USER } from './user';

const MANIFEST = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
/** What a registry says of `{}`. */
const FOUND = digestOf('{}');
const HUB = 'registry-1.docker.io';

/** A registry that shows its image to one user. */
function startClosed(): Promise<string> {
  return startServer((request, response) => {
    const { authorization } = request.headers;
    if (authorization === `Basic ${encode(PASSWORD)}`) response.writeHead(200, MANIFEST).end('{}');
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
}

/** The folder of these programs, in front of the others. */
function pathWith(helpers: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(helpers)) {
    const path = join(folder, `docker-credential-${name}`);
    writeFileSync(path, `${script.startsWith('#!') ? '' : '#!/bin/sh\n'}${script}\n`);
    chmodSync(path, 0o755);
  }
  return [folder, dirname(process.execPath), process.env.PATH].join(delimiter);
}

const SECRET = `'{"Username":"${USER}","Secret":"${PASSWORD}"}'`;

describe('a credential helper', () => {
  it('is asked for the registry, and what it says on failure stays with it', async () => {
    const host = await startClosed();
    const PATH = pathWith({
      ours: `read host; [ "$1 $host" = "get ${host}" ] && echo ${SECRET}`,
      empty: 'echo "credentials not found in native keychain"; exit 1',
      broken: `echo '${PASSWORD}'; echo '${PASSWORD}' >&2; exit 3`,
      garbled: `echo '${PASSWORD}'`,
    });
    const using = (config: object): Promise<string> => ask(`${host}/web:1`, { environment: { PATH }, config });
    const by = (name: string): Promise<string> => using({ credHelpers: { [host]: name } });
    expect(await by('ours')).toBe(FOUND);
    expect(await by('empty')).toContain('and there are none');
    const closed = `${host} requires credentials for ${host}/web:1, and none were found.`;
    expect(await by('broken')).toBe(`${closed} docker-credential-broken failed (3). Run "docker login" again.`);
    expect(await by('garbled')).toBe(
      `${closed} docker-credential-garbled did not answer in JSON. Run "docker login" again.`,
    );
    expect(await by('missing')).toBe(
      `${closed} docker-credential-missing is not installed, but Docker's configuration names it. Install it, or correct the configuration.`,
    );
    expect(await by('../../bin/sh')).toContain("can't be the name of a credential helper");
    expect(await using({ credsStore: 'ours', auths: { [host]: {} } })).toBe(FOUND);
    // As with docker-credential-ecr-login, which has no login.
    expect(await using({ credsStore: 'ours' })).toBe(FOUND);
    expect(await using({ credsStore: 'broken', credHelpers: { [host]: 'ours' } })).toBe(FOUND);
    expect(await using({ credsStore: 'empty', auths: { [host]: { auth: encode(PASSWORD) } } })).toBe(FOUND);
    expect(await using({ credsStore: 'broken', auths: { [host]: { auth: encode(PASSWORD) } } })).toBe(FOUND);
  });

  it('that fails hides neither public images nor the credentials of other files', async () => {
    let limit = 0;
    const host: string = await startServer((request, response) => {
      if (request.url?.startsWith('/token')) response.writeHead(limit || 200).end('{"token":"anonymous"}');
      else if (request.headers.authorization === 'Bearer anonymous') response.writeHead(200, MANIFEST).end('{}');
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token"` }).end();
    });
    const config = { credsStore: 'desktop.exe' };
    expect(await ask(`${host}/web:1`, { config })).toBe(FOUND);
    expect(await ask(`${host}/web:1`, { config: '{"auths": ' })).toBe(FOUND);
    limit = 429;
    expect(await ask(`${host}/web:1`, { config })).toBe(
      `${host} got too many requests. Try again later, or with credentials: docker-credential-desktop.exe is not installed, but Docker's configuration names it. Install it, or correct the configuration.`,
    );

    const closed = await startClosed();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'containers'));
    const save = (password: string): void =>
      writeFileSync(
        join(folder, 'containers', 'auth.json'),
        JSON.stringify({ auths: { [closed]: { auth: encode(password) } } }),
      );
    const asking = { config, environment: { XDG_RUNTIME_DIR: folder } };
    save(PASSWORD);
    expect(await ask(`${closed}/web:1`, asking)).toBe(FOUND);
    save('wrong');
    expect(await ask(`${closed}/web:1`, asking)).toMatch(
      /with the credentials of .*auth\.json\. Log in again .*, or ask for access\. Other credentials were not found: docker-credential-desktop\.exe is not installed/,
    );
  });

  it('is ended when the user ends it, or the time', async () => {
    const connections: Socket[] = [];
    const started = createServer((socket) => connections.push(socket)).listen(0, '127.0.0.1');
    await once(started, 'listening');
    onTestFinished(() => void started.close());
    const { port } = started.address() as { port: number };
    const PATH = pathWith({ hangs: `#!/usr/bin/env node\nrequire('node:net').connect(${port}, '127.0.0.1')` });
    const host = await startClosed();
    const asking = { environment: { PATH }, config: { credHelpers: { [host]: 'hangs' } } };
    const stop = new AbortController();
    const answer = ask(`${host}/web:1`, { ...asking, signal: stop.signal });
    const [first]: Socket[] = await once(started, 'connection');
    const closed = first && closing(first);
    stop.abort(new Error('ended by the user'));
    expect(await answer).toBe('ended by the user');
    await closed;

    expect(await ask(`${host}/web:1`, { ...asking, seconds: 2 })).toBe(
      'docker-credential-hangs took too long and was stopped. Run it in a terminal: it may wait for input.',
    );
    const last = connections.at(-1);
    expect(connections).toHaveLength(2);
    if (last && !last.destroyed) await closing(last);
  });

  it('is not looked for where the user works', async () => {
    const host = await startClosed();
    const PATH = pathWith({ where: `[ "$(pwd -P)" = "${process.cwd()}" ] || echo ${SECRET}` });
    expect(await ask(`${host}/web:1`, { environment: { PATH }, config: { credHelpers: { [host]: 'where' } } })).toBe(
      FOUND,
    );
  });
});

describe('credentials', () => {
  /** The user that is found for a repository, and in which file. */
  async function find(
    host: string,
    repository: string,
    files: Readonly<Record<string, object>>,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string | undefined> {
    const home = temporaryFolder();
    for (const [path, file] of Object.entries(files)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), JSON.stringify(file));
    }
    const inHome = Object.entries(environment).map(([key, path]) => [key, key === 'PATH' ? path : join(home, path)]);
    const signal = new AbortController().signal;
    const inThere = { HOME: home, ...Object.fromEntries(inHome) };
    const { credentials } = await findCredentials(host, repository, {
      environment: inThere,
      border: await Border.around([]),
      signal,
    });
    if (!credentials) return undefined;
    const { user, identityToken = '', source } = credentials;
    return `${user}${identityToken} of ${source.replace(`${home}/`, '')}`;
  }
  const auth = (user: string): object => ({ auth: Buffer.from(`${user}:${PASSWORD}`).toString('base64') });
  const auths = (key: string, user = USER): object => ({ auths: { [key]: auth(user) } });

  it.each([
    ['registry.test', 'registry.test', true],
    ['registry.test', 'https://registry.test', true],
    ['registry.test', 'https://registry.test/v1/', true],
    ['registry.test', 'https://registry.test/v2/', true],
    ['registry.test', 'registry.test/team', true],
    ['registry.test', 'registry.test/team/web', true],
    ['registry.test', 'registry.test/te', false],
    ['registry.test', 'registry.test:5000', false],
    ['registry.test:5000', 'registry.test', false],
    ['registry.test', 'other.test', false],
    [HUB, 'https://index.docker.io/v1/', true],
    [HUB, 'docker.io', true],
    [HUB, 'docker.io/team', true],
    [HUB, 'registry.test', false],
  ])('of %s are those of %s: %s', async (host, key, isFound) => {
    const source = '.docker/config.json';
    expect(await find(host, 'team/web', { [source]: auths(key) })).toBe(isFound ? `${USER} of ${source}` : undefined);
  });

  it('are the narrowest that there are', async () => {
    const files = { '.docker/config.json': { auths: { 'r.test': auth('wide'), 'r.test/team': auth('narrow') } } };
    expect(await find('r.test', 'team/web', files)).toBe('narrow of .docker/config.json');
    expect(await find('r.test', 'other/web', files)).toBe('wide of .docker/config.json');
  });

  it('are Docker’s or Podman’s, in the files that the environment says', async () => {
    const files = {
      '.docker/config.json': auths('r.test', 'docker'),
      'other/config.json': auths('r.test', 'other'),
      'run/containers/auth.json': auths('r.test', 'podman'),
      '.config/containers/auth.json': auths('mac.test', 'mac'),
      'auth.json': auths('r.test', 'named'),
    };
    expect(await find('r.test', 'web', files)).toBe('docker of .docker/config.json');
    expect(await find('r.test', 'web', files, { DOCKER_CONFIG: 'other' })).toBe('other of other/config.json');
    expect(await find('r.test', 'web', files, { DOCKER_CONFIG: 'none', XDG_RUNTIME_DIR: 'run' })).toBe(
      'podman of run/containers/auth.json',
    );
    expect(await find('r.test', 'web', files, { REGISTRY_AUTH_FILE: 'auth.json' })).toBe('named of auth.json');
    expect(await find('mac.test', 'web', files)).toBe('mac of .config/containers/auth.json');
    expect(await find('none.test', 'web', files)).toBeUndefined();
  });

  it('are Podman’s own of a user without a session, too', () => {
    const files = (environment: Environment, uid?: number): string[] =>
      credentialFiles({ HOME: '/home/me', ...environment }, uid);
    expect(files({}, 1000)).toEqual([
      '/home/me/.docker/config.json',
      '/run/containers/1000/auth.json',
      '/home/me/.config/containers/auth.json',
    ]);
    expect(files({ XDG_RUNTIME_DIR: '' }, 0)).toContain('/run/containers/0/auth.json');
    expect(files({ XDG_RUNTIME_DIR: '/run/user/1000' }, 1000)).toEqual([
      '/home/me/.docker/config.json',
      '/run/user/1000/containers/auth.json',
      '/home/me/.config/containers/auth.json',
    ]);
  });

  it('may be written out, or be tokens', async () => {
    const inFile = (entry: object): Promise<string | undefined> =>
      find('r.test', 'web', { '.docker/config.json': { auths: { 'r.test': entry } } });
    expect(await inFile({ username: USER, password: PASSWORD })).toBe(`${USER} of .docker/config.json`);
    expect(await inFile({ identitytoken: 'token' })).toBe('token of .docker/config.json');
    expect(await inFile({ auth: 'no colon' })).toBeUndefined();
    expect(await inFile({ username: USER })).toBeUndefined();
    const PATH = pathWith({ token: `read host; echo '{"Username":"<token>","Secret":"of '"$host"'"}'` });
    expect(await find(HUB, 'web', { '.docker/config.json': { credsStore: 'token' } }, { PATH })).toBe(
      'of https://index.docker.io/v1/ of docker-credential-token',
    );
  });
});
