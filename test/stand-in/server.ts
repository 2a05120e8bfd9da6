import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { json } from './answer.ts';
import { type Api, answer, findObject } from './api.ts';
import type { Certificate } from './certificate.ts';
import { PROTOCOLS } from './channels.ts';
import { type Containers, chosenContainer } from './containers.ts';
import type { Gate } from './gates.ts';
import { forward, SPDY } from './port-forward.ts';
import { type ApiRequest, parseRequest } from './request.ts';
import { ApiError, badRequest, internalError } from './status.ts';

export interface Parts {
  readonly api: Api;
  readonly containers: Containers;
  /** Looked at for each request anew. */
  readonly gates: readonly Gate[];
  /** The port of this machine that the ports of pods lead to. */
  readonly forwardTo: number;
  readonly record: (request: ApiRequest) => void;
}

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the API on loopback. */
export async function listen(certificate: Certificate, parts: Parts): Promise<Listening> {
  const server = createServer(certificate, (message, response) => void handle(parts, message, response));
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });
  server.on('upgrade', (message, socket, head) => void upgrade(parts, sockets, message, socket, head));
  const connections = new Set<Duplex>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}`, close: () => close(server, connections) };
}

async function handle(parts: Parts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const request = await admit(parts, message);
    const body = await buffer(message);
    answer(parts.api, request, body)(response);
  } catch (error) {
    const refusal = apiErrorOf(error);
    json(refusal.status, refusal.code)(response);
  }
}

/** Exec, attach and port-forward. An error before there is a WebSocket or a tunnel is answered as to any request. */
async function upgrade(
  parts: Parts,
  sockets: WebSocketServer,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  // The client may leave while a gate holds it.
  socket.on('error', () => {});
  try {
    const request = await admit(parts, message);
    const pod = findObject(parts.api.store, request);
    const protocol = message.headers.upgrade?.toLowerCase();
    if (protocol === SPDY.toLowerCase() && request.subresource === 'portforward') {
      forward(socket, parts.forwardTo);
      return;
    }
    if (protocol !== 'websocket' || request.subresource === 'portforward')
      throw badRequest('the test cluster speaks WebSocket, but SPDY for port-forward');
    const container = chosenContainer(pod, request.query);
    sockets.handleUpgrade(message, socket, head, (channel) => {
      parts.containers.connect(request, pod, container, channel);
    });
  } catch (error) {
    const refusal = apiErrorOf(error);
    const body = JSON.stringify(refusal.status);
    const headers = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
    socket.end(`HTTP/1.1 ${refusal.code} ${refusal.reason}\r\n${headers}\r\n\r\n${body}`);
  }
}

async function admit({ gates, record }: Parts, message: IncomingMessage): Promise<ApiRequest> {
  const request = parseRequest(message);
  record(request);
  for (const gate of gates) await gate(request);
  return request;
}

function apiErrorOf(error: unknown): ApiError {
  return error instanceof ApiError ? error : internalError(String(error));
}

/** Cuts every connection: those that hang, too, and those that an upgrade has taken from the server. */
async function close(server: Server, connections: ReadonlySet<Duplex>): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  for (const connection of connections) connection.destroy();
  await closed;
}
