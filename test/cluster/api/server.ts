import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { parse } from 'yaml';
import type { ApiAnswer, ApiRequest, ApiServer } from './types';

/** So many requests are on their way at once: a server on two processors isn't faster with more. */
const AT_ONCE = 8;

const known = new Map<string, Promise<ApiServer>>();

/** The newest Kubernetes of the suite, with its controllers and a node. */
export function newestServer(): Promise<ApiServer> {
  return serverOf(inject('kubeconfig'));
}

/** The API server of Kubernetes 1.34, in which nothing happens by itself. */
export function oldServer(): Promise<ApiServer> {
  return serverOf(inject('kubeconfigOf134'));
}

/** Both: what holds on one of them need not hold on the other. */
export function bothServers(): Promise<ApiServer[]> {
  return Promise.all([newestServer(), oldServer()]);
}

function serverOf(kubeconfig: string): Promise<ApiServer> {
  const server = known.get(kubeconfig) ?? connect(kubeconfig);
  known.set(kubeconfig, server);
  return server;
}

async function connect(kubeconfig: string): Promise<ApiServer> {
  const { clusters, users } = parse(await readFile(kubeconfig, 'utf8'));
  const [url, token]: [string, string] = [clusters[0].cluster.server, users[0].user.token];
  // It listens on the loopback interface, with a certificate that it has signed itself.
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, rejectUnauthorized: false });
  const send = (one: ApiRequest): Promise<ApiAnswer> => insist(() => ask(one, url, token, agent));
  const { body } = await send({ method: 'GET', path: '/version' });
  return { version: (body as { readonly gitVersion: string }).gitVersion, send };
}

/** Asks again where the server is too busy, or ends a connection that it had kept open. */
async function insist(send: () => Promise<ApiAnswer>, left = 5): Promise<ApiAnswer> {
  const answer = await send().catch((error: NodeJS.ErrnoException) => {
    if (left === 0 || !BROKEN.has(error.code)) throw error;
    return undefined;
  });
  return answer && (left === 0 || !TOO_BUSY.has(answer.code)) ? answer : insist(send, left - 1);
}

const BROKEN = new Set<string | undefined>(['EPIPE', 'ECONNRESET']);
const TOO_BUSY = new Set([429, 503, 504]);

function ask({ method, path, body }: ApiRequest, url: string, token: string, agent: Agent): Promise<ApiAnswer> {
  const content = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'content-type': contentTypeOf(method, body),
    'content-length': Buffer.byteLength(content),
  };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers, agent }, (response) => {
      text(response).then(
        (answer) =>
          resolve({
            code: response.statusCode ?? 0,
            warnings: warningsOf(response.rawHeaders),
            body: bodyOf(answer, response.headers['content-type']),
          }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(content);
  });
}

function contentTypeOf(method: string, body: object | string | undefined): string {
  if (method === 'PATCH') return 'application/merge-patch+json';
  return typeof body === 'string' ? 'application/yaml' : 'application/json';
}

function bodyOf(answer: string, type = ''): unknown {
  return type.startsWith('application/json') ? JSON.parse(answer) : answer;
}

/** Names and values in turn. Node joins headers of the same name by a comma, which the warnings have themselves. */
function warningsOf(rawHeaders: readonly string[]): string[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() === 'warning' ? warningText(rawHeaders[index + 1] ?? '') : [],
  );
}

/** Such as `299 - "unknown field \"spec.a\""`. */
function warningText(header: string): string {
  return (/^\d+ \S+ "(.*)"/s.exec(header)?.[1] ?? header).replace(/\\(.)/gs, '$1');
}
