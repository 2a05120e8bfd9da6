import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, encode, login } from './asking';
import { makeCertificate, trust } from './certificate';
import { digestOf, startServer } from './registry';
import { PASSWORD } from './user';

const MANIFEST = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };

/** A token server that notes what it is shown. */
async function startTokens(
  tls?: ReturnType<typeof makeCertificate>,
): Promise<{ host: string; shown: string[]; asked: string[] }> {
  const [shown, asked]: [string[], string[]] = [[], []];
  const host = await startServer((request, response) => {
    asked.push(request.url ?? '');
    shown.push(request.headers.authorization ?? '-');
    response.end('{"access_token":"once"}');
  }, tls);
  return { host, shown, asked };
}

/** A registry that wants a token; gives its name. */
function startAsking(realm: (own: string) => string, tls?: ReturnType<typeof makeCertificate>): Promise<string> {
  return startServer((request, response) => {
    if (request.headers.authorization === 'Bearer once') response.writeHead(200, MANIFEST).end('{}');
    else response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm(request.headers.host ?? '')}"` }).end();
  }, tls);
}

describe('a password', () => {
  it('is shown to a token server, by either name of a token', async () => {
    const tokens = await startTokens();
    const host = await startAsking(() => `http://${tokens.host}/`);
    expect(await ask(`${host}/web:1`, { config: login({ host }), insecure: [host, tokens.host] })).toBe(digestOf('{}'));
    expect(tokens.shown).toEqual([`Basic ${encode(PASSWORD)}`]);
    expect(tokens.asked).toEqual(['/?scope=repository%3Aweb%3Apull']);
    const other = await startAsking(() => `http://${tokens.host}/token?a=b",service="s",scope="repository:of/web:pull`);
    expect(await ask(`${other}/web:1`, { insecure: [other, tokens.host] })).toBe(digestOf('{}'));
    expect(tokens.asked.at(-1)).toBe('/token?a=b&service=s&scope=repository%3Aof%2Fweb%3Apull');
  });

  it('is not shown to a token server without encryption, be it the registry’s own host', async () => {
    const certificate = makeCertificate();
    trust(certificate);
    const inner = await startAsking((own) => `http://${own}/token`, certificate);
    // In front of it, something that hears what is sent without encryption to the same port.
    const heard: string[] = [];
    const server = createTcpServer((socket) => {
      socket.once('data', (data) => {
        // A TLS handshake begins with this (RFC 8446, "Record Layer").
        if (data[0] !== 22) {
          heard.push(data.toString());
          socket.end();
          return;
        }
        const tunnel = connect(Number(inner.split(':')[1]), '127.0.0.1');
        tunnel.write(data);
        socket.pipe(tunnel).pipe(socket);
        for (const end of [socket, tunnel]) end.on('error', () => [socket, tunnel].map((each) => each.destroy()));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const answer = await ask(`${host}/web:1`, { config: login({ host }), insecure: [] });
    expect(heard).toEqual([]);
    expect(answer).toContain(
      `${host} requires tokens from ${host} over an unencrypted connection, which would expose your credentials.`,
    );
  });

  it('is not shown to a token server with an untrusted certificate, even if its registry is an insecure one', async () => {
    const tokens = await startTokens(makeCertificate());
    const host = await startAsking(() => `https://${tokens.host}/`);
    const image = `${host}/web:1`;
    const answer = await ask(image, { config: login({ host }) });
    expect(tokens.shown).toEqual([]);
    expect(answer).toContain(`The certificate of ${tokens.host} is not trusted`);
    expect(await ask(image, { config: login({ host }), insecure: [host, tokens.host] })).toBe(digestOf('{}'));
  });

  it('is not shown to where a registry leads, nor to a token server that is named there', async () => {
    const shown: (string | undefined)[] = [];
    const tokens = await startTokens();
    const other = await startServer((request, response) => {
      shown.push(request.headers.authorization);
      if (request.url === '/open') response.writeHead(200, MANIFEST).end('{}');
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${tokens.host}/"` }).end();
    });
    const leading = (path: string, isOpen: boolean): Promise<string> =>
      startServer((request, response) => {
        if (isOpen || request.headers.authorization)
          response.writeHead(307, { location: `http://${other}/${path}` }).end();
        else response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      });
    const insecure = [other, tokens.host];
    const open = await leading('open', false);
    expect(await ask(`${open}/web:1`, { config: login({ host: open }), insecure: [open, ...insecure] })).toBe(
      digestOf('{}'),
    );
    const closed = await leading('closed', true);
    const answer = await ask(`${closed}/web:1`, {
      config: login({ host: closed }),
      insecure: [closed, ...insecure],
    });
    expect([shown, tokens.shown]).toEqual([[undefined, undefined], []]);
    expect(answer).toBe(
      `${closed} redirects to ${other}, which requires credentials and gets none. If you trust that registry, write its name in the image.`,
    );
  });

  it('is not shown to a token server that a proxy names in the registry’s place', async () => {
    const certificate = makeCertificate();
    trust(certificate);
    const tokens = await startTokens(certificate);
    const proxy = createServer().listen(0, '127.0.0.1');
    proxy.on('connect', (_, socket) => {
      socket.end(`HTTP/1.1 401 No\r\nwww-authenticate: Bearer realm="https://${tokens.host}/"\r\n\r\n`);
    });
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const host = 'registry.test';
    const answer = await ask(`${host}/web:1`, { config: login({ host }), insecure: [], proxy: url });
    expect(tokens.shown).toEqual([]);
    expect(answer).toMatch(/^The proxy .* does not connect to registry\.test \(status 401\)/);
  });
});
