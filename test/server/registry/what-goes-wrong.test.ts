import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { mayAnswerPlainly } from '../../../server/src/registry/errors';
import { ask } from './asking';
import { makeCertificate, trust } from './certificate';
import { closing, digestOf, startServer } from './registry';

const MANIFEST = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };

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

  it('keeps no connection when the user ends it in the middle of an answer, and asks no registry after the user ended it', async () => {
    const stop = new AbortController();
    let questions = 0;
    let closed: Promise<void> | undefined;
    const host = await startServer((request, response) => {
      questions++;
      closed = closing(request.socket);
      response.writeHead(200, MANIFEST).write('{', () => stop.abort(new Error('ended by the user')));
    });
    expect(await ask(`${host}/web:1`, { signal: stop.signal })).toBe('ended by the user');
    await closed;
    expect(await ask(`${host}/web:1`, { signal: stop.signal })).toBe('ended by the user');
    expect(questions).toBe(1);
  });

  it('is said of the token server where that is what fails', async () => {
    const tokens = await startServer((request, response) => {
      if (request.url?.startsWith('/hangs')) return;
      if (request.url?.startsWith('/lines')) response.end('{"token":"a\\nb"}');
      else if (request.url?.startsWith('/empty')) response.end('{"token":""}');
      else response.writeHead(404).end();
    });
    const through = async (realm: string): Promise<string> => {
      const challenge = { 'www-authenticate': `Bearer realm="${realm}",service="x"` };
      const host = await startServer((_, response) => response.writeHead(401, challenge).end());
      const said = await ask(`${host}/web:1`, { insecure: [host, tokens, 'gone.invalid'], seconds: 2 });
      return said.replaceAll(host, 'HOST');
    };
    expect(await through(`http://${tokens}/hangs`)).toMatch(`${tokens} did not answer within 2 seconds`);
    expect(await through(`http://${tokens}/lost`)).toBe(
      `The token server of HOST (${tokens}) answered with status 404. Try again later, or ask the administrator of the registry.`,
    );
    expect(await through(`http://${tokens}/empty`)).toContain('The token server of HOST answered without a token.');
    expect(await through(`http://${tokens}/lines`)).toContain('The token server of HOST answered without a token.');
    expect(await through('http://gone.invalid/')).toContain('The host gone.invalid was not found');
    expect(await through('somewhere')).toContain('HOST names no valid token server.');
  });

  it('is refused where the digest does not match the content', async () => {
    const body = '{"schemaVersion":2}';
    const host = await startServer((_, response) => {
      response.setHeader('content-type', MANIFEST['content-type']);
      response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`);
      response.end(body);
    });
    expect(await ask(`${host}/web:1`)).toBe(
      `The answer of ${host} was refused: it says that ${host}/web:1 is sha256:${'0'.repeat(64)}, but the content is ${digestOf(body)}. Do not trust the registry or the connection to it.`,
    );
  });

  it.each([
    ['another algorithm', `sha512:${createHash('sha512').update('{}').digest('hex')}`, 'itself'],
    ['another algorithm, wrongly', `sha512:${'0'.repeat(128)}`, 'was refused: it says that'],
    ['an unknown algorithm', 'md5:99914b932bd37a50b983c5e7c90ae93b', 'was refused: it says that'],
    ['no digest at all', 'latest', 'was refused: it says that'],
  ])('is a digest that is not true: %s', async (_, claimed, expected) => {
    const host = await startServer((__, response) =>
      response.writeHead(200, { ...MANIFEST, 'docker-content-digest': claimed }).end('{}'),
    );
    expect(await ask(`${host}/web:1`)).toContain(expected === 'itself' ? claimed : expected);
  });

  it('is an answer without end', async () => {
    const host = await startServer((_, response) => {
      response.writeHead(200, MANIFEST);
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), more);
      };
      more();
    });
    expect(await ask(`${host}/web:1`)).toBe(
      `${host} sent an answer of more than 4096 KiB, so the answer was not read. Check the image's registry.`,
    );
  });

  it.each([
    ['too many questions', 429, { 'retry-after': '60' }, 'got too many requests (wait 60 seconds)'],
    [
      'too many questions until a date',
      429,
      { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() },
      /wait 3[56]\d\d seconds/,
    ],
    ['too many questions until before', 429, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 'wait 0 seconds'],
    ['too many questions until whenever', 429, { 'retry-after': 'later' }, 'got too many requests. Log in'],
    ['a web server', 404, { 'content-type': 'text/html; charset=utf-8' }, 'Check that it is a registry.'],
    ['nowhere', 302, { location: 'http://' }, 'redirects to an invalid address'],
    ['elsewhere', 302, { location: 'ftp://example.com/' }, 'redirects to an invalid address'],
    ['a page', 200, { 'content-type': 'text/html' }, '(text/html). Check that it is a registry.'],
    [
      'an old manifest',
      200,
      { 'content-type': 'application/vnd.docker.distribution.manifest.v1+prettyjws' },
      'Push the image again',
    ],
    ['a failure', 500, {}, 'answered with status 500'],
    [
      'a token server that can be listened to',
      401,
      { 'www-authenticate': 'Bearer realm="http://tokens.example.com/"' },
      'If you accept that, list tokens.example.com as an insecure registry.',
    ],
  ])('is a sentence: %s', async (_, status, headers, sentence) => {
    const host = await startServer((__, response) => response.writeHead(status, headers).end('{}'));
    expect(await ask(`${host}/web:1`)).toMatch(sentence);
  });

  it('is a circle', async () => {
    let questions = 0;
    const host = await startServer((_, response) => {
      questions++;
      response.writeHead(302, { location: '/v2/web/manifests/1' }).end();
    });
    expect(await ask(`${host}/web:1`)).toContain('redirects too often');
    expect(questions).toBe(6);
  });

  it.each([
    ['EPROTO', true],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', true],
    ['ECONNRESET', true],
    ['ECONNREFUSED', true],
    ['ENOTFOUND', false],
    ['CERT_HAS_EXPIRED', false],
  ])('after %s, an insecure registry may be asked without encryption: %s', (code, may) => {
    expect(mayAnswerPlainly({ code })).toBe(may);
  });

  it('is a way that leaves encryption', async () => {
    const certificate = makeCertificate();
    trust(certificate);
    const host = await startServer(
      (_, response) => response.writeHead(302, { location: 'http://example.com/' }).end(),
      certificate,
    );
    expect(await ask(`${host}/web:1`, { insecure: [] })).toBe(
      `${host} redirects to example.com without encryption, so the redirect was not followed. Ask the administrator of the registry.`,
    );
  });

  it('is a sentence where no registry answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.close();
    await once(server, 'close');
    expect(await ask(`${host}/web:1`)).toBe(
      `Nothing answers at ${host} (ECONNREFUSED). Check the port, and check that the registry runs.`,
    );
    expect(await ask('registry.invalid/web:1', { insecure: [] })).toContain('The host registry.invalid was not found');
  });
});
