import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { installDockerRegistry } from '../../hosts/docker-registry.mjs';
import { freePort } from '../../hosts/free-port.mjs';
import type { Certificate } from './certificate';
import { temporaryFolder, USER } from './user';

/** `htpasswd -nbB`, of the two above. */
const HTPASSWD = `${USER}:$2b$04$1lop40J3UN8rn7kAGUSW9eWkpUXz3rnp5tw4VUerOBjIilWUe/TkG\n`;

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

export interface Registry {
  /** Its name in image references. */
  readonly host: string;
  /** Where it keeps what it has, to be given to another one. */
  readonly storage: string;
}

interface RegistryOptions {
  readonly storage?: string;
  readonly auth?: 'htpasswd' | { readonly realm: string; readonly certificate: string };
  readonly tls?: Certificate;
}

/** Starts Debian's registry server on the loopback interface for the length of a test. */
export async function startRegistry({
  storage = temporaryFolder(),
  auth,
  tls,
}: RegistryOptions = {}): Promise<Registry> {
  const program = await installDockerRegistry();
  const host = `127.0.0.1:${await freePort()}`;
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'htpasswd'), HTPASSWD);
  const config = {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: host, ...(tls && { tls: { certificate: tls.certificate, key: tls.key } }) },
    ...(auth === 'htpasswd' && { auth: { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } } }),
    ...(typeof auth === 'object' && {
      auth: { token: { realm: auth.realm, service: 'test', issuer: 'test', rootcertbundle: auth.certificate } },
    }),
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn(program, ['serve', join(folder, 'config.yml')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    if (line.includes('listening on')) {
      child.stderr.resume();
      return { host, storage };
    }
  }
  throw new Error(`docker-registry ended:\n${lines.join('\n')}`);
}

/** Pushes an image for one platform; gives its digest. */
export async function push({ host }: Registry, repository: string, tag: string): Promise<string> {
  const config = await pushBlob(host, repository, JSON.stringify({ architecture: 'amd64', os: 'linux', tag }));
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [],
  };
  return pushManifest(host, repository, tag, MANIFEST, manifest);
}

/** Pushes an index of two images; gives its digest. */
export async function pushIndex(registry: Registry, repository: string, tag: string): Promise<string> {
  const digests = [await push(registry, repository, `${tag}-amd64`), await push(registry, repository, `${tag}-arm64`)];
  const manifests = await Promise.all(
    digests.map(async (digest, index) => {
      const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${digest}`, {
        headers: { accept: MANIFEST },
      });
      const size = (await answer.arrayBuffer()).byteLength;
      return {
        mediaType: MANIFEST,
        digest,
        size,
        platform: { os: 'linux', architecture: index === 0 ? 'amd64' : 'arm64' },
      };
    }),
  );
  return pushManifest(registry.host, repository, tag, INDEX, { schemaVersion: 2, mediaType: INDEX, manifests });
}

async function pushBlob(host: string, repository: string, text: string): Promise<{ digest: string; size: number }> {
  const digest = digestOf(text);
  const started = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const location = new URL(started.headers.get('location') ?? '', `http://${host}`);
  location.searchParams.set('digest', digest);
  const answer = await fetch(location, {
    method: 'PUT',
    body: text,
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (answer.status !== 201) throw new Error(`The blob was not taken: ${answer.status} ${await answer.text()}`);
  return { digest, size: Buffer.byteLength(text) };
}

async function pushManifest(
  host: string,
  repository: string,
  tag: string,
  type: string,
  manifest: object,
): Promise<string> {
  const body = JSON.stringify(manifest);
  const url = `http://${host}/v2/${repository}/manifests/${tag}`;
  const answer = await fetch(url, { method: 'PUT', body, headers: { 'content-type': type } });
  if (answer.status !== 201) throw new Error(`The manifest was not taken: ${answer.status} ${await answer.text()}`);
  return digestOf(body);
}

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Starts a server of the test's own, for what no real registry does. */
export async function startServer(listener: RequestListener, tls?: Certificate): Promise<string> {
  const server = tls
    ? createSecureServer({ cert: readFileSync(tls.certificate), key: readFileSync(tls.key) }, listener)
    : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return `127.0.0.1:${port}`;
}

/** Until the other side has left a connection, however it does. */
export function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => {});
    // Servers keep their half open otherwise.
    socket.once('end', () => socket.destroy());
    socket.once('close', () => resolve());
    socket.resume();
  });
}
