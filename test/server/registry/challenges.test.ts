import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ask, encode, login } from './asking';
import { digestOf, startServer } from './registry';
import { PASSWORD } from './user';

const MANIFEST = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
const FOUND = digestOf('{}');
const IDENTITY_TOKEN = 'long-lived';

const identity = (host: string): object => ({ auths: { [host]: { identitytoken: IDENTITY_TOKEN } } });

interface Host {
  readonly host: string;
  /** What it was asked, with what was shown to it. */
  readonly asked: string[];
}

/** A token server that leads from `/from/…` to an address, and gives tokens everywhere else. */
async function startTokens(
  { status = 307, to }: { status?: number; to: string },
  otherwise = { status: 200, body: '{"token":"once"}' },
): Promise<Host> {
  const asked: string[] = [];
  const host = await startServer(async (request, response) => {
    const form = new URLSearchParams(await text(request)).get('refresh_token');
    asked.push(`${request.method} ${request.url?.split('?')[0]} ${request.headers.authorization ?? form ?? '-'}`);
    if (request.url?.startsWith('/from')) response.writeHead(status, { location: to }).end();
    else response.writeHead(otherwise.status).end(otherwise.body);
  });
  return { host, asked };
}

/** A registry that wants something to be shown; gives its name, and notes what it gets. */
async function startRegistry(challenge?: string): Promise<Host> {
  const asked: string[] = [];
  const host = await startServer((request, response) => {
    asked.push(request.headers.authorization ?? '-');
    if (request.headers.authorization === 'Bearer once') response.writeHead(200, MANIFEST).end('{}');
    else response.writeHead(401, challenge === undefined ? {} : { 'www-authenticate': challenge }).end();
  });
  return { host, asked };
}

describe('a token server that leads elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('is followed on its own host, with the password: %s', async (status) => {
    const tokens = await startTokens({ status, to: '/to' });
    const { host } = await startRegistry(`Bearer realm="http://${tokens.host}/from"`);
    const asking = { config: login({ host }), insecure: [host, tokens.host] };
    expect(await ask(`${host}/web:1`, asking)).toBe(FOUND);
    expect(tokens.asked).toEqual([`GET /from Basic ${encode(PASSWORD)}`, `GET /to Basic ${encode(PASSWORD)}`]);
  });

  it('is followed to other hosts, which get nothing secret', async () => {
    const other = await startTokens({ to: '' });
    const tokens = await startTokens({ to: `http://${other.host}/to` });
    const { host } = await startRegistry(`Bearer realm="http://${tokens.host}/from"`);
    const insecure = [host, tokens.host, other.host];
    expect(await ask(`${host}/web:1`, { config: login({ host }), insecure })).toBe(FOUND);
    expect(other.asked).toEqual(['GET /to -']);

    expect(await ask(`${host}/web:1`, { config: identity(host), insecure })).toBe(
      `${tokens.host} redirects to ${other.host}, which gets no credentials. Ask the administrator of the registry.`,
    );
    expect(tokens.asked.at(-1)).toBe(`POST /from ${IDENTITY_TOKEN}`);
    expect(other.asked).toHaveLength(1);
  });

  it('gets an identity token again only on its own host, and where it is to be posted again', async () => {
    const posted = async (status: number): Promise<string[]> => {
      const tokens = await startTokens({ status, to: '/to' });
      const { host } = await startRegistry(`Bearer realm="http://${tokens.host}/from"`);
      expect(await ask(`${host}/web:1`, { config: identity(host), insecure: [host, tokens.host] })).toBe(FOUND);
      return tokens.asked;
    };
    expect(await posted(307)).toEqual([`POST /from ${IDENTITY_TOKEN}`, `POST /to ${IDENTITY_TOKEN}`]);
    expect(await posted(303)).toEqual([`POST /from ${IDENTITY_TOKEN}`, 'GET /to -']);
  });

  it('is what a sentence is about if credentials are wanted there', async () => {
    const other = await startTokens({ to: '' }, { status: 401, body: '{}' });
    const tokens = await startTokens({ to: `http://${other.host}/to` });
    const { host } = await startRegistry(`Bearer realm="http://${tokens.host}/from"`);
    const insecure = [host, tokens.host, other.host];
    expect(await ask(`${host}/web:1`, { config: login({ host }), insecure })).toBe(
      `The token server of ${host} (${tokens.host}) redirects to ${other.host}, which requires credentials and gets none. Ask the administrator of the registry.`,
    );
  });
});

describe('what a registry wants', () => {
  it('is not an identity token where it is a password', async () => {
    const { host, asked } = await startRegistry('Basic realm="x"');
    expect(await ask(`${host}/web:1`, { config: identity(host) })).toMatch(
      new RegExp(
        `^${host} requires a user and a password for ${host}/web:1, but .*config\\.json has only an identity token, which was not sent\\. Log in with a password or an access token \\(docker login ${host}\\)\\.$`,
      ),
    );
    expect(new Set(asked)).toEqual(new Set(['-']));
  });

  it.each([
    ['Negotiate', 'Negotiate'],
    ['Digest realm="a, Basic b", qop="auth", algorithm=MD5, NTLM', 'Digest, NTLM'],
    ['Negotiate YWJj==, Kerberos', 'Negotiate, Kerberos'],
  ])('is named where it is not supported: %s', async (challenge, schemes) => {
    const { host, asked } = await startRegistry(challenge);
    const sentence = `${host} requires ${schemes} for ${host}/web:1, but only Basic and Bearer are supported. Ask the administrator of the registry how to log in with a password or a token.`;
    expect(await ask(`${host}/web:1`, { config: login({ host }) })).toBe(sentence);
    expect(await ask(`${host}/web:1`)).toBe(sentence);
    expect(new Set(asked)).toEqual(new Set(['-']));
  });

  it('is unknown where it does not say', async () => {
    const { host } = await startRegistry();
    expect(await ask(`${host}/web:1`, { config: login({ host }) })).toBe(
      `${host} requires credentials for ${host}/web:1, but does not name an authentication scheme. Check that it is a registry.`,
    );
  });

  it('is not asked for without encryption, which is more than a secret’s matter', async () => {
    const { host } = await startRegistry('Bearer realm="http://tokens.example.com/"');
    expect(await ask(`${host}/web:1`)).toBe(
      `${host} requires tokens from tokens.example.com over an unencrypted connection, so an attacker could read and replace them. If you accept that, list tokens.example.com as an insecure registry.`,
    );
    expect(await ask(`${host}/web:1`, { config: login({ host }) })).toContain(
      'which would expose your credentials. If you accept that',
    );
  });
});
