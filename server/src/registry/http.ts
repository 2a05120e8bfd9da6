import { type IncomingHttpHeaders, request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { Socket } from 'node:net';
import { proxyRefused } from './errors';
import { openTunnel, proxyAuthorization, secure } from './tunnel';

/** Registries refuse larger manifests themselves (distribution specification, "Pushing Manifests"). */
const MOST_BYTES = 4 * 1024 * 1024;

export interface Question {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST, as a form. */
  readonly form?: URLSearchParams | undefined;
  /** Whether any certificate will do. */
  readonly isInsecure: boolean;
  /** What is in between. */
  readonly proxy: URL | undefined;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks once; redirects are answers like any other. Throws what Node throws, and RegistryErrors where a proxy fails. */
export async function ask(question: Question): Promise<Answer> {
  const { url, proxy, isInsecure, signal } = question;
  if (!proxy) return receive(question, (options) => requestTo(url)(url, options));
  if (url.protocol === 'https:') {
    const tunnel = await openTunnel(proxy, url, signal);
    const createConnection = (): Socket => secure(tunnel, url, isInsecure);
    return receive(question, (options) => requestSecurely(url, { ...options, createConnection }));
  }
  // Without encryption, proxies are asked for the whole URL (RFC 9112, "absolute-form").
  const headers = { ...proxyAuthorization(proxy), host: url.host };
  const answer = await receive(question, (options) =>
    requestTo(proxy)(proxy, { ...options, path: url.href, headers: { ...options.headers, ...headers }, auth: null }),
  );
  if (answer.status === 407) throw proxyRefused(proxy, url, answer.status);
  return answer;
}

interface Options {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly rejectUnauthorized: boolean;
}

function receive(
  { headers = {}, form, isInsecure, signal }: Question,
  start: (options: Options) => ReturnType<typeof requestPlainly>,
): Promise<Answer> {
  const options = {
    method: form ? 'POST' : 'GET',
    headers: {
      'user-agent': 'sidecar-guard',
      ...headers,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    signal,
    rejectUnauthorized: !isInsecure,
  };
  return new Promise((resolve, reject) => {
    const request = start(options);
    // Node also closes requests without an error, of which nobody would hear otherwise.
    const leave = (): void => reject(new Error('it ended the connection without a whole answer'));
    request.on('close', leave);
    request.on('response', (response) => {
      // The connection may be closed before the last of its answer is read.
      request.off('close', leave);
      response.on('close', leave);
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) request.destroy(new Error(`its answer has more than ${MOST_BYTES} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    // An answer like any other, though what follows would no longer be HTTP (RFC 9110, "Upgrade").
    request.on('upgrade', ({ statusCode = 0, headers }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, headers, body: Buffer.alloc(0) });
    });
    request.on('error', reject);
    request.end(form?.toString());
  });
}

function requestTo({ protocol }: URL): typeof requestPlainly {
  return protocol === 'https:' ? requestSecurely : requestPlainly;
}
