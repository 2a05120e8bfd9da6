import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RegistryClient } from '../../../server/src/registry/registry-client';
import {
  digestOf,
  makeCertificate,
  PASSWORD,
  push,
  pushIndex,
  type Registry,
  signToken,
  startRegistry,
  startServer,
  temporaryFolder,
  USER,
} from './registry';

interface Asking {
  /** Files of Docker's configuration folder. */
  readonly config?: unknown;
  readonly insecure?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly seconds?: number;
  readonly proxy?: string;
}

/** Asks for a digest as the language server does; what goes wrong is its sentence. */
async function ask(image: string, asking: Asking = {}): Promise<string> {
  const folder = temporaryFolder();
  if (asking.config !== undefined) {
    const text = typeof asking.config === 'string' ? asking.config : JSON.stringify(asking.config);
    writeFileSync(join(folder, 'config.json'), text);
  }
  const environment = { DOCKER_CONFIG: folder, HOME: folder, PATH: process.env.PATH, ...asking.environment };
  const client = new RegistryClient(environment, asking.seconds);
  const host = image.split('/', 1)[0] ?? '';
  client.configure({ insecure: asking.insecure ?? [host], ...(asking.proxy && { proxy: asking.proxy }) });
  const signal = asking.signal ?? new AbortController().signal;
  const answer = await client.digestOf(image, signal).catch((error: unknown) => (error as Error).message);
  // Whatever is said, nothing secret is in it.
  expect(answer).not.toContain(PASSWORD);
  expect(answer).not.toContain(encode(PASSWORD));
  return answer;
}

function encode(password: string): string {
  return Buffer.from(`${USER}:${password}`).toString('base64');
}

const login = ({ host }: Registry, password = PASSWORD): object => ({ auths: { [host]: { auth: encode(password) } } });

describe('a registry', () => {
  it('tells the digest of a tag, of `latest` where there is none, and of the index of several platforms', async () => {
    const registry = await startRegistry();
    const { host } = registry;
    const single = await push(registry, 'team/web', '1.0');
    expect(await ask(`${host}/team/web:1.0`)).toBe(single);
    expect(await ask(`${host}/team/web:1.0@sha256:${'0'.repeat(64)}`)).toBe(single);
    const index = await pushIndex(registry, 'team/web', 'latest');
    expect(await ask(`${host}/team/web`)).toBe(index);
    expect(await ask(`${host}/team/web:2`)).toBe(
      `${host} has no image ${host}/team/web:2. Check the name and the tag.`,
    );
    expect(await ask(`${host}/team/api:1`)).toContain(`${host} has no`);
  });

  it('is asked with the password of Docker’s configuration', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, auth: 'htpasswd' });
    const image = `${registry.host}/team/web:1`;
    expect(await ask(image, { config: login(registry) })).toBe(digest);
    expect(await ask(image)).toBe(
      `${registry.host} does not show ${image} to everybody, and there are no credentials for it. Log in (docker login ${registry.host}).`,
    );
    expect(await ask(image, { config: login(registry, 'wrong') })).toMatch(
      /does not show .* to the user of .*config\.json\. Log in again/,
    );
    expect(await ask(image, { config: '{"auths": ' })).toMatch(
      /config\.json can't be read: it is not JSON\. Correct the file\.$/,
    );
  });

  it('is asked with what a credential helper has', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, auth: 'htpasswd' });
    const image = `${registry.host}/team/web:1`;
    const folder = temporaryFolder();
    const helper = (name: string, script: string): void => {
      const path = join(folder, `docker-credential-${name}`);
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
    };
    const secret = `'{"Username":"${USER}","Secret":"${PASSWORD}"}'`;
    helper('ours', `read host; [ "$1 $host" = "get ${registry.host}" ] && echo ${secret}`);
    helper('empty', 'echo "credentials not found in native keychain"; exit 1');
    helper('broken', `echo '${PASSWORD}'; exit 3`);
    helper('garbled', `echo '${PASSWORD}'`);
    const environment = { PATH: `${folder}:${process.env.PATH}` };
    const by = (name: string): Promise<string> =>
      ask(image, { environment, config: { credHelpers: { [registry.host]: name } } });
    expect(await by('ours')).toBe(digest);
    expect(await ask(image, { environment, config: { auths: { [registry.host]: {} }, credsStore: 'ours' } })).toBe(
      digest,
    );
    expect(await by('empty')).toContain('there are no credentials for it');
    expect(await by('broken')).toBe('docker-credential-broken failed (3). Try "docker login" again.');
    expect(await by('garbled')).toBe('docker-credential-garbled did not answer in JSON. Try "docker login" again.');
    expect(await by('missing')).toContain('docker-credential-missing failed (ENOENT)');
    expect(await by('../../bin/sh')).toContain("can't be the name of a credential helper");
  });

  it('is asked with a token, of a server that gets the password', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const certificate = makeCertificate();
    const asked: string[] = [];
    const tokens = await startServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      const isKnown = request.headers.authorization === `Basic ${encode(PASSWORD)}` || request.method === 'POST';
      response.writeHead(isKnown ? 200 : 401);
      response.end(isKnown ? JSON.stringify({ token: signToken(certificate, 'team/web') }) : '{}');
    });
    const auth = { realm: `http://${tokens}/token`, certificate: certificate.certificate };
    const registry = await startRegistry({ storage: open.storage, auth });
    const image = `${registry.host}/team/web:1`;
    const insecure = [registry.host, tokens];
    expect(await ask(image, { config: login(registry), insecure })).toBe(digest);
    expect(asked).toEqual([`GET /token?service=test&scope=repository%3Ateam%2Fweb%3Apull Basic ${encode(PASSWORD)}`]);
    expect(await ask(image, { insecure })).toContain('there are no credentials for it');
    expect(
      await ask(image, { insecure, config: { auths: { [registry.host]: { identitytoken: 'long-lived' } } } }),
    ).toBe(digest);
    expect(asked.at(-1)).toBe('POST /token -');
  });

  it('must have a certificate that somebody vouches for, or be listed', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, tls: makeCertificate() });
    const image = `${registry.host}/team/web:1`;
    expect(await ask(image, { insecure: [] })).toContain(`The certificate of ${registry.host} is not to be trusted`);
    expect(await ask(image)).toBe(digest);
    expect(await ask(`${open.host}/team/web:1`, { insecure: [] })).toBe(
      `${open.host} does not speak TLS. If it is meant to speak plain HTTP, list it among the insecure registries.`,
    );
  });
});

describe('what goes wrong', () => {
  it('is a time-out where it hangs', async () => {
    const host = await startServer(() => {});
    expect(await ask(`${host}/web:1`, { seconds: 0.2 })).toBe(
      `${host} did not answer within 0.2 seconds, so nothing was written. Try again later.`,
    );
  });

  it('is an end at once where the user ends it', async () => {
    const stop = new AbortController();
    const host = await startServer(() => stop.abort(new Error('ended by the user')));
    expect(await ask(`${host}/web:1`, { signal: stop.signal })).toBe('ended by the user');
  });

  it('is refused where the digest does not match the content', async () => {
    const body = '{"schemaVersion":2}';
    const host = await startServer((_, response) => {
      response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
      response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`);
      response.end(body);
    });
    expect(await ask(`${host}/web:1`)).toBe(
      `${host} says that ${host}/web:1 is sha256:${'0'.repeat(64)}, but its content is ${digestOf(body)}: it was refused. The registry, or something on the way to it, can't be trusted.`,
    );
  });

  it.each([
    ['too many questions', 429, { 'retry-after': '60' }, 'is asked too often (it wants a pause of 60 seconds)'],
    ['a page', 200, { 'content-type': 'text/html' }, 'that can be pinned (text/html)'],
    [
      'an old manifest',
      200,
      { 'content-type': 'application/vnd.docker.distribution.manifest.v1+prettyjws' },
      'Push the image anew',
    ],
    ['a failure', 500, {}, 'answered with status 500'],
    ['a circle', 302, { location: '/v2/web/manifests/1' }, 'leads from one address to the next'],
    ['a challenge that nobody meets', 401, { 'www-authenticate': 'Negotiate' }, 'there are no credentials for it'],
    [
      'a token server that can be listened to',
      401,
      { 'www-authenticate': 'Bearer realm="http://tokens.example.com/"' },
      'List tokens.example.com among the insecure registries if that is meant.',
    ],
  ])('is a sentence: %s', async (_, status, headers, sentence) => {
    const host = await startServer((__, response) => response.writeHead(status, headers).end('{}'));
    expect(await ask(`${host}/web:1`)).toContain(sentence);
  });

  it('is a sentence where nobody answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.close();
    await once(server, 'close');
    expect(await ask(`${host}/web:1`)).toBe(
      `Nothing answers at ${host} (ECONNREFUSED). Check the port, and whether the registry runs.`,
    );
    expect(await ask('registry.invalid/web:1', { insecure: [] })).toContain('There is no host registry.invalid');
  });
});

describe('secrets', () => {
  it('are not shown to where a registry leads', async () => {
    const asked: (string | undefined)[] = [];
    const other = await startServer((request, response) => {
      asked.push(request.headers.authorization);
      response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
      response.end('{}');
    });
    const host = await startServer((request, response) => {
      if (!request.headers.authorization) response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      else response.writeHead(307, { location: `http://${other}/elsewhere` }).end();
    });
    expect(await ask(`${host}/web:1`, { config: { auths: { [host]: { auth: encode(PASSWORD) } } } })).toBe(
      digestOf('{}'),
    );
    expect(asked).toEqual([undefined]);
  });
});

describe('a proxy', () => {
  /** Counts the tunnels and plain questions that go through it. */
  async function startProxy(): Promise<{ url: string; seen: string[] }> {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
      response.end('{}');
    });
    server.on('connect', (request, socket) => {
      seen.push(`CONNECT ${request.url}`);
      const [hostname = '', port] = (request.url ?? '').split(':');
      const tunnel = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        tunnel.pipe(socket).pipe(tunnel);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('error', () => tunnel.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
  }

  it('is used as the environment or the settings say, and left out as they say', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, tls: makeCertificate() });
    const image = `${registry.host}/team/web:1`;
    const { url, seen } = await startProxy();
    // The own machine is left out unless a list says otherwise.
    expect(await ask(image, { environment: { HTTPS_PROXY: url } })).toBe(digest);
    expect(seen).toEqual([]);
    expect(await ask(image, { environment: { HTTPS_PROXY: url, NO_PROXY: 'example.com' } })).toBe(digest);
    expect(await ask(image, { environment: { NO_PROXY: 'example.com' }, proxy: url })).toBe(digest);
    expect(seen).toEqual([`CONNECT ${registry.host}`, `CONNECT ${registry.host}`]);
    expect(await ask(image, { environment: { HTTPS_PROXY: url, NO_PROXY: `example.com, ${registry.host}` } })).toBe(
      digest,
    );
    expect(seen).toHaveLength(2);
  });
});
