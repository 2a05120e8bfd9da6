import { request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { proxyFailed, proxyRefused } from './errors';

/**
 * A connection through a proxy to the host of a URL (RFC 9110, "CONNECT"). If the proxy refuses, its answer is not taken for
 * the answer of the registry: otherwise a proxy could ask for passwords.
 * @throws RegistryError if the proxy refuses
 */
export function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const place = `${target.hostname}:${target.port || '443'}`;
  const options = {
    method: 'CONNECT',
    path: place,
    headers: { host: place, 'user-agent': 'sidecar-guard', ...proxyAuthorization(proxy) },
    auth: null,
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = proxy.protocol === 'https:' ? requestSecurely(proxy, options) : requestPlainly(proxy, options);
    request.on('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(proxyRefused(proxy, target, statusCode));
    });
    request.on('error', (error) => reject(proxyFailed(proxy, error)));
    request.end();
  });
}

/** TLS through a tunnel. The certificate is checked as for a direct connection. */
export function secure(socket: Socket, target: URL, isInsecure: boolean): Socket {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  return connect({
    socket,
    host,
    // Addresses can't be named in a handshake (RFC 6066, "Server Name Indication").
    ...(isIP(host) === 0 && { servername: host }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !isInsecure,
  });
}

/** The header with the user and password in the URL of a proxy. */
export function proxyAuthorization({ username, password }: URL): { 'proxy-authorization'?: string } {
  if (username === '' && password === '') return {};
  const text = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(text).toString('base64')}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that does not begin an escape.
    return text;
  }
}
