import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WorkspaceDiagnosticRequest } from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { leadsOut } from '../../client/src/local-links';
import { findFilesRequest, type ReadFilesParams, readFilesRequest } from '../../server/src/protocol';
import { folderWith, run } from '../unit/cli/run';
import { Client, type ClientOptions } from './client';

const podOf = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1', securityContext: { privileged: true } }] },
});

/** A JSON text is YAML, too, so that all files can have the same content. */
const POD = JSON.stringify(podOf('web'));
const JUDGED = [
  '.github/k8s/pod.yaml',
  'build/tracked.yaml',
  'chart/templates/service-account.yaml',
  'deep/a/b/c/pod.yml',
  'deep/kept.yaml',
  'json/pod.json',
  'kept.tmp.yaml',
  'linked-alone.yaml',
  'name with spaces & #?%.yaml',
  'real/pod.yaml',
  'tree/build/tracked.yaml',
  'weird.YAML',
];
/** Files with a finding that no client reports. */
const LEFT_OUT = [
  'build/new.yaml',
  'deep/a/ignored.yaml',
  'deep/old/pod.yaml',
  'excluded/pod.yaml',
  'gone.tmp.yaml',
  'node_modules/package/pod.yaml',
  'json/.git/pod.yaml',
  'text.txt',
];

/** What is no file at first: a link, and a tree that git makes. */
const MADE = /^linked-alone|^tree\//;

/** A repository with all that can decide whether a file is judged. */
function repository(): string {
  const folder = folderWith({
    ...Object.fromEntries([...JUDGED, ...LEFT_OUT].filter((name) => !MADE.test(name)).map((name) => [name, POD])),
    '.gitignore': 'build/\nold/\n*.tmp.yaml\n!kept.tmp.yaml\n',
    'deep/.gitignore': '*.yaml\n!kept.yaml\n',
    '.sidecar-guard.yaml': 'exclude: ["excluded/**"]\n',
    'chart/Chart.yaml': 'name: chart\n',
    'chart/templates/pod.yaml': 'kind: Pod\nspec: {{ toYaml .Values.spec }}\n',
    'json/package.json': '{ "name": "x" }',
  });
  symlinkSync('real/pod.yaml', join(folder, 'linked.yaml'));
  symlinkSync('text.txt', join(folder, 'linked-alone.yaml'));
  symlinkSync('real', join(folder, 'linked-folder'));
  symlinkSync('nowhere', join(folder, 'linked-nowhere.yaml'));
  const git = (...words: string[]): void => void execFileSync('git', words, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--force', 'build/tracked.yaml');
  git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', 'commit', '--quiet', '--message', 'Add a file');
  // A tree has a file `.git` with `gitdir:`, and tracks its own files.
  git('worktree', 'add', '--quiet', 'tree');
  writeFileSync(join(folder, 'tree/build/new.yaml'), POD);
  return folder;
}

/** The files with a privileged container, as the command line reports them. */
async function byCommandLine(folder: string): Promise<string[]> {
  const { stdout } = await run(['check', '--format', 'json', '--fail-on', 'never', '--only', 'privileged'], folder);
  return JSON.parse(stdout)
    .findings.map(({ file }: { file: string }) => file)
    .toSorted();
}

/** The files with a privileged container, as a language server reports them. */
async function byServer(folder: string, options: ClientOptions = {}): Promise<string[]> {
  const capabilities = { textDocument: { diagnostic: {} } };
  const client = await Client.start({ capabilities, folder: URI.file(folder).toString(), ...options });
  onTestFinished(() => client.stop());
  await client.connection.sendRequest('sidecarGuard/workspaceRead');
  const { items } = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  return items
    .filter((item) => item.kind === 'full' && item.items.some(({ code }) => code === 'privileged'))
    .map(({ uri }) => URI.parse(uri).fsPath.slice(folder.length + 1))
    .toSorted();
}

/** VS Code finds files by a search of its own, which knows no .gitignore and follows links. */
function asInVsCode(folder: string): ClientOptions {
  const found = execFileSync('find', ['-L', '.', '-not', '-path', '*/node_modules/*', '-type', 'f'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const uris = found
    .split('\n')
    .filter((name) => /\.(?:ya?ml|json)$/i.test(name))
    .map((name) => URI.file(join(folder, name)).toString());
  return {
    initializationOptions: { providesFiles: true },
    prepare: (connection) => {
      connection.onRequest(findFilesRequest, () => uris);
      connection.onRequest(readFilesRequest, (params: ReadFilesParams) =>
        params.uris.map((uri) => readFileSync(URI.parse(uri).fsPath, 'utf8')),
      );
    },
  };
}

it('the command line, an editor and VS Code judge the same files', async () => {
  const folder = repository();
  expect(await byCommandLine(folder)).toEqual(JUDGED.toSorted());
  expect(await byServer(folder)).toEqual(JUDGED.toSorted());
  expect(await byServer(folder, asInVsCode(folder))).toEqual(JUDGED.toSorted());
});

it('all three read what a link of the opened folder leads to elsewhere in the repository', async () => {
  const top = folderWith({ 'app/own.yaml': POD, 'shared/pod.yaml': POD, '.gitignore': 'ignored.yaml\n' });
  const folder = join(top, 'app');
  symlinkSync('../shared/pod.yaml', join(folder, 'linked.yaml'));
  execFileSync('git', ['init', '--quiet'], { cwd: top });
  expect(await byCommandLine(folder)).toEqual(['linked.yaml', 'own.yaml']);
  expect(await byServer(folder)).toEqual(['linked.yaml', 'own.yaml']);
  expect(await byServer(folder, asInVsCode(folder))).toEqual(['linked.yaml', 'own.yaml']);
  expect(await leadsOut(join(folder, 'linked.yaml'), [folder])).toBe(false);
});
