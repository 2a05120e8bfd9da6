import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * The protocol that kubectl turns to where a server offers no WebSocket for port-forward; old ones know no other.
 * Frames, their types and flags: SPDY protocol draft 3.1, section 2.
 */
export const SPDY = 'SPDY/3.1';

const VERSION_3 = 0x8003;
const SYN_STREAM = 1;
const SYN_REPLY = 2;
const RST_STREAM = 3;
const PING = 6;
const FIN = 1;

/** How a zlib stream begins; the header blocks of a connection are one such stream. */
const ZLIB_HEADER = Buffer.from('7801', 'hex');
/** Two stored blocks of deflate (RFC 1951): the number of headers, none, and nothing, which makes kubectl look at it. */
const NO_HEADERS = Buffer.from('000400fbff00000000000000ffff', 'hex');

/**
 * Hands what kubectl forwards to a port of this machine, and the answers back. It reads no headers: there is one port, and
 * of a connection's two streams the one for errors is the one that kubectl closes without having written to it.
 */
export function forward(tunnel: Duplex, port: number): void {
  const protocol = 'X-Stream-Protocol-Version: portforward.k8s.io';
  tunnel.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${SPDY}\r\n${protocol}\r\n\r\n`);
  const connections = new Map<number, Socket>();
  let replies = 0;
  let rest = Buffer.alloc(0);
  tunnel.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 8 && rest.length >= 8 + rest.readUIntBE(5, 3)) {
      const end = 8 + rest.readUIntBE(5, 3);
      receive(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
  tunnel.on('close', () => {
    for (const connection of connections.values()) connection.destroy();
  });

  function receive(frame: Buffer): void {
    const content = frame.subarray(8);
    if (frame.readUInt16BE(0) !== VERSION_3) {
      receiveData(frame.readUInt32BE(0), content, frame.readUInt8(4) === FIN);
      return;
    }
    const type = frame.readUInt16BE(2);
    if (type === PING) tunnel.write(frame);
    if (type === RST_STREAM) connections.get(content.readUInt32BE(0))?.destroy();
    if (type === SYN_STREAM) accept(content.readUInt32BE(0));
  }

  function receiveData(stream: number, data: Buffer, isLast: boolean): void {
    if (data.length > 0) connectionOf(stream).write(data);
    if (!isLast) return;
    const connection = connections.get(stream);
    if (connection) connection.end();
    else send(toBytes(stream), FIN, Buffer.alloc(0));
  }

  function accept(stream: number): void {
    const headers = replies++ === 0 ? Buffer.concat([ZLIB_HEADER, NO_HEADERS]) : NO_HEADERS;
    send(Buffer.of(0x80, 3, 0, SYN_REPLY), 0, Buffer.concat([toBytes(stream), headers]));
  }

  function connectionOf(stream: number): Socket {
    const known = connections.get(stream);
    if (known) return known;
    const connection = connect(port, '127.0.0.1');
    connections.set(stream, connection);
    connection.on('data', (data) => send(toBytes(stream), 0, data));
    connection.on('end', () => send(toBytes(stream), FIN, Buffer.alloc(0)));
    connection.on('error', () => connection.destroy());
    return connection;
  }

  function send(start: Buffer, flags: number, content: Buffer): void {
    if (tunnel.writable) tunnel.write(Buffer.concat([start, toBytes(flags * 2 ** 24 + content.length), content]));
  }
}

function toBytes(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}
