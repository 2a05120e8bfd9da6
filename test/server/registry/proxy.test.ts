import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../server/src/registry/proxy';
import { ask, encode } from './asking';
import { makeCertificate } from './certificate';
import { startProxy } from './proxy-server';
import { closing, digestOf, push, startRegistry, startServer } from './registry';
import { PASSWORD, USER } from './user';

const MANIFEST = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
const LOGIN = `${USER}:${encodeURIComponent(PASSWORD)}`;

describe('a proxy', () => {
  it('leads to a registry as the environment or the settings say', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, tls: makeCertificate() });
    const image = 'registry.test:5000/team/web:1';
    const { host, seen } = await startProxy(registry.host);
    expect(await ask(image, { environment: { HTTPS_PROXY: `http://${host}` } })).toBe(digest);
    expect(await ask(image, { environment: { https_proxy: host } })).toBe(digest);
    expect(await ask(image, { proxy: `http://${LOGIN}@${host}` })).toBe(digest);
    const tunnel = 'CONNECT registry.test:5000';
    expect(seen).toEqual([`${tunnel} -`, `${tunnel} -`, `${tunnel} Basic ${encode(PASSWORD)}`]);
    expect(await ask(image, { environment: { HTTPS_PROXY: host }, insecure: [] })).toContain('The certificate of reg');

    expect(await ask(image, { environment: { HTTPS_PROXY: host, NO_PROXY: '.test' } })).toContain(
      'was not found, or there is no network',
    );
    const own = `${registry.host}/team/web:1`;
    expect(await ask(own, { environment: { HTTPS_PROXY: host, NO_PROXY: 'example.com' } })).toBe(digest);
    expect(seen).toHaveLength(4);
  });

  it('is asked for the whole URL where there is no encryption', async () => {
    const plain = await startServer((_, response) => response.writeHead(200, MANIFEST).end('{}'));
    const { host, seen } = await startProxy(plain);
    const environment = { HTTPS_PROXY: host, HTTP_PROXY: `http://${LOGIN}@${host}` };
    expect(await ask('registry.test:5000/web:1', { environment })).toBe(digestOf('{}'));
    expect(seen).toEqual([
      'CONNECT registry.test:5000 -',
      `http://registry.test:5000/v2/web/manifests/1 Basic ${encode(PASSWORD)} registry.test:5000`,
    ]);
  });

  it('is asked for it, too, where it makes no tunnels but to the usual port', async () => {
    const { host, seen } = await startProxy('', { tunnels: 403 });
    expect(await ask('registry.test:5000/web:1', { proxy: `http://${host}` })).toBe(digestOf('{}'));
    expect(seen).toHaveLength(2);
  });

  it('is left when the user ends it', async () => {
    const stop = new AbortController();
    let closed: Promise<void> | undefined;
    const hanging = await startServer(() => stop.abort(new Error('ended by the user')), makeCertificate());
    const { host } = await startProxy(hanging, {
      onTunnel: (socket) => {
        closed = closing(socket);
      },
    });
    const asking = { signal: stop.signal, environment: { HTTPS_PROXY: host } };
    expect(await ask('registry.test:5000/web:1', asking)).toBe('ended by the user');
    await closed;
  });

  it('is left, too, where it never makes the tunnel', async () => {
    const stop = new AbortController();
    const closed: Promise<void>[] = [];
    const { host } = await startProxy('', {
      tunnels: 0,
      onTunnel: (socket) => {
        closed.push(closing(socket));
        if (closed.length === 2) stop.abort(new Error('ended by the user'));
      },
    });
    const image = 'registry.test:5000/web:1';
    expect(await ask(image, { proxy: `http://${LOGIN}@${host}`, seconds: 0.5 })).toBe(
      `registry.test:5000 (through the proxy ${host}) did not answer within 0.5 seconds, so nothing was written. Try again later.`,
    );
    expect(await ask(image, { proxy: `http://${host}`, signal: stop.signal })).toBe('ended by the user');
    expect(closed).toHaveLength(2);
    await Promise.all(closed);
  });

  it('is what a sentence is about if it does not lead there', async () => {
    const image = 'registry.test/web:1';
    const through = (proxy: string): Promise<string> => ask(image, { proxy, insecure: [] });
    const withStatus = async (status: number): Promise<string> => {
      const { host } = await startProxy('', { tunnels: status, pages: status });
      return (await through(`http://${LOGIN}@${host}`)).replaceAll(host, 'PROXY');
    };
    expect(await withStatus(403)).toBe(
      "The proxy PROXY does not connect to registry.test (status 403). Check the image's registry, and whether to list it in NO_PROXY.",
    );
    const unknown =
      'The proxy PROXY requires a login for registry.test (status 407). Add the user and password to the URL of the proxy (http.proxy, or HTTPS_PROXY in the environment).';
    expect(await withStatus(407)).toBe(unknown);
    const { host } = await startProxy('', { tunnels: 403, pages: 407 });
    expect((await ask(image, { proxy: `http://${host}` })).replace(host, 'PROXY')).toBe(unknown);
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    expect(await through(`http://${LOGIN}@127.0.0.1:${port}`)).toBe(
      `The proxy 127.0.0.1:${port} could not be asked (ECONNREFUSED). Check the proxy (http.proxy, or HTTPS_PROXY in the environment).`,
    );
    expect(await through(`socks5://${LOGIN}@127.0.0.1`)).toMatch(
      /^The proxy for registry\.test can't be used: its protocol is/,
    );
    expect(await through(`http://${LOGIN}@127.0.0.1:port`)).toMatch(
      /^The proxy for registry\.test can't be used\. Set/,
    );
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://a.example.com/', true],
    ['example.com', 'https://example.com/', true],
    ['example.com', 'https://a.example.com/', true],
    ['example.com', 'https://anexample.com/', false],
    ['.example.com', 'https://a.example.com/', true],
    ['*.example.com', 'https://a.example.com/', true],
    ['EXAMPLE.com', 'https://example.com/', true],
    ['other.com, example.com', 'https://example.com/', true],
    ['other.com example.com', 'https://example.com/', true],
    ['example.com:5000', 'https://example.com:5000/', true],
    ['example.com:5000', 'https://example.com/', false],
    ['example.com:443', 'https://example.com/', true],
    ['example.com:80', 'http://example.com/', true],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['2.3', 'https://10.1.2.3/', false],
    ['fd00::/8', 'https://[fd00::1]/', true],
    ['fd00::1', 'https://[fd00::1]:5000/', true],
    ['[fd00::1]:5000', 'https://[fd00::1]:5000/', true],
    ['[fd00::1]:5001', 'https://[fd00::1]:5000/', false],
    ['', 'https://example.com/', false],
    ['example.com', 'https://localhost:5000/', true],
    ['example.com', 'https://127.0.0.2/', true],
    ['example.com', 'https://[::1]/', true],
  ])('%j and %s: %s', (list, url, isExcluded) => {
    const proxy = proxyFor(new URL(url), { ALL_PROXY: 'proxy:3128', NO_PROXY: list }, undefined);
    expect(proxy?.href).toBe(isExcluded ? undefined : 'http://proxy:3128/');
  });
});
