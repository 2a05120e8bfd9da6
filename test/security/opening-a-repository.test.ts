import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { expect, it } from 'vitest';
import {
  DiagnosticSeverity,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
} from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { Client } from '../server/client';
import { type HostileRepository, hostileRepository } from './hostile-repository';
import { runTraced } from './traced-program';
import { filesOf, socketsOf, startsOf, Tracer } from './tracer';

const NAMESPACE =
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }\n';
const BUNDLE = resolve('dist/server.js');
/** What the bundle loads when it needs it. */
const PACKAGES = resolve('dist/packages');

/** A path with its links followed, or itself where there is nothing. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Of the process itself; and how many processors and how much memory there are, for which the C library asks. */
const OF_NODE = /^\/proc\/\d+\/|^\/sys\/devices\/system\/cpu\/online$|^\/proc\/sys\/vm\/overcommit_memory$/;

/** What is looked at in git's folder: whether it is one, and its list of the files that are tracked, which has no content. */
const OF_GIT = ['', 'index'];

const isBelow = (folder: string, path: string): boolean => path === folder || path.startsWith(folder + sep);

/** The bundle, the folders that it is in, and the package.json that says of what kind it is. */
const isOnTheWay = (path: string): boolean =>
  isBelow(path === '/' ? '' : basename(path) === 'package.json' ? dirname(path) : path, BUNDLE);

/** What Node opens for any script that reads from a pipe: its libraries, OpenSSL's settings, /dev/null. */
async function openedByNodeAlone({ environment }: HostileRepository): Promise<Set<string>> {
  const [idle] = await runTraced('process.stdin.resume()', environment);
  return new Set(idle && filesOf(idle, realPath).map(({ path }) => path));
}

/** Does with a repository all that an editor does by itself, or when a user looks around. */
async function lookAround(client: Client, { folder, openable }: HostileRepository): Promise<void> {
  for (const name of openable) {
    const uri = URI.file(join(folder, name)).toString();
    const text = readFileSync(join(folder, name), 'utf8');
    await client.open(uri, text);
    await client.pull(uri);
    const lines = text.split('\n');
    const places = lines.flatMap((line, position) =>
      [...line.matchAll(/\S+/g)].map(({ index }) => ({ line: position, character: index + 1 })),
    );
    await Promise.all(places.map((place) => client.hover(uri, place)));
    await Promise.all(places.map((place) => client.codeActions(uri, { start: place, end: place })));
    const all = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
    for (const only of [undefined, ['source.fixAll'], ['quickfix']]) await client.codeActions(uri, all, only);
    await client.edit(uri, { start: all.end, end: all.end }, `---\n${text}`);
    await client.pull(uri);
  }
}

/** Files that become links after they were read, new links, and settings that only a trusted folder may set. */
async function changeUnderfoot(client: Client, { folder, openable }: HostileRepository): Promise<void> {
  const at = (name: string): string => join(folder, name);
  const uri = (name: string): string => URI.file(at(name)).toString();
  rmSync(at('deep/kustomization.yaml'));
  symlinkSync('../../outside/secret.yaml', at('deep/kustomization.yaml'));
  symlinkSync('../outside/secret.yaml', at('new.yaml'));
  writeFileSync(at('plain.yaml'), NAMESPACE);
  await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [
      { uri: uri('deep/kustomization.yaml'), type: FileChangeType.Changed },
      { uri: uri('linked-file.yaml'), type: FileChangeType.Changed },
      { uri: uri('new.yaml'), type: FileChangeType.Created },
      { uri: uri('plain.yaml'), type: FileChangeType.Created },
      { uri: URI.file('/etc/hosts.yaml').toString(), type: FileChangeType.Created },
      { uri: uri('../outside/secret.yaml'), type: FileChangeType.Changed },
    ],
  });
  await client.connection.sendNotification(DidChangeConfigurationNotification.type, {
    settings: { sidecarGuard: { images: { insecureRegistries: ['ghcr.io'] }, kubectl: { path: at('bin/kubectl') } } },
  });
  for (const name of openable) await client.close(uri(name));
  // That the namespace forbids it is known once the folder has been searched again.
  await client.open(uri('pod.yaml'), readFileSync(at('pod.yaml'), 'utf8'));
  await client.published(uri('pod.yaml'), ({ diagnostics }) =>
    diagnostics.some(({ code, severity }) => code === 'privileged' && severity === DiagnosticSeverity.Error),
  );
}

it('a hostile repository has the server start nothing, connect to nothing, and read and write no file outside of it', async () => {
  const repository = hostileRepository();
  const tracer = Tracer.start();
  const client = await Client.start({
    under: tracer.words,
    // As editors do that start a server where its files are.
    cwd: repository.folder,
    environment: {
      ...repository.environment,
      HOME: repository.home,
      DOCKER_CONFIG: join(repository.folder, '.docker'),
    },
    folder: URI.file(repository.folder).toString(),
  });
  await lookAround(client, repository);
  await changeUnderfoot(client, repository);
  await client.stop();

  const [server, ...others] = await tracer.processes();
  expect(others).toEqual([]);
  expect(server && startsOf(server)).toEqual([]);
  expect(server && socketsOf(server)).toEqual([]);
  const used = server ? filesOf(server, realPath) : [];
  expect(used.filter(({ isWritten }) => isWritten)).toEqual([]);
  expect(used.some(({ path }) => path === join(repository.folder, 'pod.yaml'))).toBe(true);
  const ofNode = await openedByNodeAlone(repository);
  const git = join(repository.folder, '.git');
  const isExpected = (path: string): boolean => {
    if (isBelow(repository.folder, path)) return !isBelow(git, path) || OF_GIT.includes(relative(git, path));
    return ofNode.has(path) || OF_NODE.test(path) || isOnTheWay(path) || isBelow(PACKAGES, path);
  };
  expect(used.filter(({ path }) => !isExpected(path))).toEqual([]);
  expect(existsSync(repository.mark)).toBe(false);
});

// What isn't seen would never be found.
it.each([
  ['a program', `require('child_process').spawnSync('/bin/true')`, startsOf, /execve|clone|fork/],
  ['a copy of itself', `require('child_process').fork('/dev/null')`, startsOf, /clone|fork/],
  [
    'a connection',
    `require('net').connect(9, '127.0.0.1').on('error', () => {})`,
    socketsOf,
    /connect\(.*127\.0\.0\.1/,
  ],
  ['a question for a name', `require('dns').lookup('evil.test', () => {})`, socketsOf, /socket\(/],
  ['a datagram', `require('dgram').createSocket('udp4').bind(0, function () { this.close(); })`, socketsOf, /bind\(/],
  ['a server', `require('net').createServer().listen(0, function () { this.close(); })`, socketsOf, /listen\(/],
])('the tracer sees %s', async (_, script, of, expected) => {
  const [traced] = await runTraced(script);
  expect(traced && of(traced).join('\n')).toMatch(expected);
});

it.each([
  ['is read', `fs.readFileSync(file)`],
  ['is read by a link', `fs.readFileSync(link)`],
  ['is asked about by a link', `fs.statSync(link)`],
  ['is looked at in its folder', `fs.readdirSync(folder)`],
  ['is read later', `fs.promises.readFile(link)`],
])('the tracer sees a file that %s', async (_, script) => {
  const { folder } = hostileRepository();
  const file = join(folder, '../outside/secret.yaml');
  const names = { file, link: join(folder, 'linked-twice.yaml'), folder: dirname(file) };
  const [traced] = await runTraced(`const { file, link, folder } = ${JSON.stringify(names)};${script}`);
  const outside = (traced ? filesOf(traced, realPath) : []).filter(({ path }) => isBelow(dirname(file), path));
  expect(outside.map(({ isWritten }) => isWritten)).toEqual([false]);
});

it.each([
  ['written', `fs.writeFileSync(file, '')`],
  ['written through a link', `fs.appendFileSync(link, '')`],
  ['deleted', `fs.rmSync(file)`],
  ['moved', `fs.renameSync(file, file + '2')`],
  ['made a program', `fs.chmodSync(link, 0o755)`],
])('the tracer sees a file that is %s', async (_, script) => {
  const { folder } = hostileRepository();
  const names = { file: join(folder, '../outside/secret.yaml'), link: join(folder, 'linked-file.yaml') };
  const [traced] = await runTraced(`const { file, link } = ${JSON.stringify(names)};${script}`);
  const written = (traced ? filesOf(traced, realPath) : []).filter(({ isWritten }) => isWritten);
  expect(written.map(({ path }) => path)).toContain(names.file);
});
