import { type IncomingHttpHeaders, request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { Socket } from 'node:net';
import { codeOf, proxyRefused, RegistryError } from './errors';
import { openTunnel, proxyAuthorization, secure } from './tunnel';

/** Registries refuse larger manifests (distribution specification, "Pushing Manifests"). */
const MOST_BYTES = 4 * 1024 * 1024;
/** All headers of an answer together. It is the default of Node, which options of Node could raise. */
const MOST_HEADER_BYTES = 16 * 1024;

export interface RegistryRequest {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST, as a form. */
  readonly form?: URLSearchParams | undefined;
  /** Whether any certificate is accepted. */
  readonly isInsecure: boolean;
  /** The proxy, if there is one. */
  readonly proxy: URL | undefined;
  readonly signal: AbortSignal;
}

export interface RegistryResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends one request. Redirects are not followed. Throws the errors of Node, and a RegistryError if a proxy fails. */
export async function ask(question: RegistryRequest): Promise<RegistryResponse> {
  const { url, proxy, isInsecure, signal } = question;
  if (!proxy) return receive(question, (options) => requestTo(url)(url, options));
  if (url.protocol === 'https:') {
    const tunnel = await openTunnel(proxy, url, signal);
    const createConnection = (): Socket => secure(tunnel, url, isInsecure);
    return receive(question, (options) => requestSecurely(url, { ...options, createConnection }));
  }
  // Over plain HTTP, a proxy gets the whole URL (RFC 9112, "absolute-form").
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
  readonly maxHeaderSize: number;
  readonly rejectUnauthorized: boolean;
}

function receive(
  { url, headers = {}, form, isInsecure, signal }: RegistryRequest,
  start: (options: Options) => ReturnType<typeof requestPlainly>,
): Promise<RegistryResponse> {
  const options = {
    method: form ? 'POST' : 'GET',
    headers: {
      'user-agent': 'sidecar-guard',
      ...headers,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    signal,
    maxHeaderSize: MOST_HEADER_BYTES,
    rejectUnauthorized: !isInsecure,
  };
  return new Promise((resolve, reject) => {
    const request = start(options);
    // Node can also close a request without an error event.
    const leave = (): void => reject(new Error('it ended the connection without a whole answer'));
    request.on('close', leave);
    request.on('response', (response) => {
      // The connection may close before the whole answer is read.
      request.off('close', leave);
      response.on('close', leave);
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) request.destroy(tooLong(url, 'an answer', MOST_BYTES));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    // It counts as an answer, but its body would no longer be HTTP (RFC 9110, "Upgrade").
    request.on('upgrade', ({ statusCode = 0, headers }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, headers, body: Buffer.alloc(0) });
    });
    request.on('error', (error) =>
      reject(codeOf(error) === 'HPE_HEADER_OVERFLOW' ? tooLong(url, 'headers', MOST_HEADER_BYTES) : error),
    );
    request.end(form?.toString());
  });
}

function requestTo({ protocol }: URL): typeof requestPlainly {
  return protocol === 'https:' ? requestSecurely : requestPlainly;
}

function tooLong({ host }: URL, what: string, limit: number): RegistryError {
  return new RegistryError(
    `${host} sent ${what} of more than ${limit / 1024} KiB, so the answer was not read. Check the image's registry.`,
  );
}
