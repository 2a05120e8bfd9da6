import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ask } from './asking';
import { closing, startServer } from './registry';

/** Collects garbage, as V8 does by itself in an editor that runs for hours. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe('a registry that never answers', () => {
  it('is left when the time is up, whatever garbage is collected meanwhile', { timeout: 5000 }, async () => {
    // In a task of its own: what a task has looked at stays until its end.
    const host = await startServer(() => void setImmediate(collectGarbage));
    expect(await ask(`${host}/web:1`, { seconds: 0.5 })).toBe(
      `${host} did not answer within 0.5 seconds, so nothing was written. Try again later.`,
    );
  });

  it('is told from one that answers in another protocol, and is left at once', { timeout: 5000 }, async () => {
    const closed: Promise<void>[] = [];
    const host = await startServer(({ socket }) => {
      closed.push(closing(socket));
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n');
    });
    expect(await ask(`${host}/web:1`)).toBe(
      `${host} answered with status 101 instead of the manifest of ${host}/web:1. Check that it is a registry.`,
    );
    expect(closed).toHaveLength(1);
    await Promise.all(closed);
  });
});
