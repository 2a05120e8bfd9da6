import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fieldTexts } from '../../server/src/cluster/json';
import { Kubectl } from '../../server/src/cluster/kubectl';
import { chunksOf } from '../../server/src/cluster/list';
import { problemOf } from '../../server/src/cluster/problem';
import { watchChanges } from '../../server/src/cluster/watch';
import { rejection } from '../server/kubectl/desk';
import { ask } from '../server/registry/asking';
import { startServer } from '../server/registry/registry';

/** A program that answers as no kubectl does. @param script of Node */
function kubectl(script: string): Kubectl {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-endless-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'kubectl'), `#!${process.execPath}\n${script}\n`);
  chmodSync(join(folder, 'kubectl'), 0o755);
  return new Kubectl(join(folder, 'kubectl'), {});
}

async function messageOf(failing: Promise<unknown>): Promise<string | undefined> {
  return problemOf(await rejection(failing))?.message;
}

/** Watches pods with a program that writes this. */
async function watchAll(script: string): Promise<void> {
  const { signal } = new AbortController();
  await watchChanges(kubectl(script), 'test', '/api/v1/pods', '1', () => {}, { signal });
}

async function readAll(program: Kubectl): Promise<void> {
  for await (const _ of chunksOf(program, 'test', '/api/v1/pods'));
}

const ENDLESS = (stream: string): string =>
  `const more = () => process.${stream}.write('x'.repeat(1 << 20), more); more();`;

describe("a cluster's answer", () => {
  it.each(['stdout', 'stderr'])('that never ends on %s is ended', { timeout: 60_000 }, async (stream) => {
    expect(await messageOf(kubectl(ENDLESS(stream)).run(['--context=test', 'get']))).toBe(
      'kubectl wrote more than 64 MiB about the context "test" and was stopped. Choose one namespace, or a shorter time.',
    );
  });

  it('that ends a watch with an error says what the server said', async () => {
    const object = { kind: 'Status', code: 500, reason: 'InternalError', message: 'etcd has no leader' };
    const event = JSON.stringify({ type: 'ERROR', object });
    expect(await messageOf(watchAll(`console.log(${JSON.stringify(event)})`))).toBe(
      'kubectl failed: Error from server (InternalError): etcd has no leader',
    );
  });

  it('that is a watch without the end of a line is given up', { timeout: 60_000 }, async () => {
    expect(await messageOf(watchAll(ENDLESS('stdout')))).toContain('kubectl wrote more than 16 MiB');
  });

  it.each([
    ['the same place to go on from', '"again"', 'repeats a part that was read before'],
    ['a place that is too long', '"x".repeat(100000)', 'repeats a part that was read before'],
  ])('that is a list with %s is given up', async (_, place, said) => {
    const answer = `console.log(JSON.stringify({ items: [], metadata: { continue: ${place} } }))`;
    expect(await messageOf(readAll(kubectl(answer)))).toContain(said);
  });

  it('that is a list with ever new places to go on from is given up', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-endless-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'kubectl');
    writeFileSync(path, '#!/bin/sh\necho "{\\"items\\":[],\\"metadata\\":{\\"continue\\":\\"$$\\"}}"\n');
    chmodSync(path, 0o755);
    expect(await messageOf(readAll(new Kubectl(path, {})))).toBe(
      'A list of the context "test" has more than 200,000 objects, so reading was stopped. Choose one namespace.',
    );
  });

  it.each([
    ['nested 100,000 times', '"[".repeat(1e5) + "]".repeat(1e5)', 'more than 500 levels of nesting'],
    ['nested in objects', `'{"a":'.repeat(1e5)`, 'more than 500 levels of nesting'],
    ['no JSON', '"<html>secret</html>"', 'is not JSON, so it was not read'],
    ['nothing', '""', 'is not JSON, so it was not read'],
  ])('that is %s is refused with a sentence', async (_, text, said) => {
    const message = await messageOf(kubectl(`process.stdout.write(${text})`).json(['--context=test', 'get']));
    expect(message).toContain(said);
    expect(message).not.toContain('secret');
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty'])('has no label %s that is not written', (key) => {
    expect(fieldTexts({ app: 'web' })[key]).toBeUndefined();
    expect(fieldTexts(JSON.parse(`{"${key}":"mine"}`))[key]).toBe('mine');
  });
});

describe("a registry's answer", () => {
  it.each([
    [
      'headers',
      (): Record<string, string> => ({ 'www-authenticate': `Bearer realm="${'x'.repeat(20_000)}"` }),
      '16 KiB',
    ],
    ['body', (): Record<string, string> => ({}), '4096 KiB'],
  ])('whose %s are endless is left', async (_, headers, limit) => {
    const host = await startServer((_request, response) => {
      response.writeHead(401, headers());
      const more = (): boolean => response.write('x'.repeat(1 << 20), more);
      more();
    });
    expect(await ask(`${host}/web:1`)).toContain(`of more than ${limit}, so the answer was not read`);
  });

  it('that is insecure does not get a password sent to another host', async () => {
    const host: string = await startServer((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="https://tokens.invalid/token"' }).end();
    });
    const auths = { [host]: { auth: Buffer.from('me:secret').toString('base64') } };
    expect(await ask(`${host}/web:1`, { config: { auths } })).toContain(
      'names the token server tokens.invalid, and an attacker on the network could have named it',
    );
  });
});
