import { type IncomingHttpHeaders, request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';

/** Registries refuse larger manifests themselves (distribution specification, "Pushing Manifests"). */
const MOST_BYTES = 4 * 1024 * 1024;

export interface Question {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST, as a form. */
  readonly form?: URLSearchParams;
  /** Whether any certificate will do. */
  readonly isInsecure: boolean;
  /** The proxy's URL, where there is one in between. */
  readonly proxy: string | undefined;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks once; redirects are answers like any other. Throws what Node throws, and an Error where the answer is too large. */
export function ask({ url, headers = {}, form, isInsecure, proxy, signal }: Question): Promise<Answer> {
  const isSecure = url.protocol === 'https:';
  const options = {
    method: form ? 'POST' : 'GET',
    headers: {
      'user-agent': 'sidecar-guard',
      ...headers,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    signal,
    ...(isSecure && { rejectUnauthorized: !isInsecure }),
    ...(proxy !== undefined && { agent: isSecure ? new HttpsProxyAgent(proxy) : new HttpProxyAgent(proxy) }),
  };
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestSecurely : requestPlainly)(url, options, (response) => {
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
    request.on('error', reject);
    request.end(form?.toString());
  });
}
