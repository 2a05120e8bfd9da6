import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A free port of the loopback interface.
 * @param {number} [preferred] taken if it is free
 * @returns {Promise<number>}
 */
export async function freePort(preferred = 0) {
  const server = createServer().listen(preferred, 'localhost');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (preferred === 0) throw error;
    return freePort();
  }
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
