import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

const MANIFEST = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };

export interface Proxy {
  readonly host: string;
  /** What it was asked for, with the password that it was shown. */
  readonly seen: string[];
}

interface ProxyOptions {
  /** Answered in the place of the tunnels and pages that are asked for. */
  readonly tunnels?: number;
  readonly pages?: number;
  /** Called with each connection that is to become a tunnel. */
  readonly onTunnel?: (socket: Socket) => void;
}

/** A proxy to whom everything is at one port of the loopback interface, so that only it knows the way. */
export async function startProxy(
  target: string,
  { tunnels, pages = 200, onTunnel }: ProxyOptions = {},
): Promise<Proxy> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers['proxy-authorization'] ?? '-'} ${request.headers.host}`);
    response.writeHead(pages, MANIFEST).end('{}');
  });
  server.on('connect', (request, socket: Socket) => {
    seen.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
    onTunnel?.(socket);
    if (tunnels !== undefined) {
      if (tunnels > 0) socket.end(`HTTP/1.1 ${tunnels} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const tunnel = connect(Number(target.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on('error', () => socket.destroy());
    socket.on('error', () => tunnel.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
