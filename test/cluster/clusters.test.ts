import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { uniqueName } from './api/resources';

/** What the commands say, and how they end. */
async function cluster(...words: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['scripts/cluster.mjs', ...words]);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, said: stdout + stderr };
}

const START = ['start', '--kubernetes', '1.34', '--api-server-only', '--name'];

function newName(): string {
  const name = uniqueName('cluster');
  onTestFinished(async () => {
    await cluster('stop', name);
  });
  return name;
}

/** The programs of a cluster have its name in their flags. */
function processesOf(name: string): string[] {
  const { stdout } = spawnSync('ps', ['-eww', '-o', 'args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(`/${name}/`));
}

it('a cluster is started, shown and stopped, and leaves nothing', async () => {
  const name = newName();
  const { code, said } = await cluster(...START, name);
  expect(said).toMatch(/\(Kubernetes v1\.34\.4\) runs\. To use it:\nexport KUBECONFIG=\/.*\/kubeconfig\n$/);
  expect(code).toBe(0);
  expect((await cluster('status')).said).toMatch(new RegExp(`${name}\n  v1\\.34\\.4, since .*: runs\n`));
  expect(processesOf(name)).toHaveLength(2);
  expect(await cluster(...START, name)).toMatchObject({ code: 1, said: expect.stringContaining('runs already') });
  expect(await cluster('stop', name)).toEqual({ code: 0, said: `Stopped "${name}".\n` });
  expect(processesOf(name)).toEqual([]);
  expect((await cluster('status')).said).not.toContain(name);
});

it('a start that is interrupted leaves nothing', async () => {
  const name = newName();
  const child = spawn(process.execPath, ['scripts/cluster.mjs', ...START, name]);
  const closed = once(child, 'close');
  while (child.exitCode === null && processesOf(name).length === 0) await setImmediate();
  child.kill('SIGINT');
  expect(await closed).toEqual([130, null]);
  expect(processesOf(name)).toEqual([]);
  expect((await cluster('status')).said).not.toContain(name);
});

it.each([
  [['restart'], 'Write one of:'],
  [['start', '--kubernetes', '1.2'], 'This Kubernetes is not known.'],
  [['start', '--name', '../x'], 'A name has small letters'],
  [['stop', 'none'], 'No cluster has the name "none".'],
])('%j says what is wrong', async (words, message) => {
  expect(await cluster(...words)).toEqual({ code: 1, said: expect.stringContaining(message) });
});
