import { describe, expect, it } from 'vitest';
import { ask, encode, login } from './asking';
import { makeCertificate, signToken, trust } from './certificate';
import { startProxy } from './proxy-server';
import { digestOf, push, pushIndex, startRegistry, startServer } from './registry';
import { PASSWORD } from './user';

const MANIFEST = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };

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
    expect(await ask(`${host}/team/api:1`)).toBe(`${host} has no repository for ${host}/team/api:1. Check the name.`);
  });

  it('is asked with the password of Docker’s configuration', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, auth: 'htpasswd' });
    const image = `${registry.host}/team/web:1`;
    expect(await ask(image, { config: login(registry) })).toBe(digest);
    expect(await ask(image)).toBe(
      `${registry.host} requires credentials for ${image}, and there are none. Log in (docker login ${registry.host}).`,
    );
    expect(await ask(image, { config: login(registry, 'wrong') })).toMatch(
      /refused access to .* with the credentials of .*config\.json\. Log in again/,
    );
    expect(await ask(image, { config: '{"auths": ' })).toMatch(
      /config\.json can't be read: it is not JSON\. Correct the file\.$/,
    );
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
    expect(await ask(image, { insecure })).toContain('and there are none');
    expect(
      await ask(image, { insecure, config: { auths: { [registry.host]: { identitytoken: 'long-lived' } } } }),
    ).toBe(digest);
    expect(asked.at(-1)).toBe('POST /token -');
  });

  it('must have a trusted certificate, or be listed', async () => {
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, tls: makeCertificate() });
    const image = `${registry.host}/team/web:1`;
    expect(await ask(image, { insecure: [] })).toContain(`The certificate of ${registry.host} is not trusted`);
    expect(await ask(image)).toBe(digest);
    expect(await ask(`${open.host}/team/web:1`, { insecure: [] })).toBe(
      `${open.host} does not use TLS. If you accept plain HTTP, list it as an insecure registry.`,
    );
    const other = makeCertificate('DNS:other.test');
    trust(other);
    const misnamed = await startRegistry({ storage: open.storage, tls: other });
    expect(await ask(`${misnamed.host}/team/web:1`, { insecure: [] })).toContain(
      `The certificate of ${misnamed.host} is for other names`,
    );
  });

  it('is asked over TLS where its certificate is vouched for', async () => {
    const certificate = makeCertificate();
    trust(certificate);
    const open = await startRegistry();
    const digest = await push(open, 'team/web', '1');
    const registry = await startRegistry({ storage: open.storage, tls: certificate, auth: 'htpasswd' });
    const image = `${registry.host}/team/web:1`;
    expect(await ask(image, { insecure: [], config: login(registry) })).toBe(digest);
  });

  it.each([
    ['registry.test:443', 'registry.test:443', true],
    ['registry.test:443', 'registry.test', true],
    ['registry.test', 'registry.test:443', true],
    ['registry.test:5000', 'Registry.TEST:5000', true],
    ['[fd00::1]:443', '[fd00::1]:443', true],
    ['registry.test:5000', 'registry.test', false],
    ['registry.test', 'registry.test:5000', false],
    ['registry.test', 'registry.test:80', false],
    ['registry.test', 'registry.test/team', false],
    ['registry.test', 'https://registry.test', false],
    ['registry.test', '', false],
  ])('%s may have any certificate where %j is listed: %s', async (host, listed, mayHaveAny) => {
    const tls = await startServer((_, response) => response.writeHead(200, MANIFEST).end('{}'), makeCertificate());
    const proxy = await startProxy(tls);
    expect(await ask(`${host}/web:1`, { insecure: [listed], proxy: `http://${proxy.host}` })).toContain(
      mayHaveAny ? digestOf('{}') : 'is not trusted',
    );
  });

  it('may speak plain HTTP at the port that is listed, and at no other', async () => {
    const proxy = await startProxy('', { tunnels: 403 });
    const through = (image: string, listed: string): Promise<string> =>
      ask(image, { insecure: [listed], proxy: `http://${proxy.host}` });
    expect(await through('registry.test:443/web:1', 'registry.test:443')).toBe(digestOf('{}'));
    expect(await through('registry.test:80/web:1', 'registry.test:80')).toBe(digestOf('{}'));
    expect(await through('registry.test/web:1', 'registry.test:443')).toContain('does not connect to registry.test');
    expect(proxy.seen.filter((line) => !line.startsWith('CONNECT'))).toEqual([
      'http://registry.test:443/v2/web/manifests/1 - registry.test:443',
      'http://registry.test/v2/web/manifests/1 - registry.test',
    ]);
  });
});
