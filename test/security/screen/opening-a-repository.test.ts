import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { installCodeServer } from '../../hosts/code-server.mjs';
import { Workbench } from '../../screen/workbench';
import { type HostileRepository, hostileRepository } from '../hostile-repository';
import { filesOf, socketsOf, startsOf, type TracedProcess, Tracer } from '../tracer';

/** What VS Code itself does in the background with programs, and asks others for; it would drown what the extension does. */
const QUIET = {
  'git.enabled': false,
  'github.gitAuthentication': false,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'npm.autoDetect': 'off',
  'remote.autoForwardPorts': false,
  'editor.hover.delay': 0,
};

/**
 * What is read and written because there is an extension: its own folder, with those that it is in, which Node follows to
 * it; by VS Code, the log of its output, and the lock on what it keeps of a workspace. VS Code's own extensions may only have
 * come to their logs and caches in the longer one of the two runs.
 */
const EXPECTED = new RegExp(
  [
    '^reads (/tmp|HOME|HOME/extensions(/sidecar-guard\\.[^/]+(/.+)?)?)$',
    '^(reads|writes) HOME/user/logs/X/exthost1/(sidecar-guard|vscode)\\.',
    '^(reads|writes) HOME/user/User/workspaceStorage(/[^/]+(/vscode\\.lock)?)?$',
    '^(reads|writes) HOME/user/User/globalStorage/vscode\\.',
  ].join('|'),
);

interface Seen {
  readonly repository: HostileRepository;
  /** The extension host, and what it started. */
  readonly host: TracedProcess;
  readonly children: readonly TracedProcess[];
  /** What the page that shows it all asked of hosts that the repository names. */
  readonly asked: readonly string[];
}

/**
 * Opens the repository, its files, their hovers and lists of code actions, in a VS Code that is traced from its start, so
 * that the extension host is seen before any extension is in it. A hook within Node would not see what native code does,
 * and an extension can get around it. The same VS Code without the extension (`isBare`) shows what is VS Code's own.
 */
async function lookAround(options: { readonly isBare: boolean; readonly isTrusted: boolean }): Promise<Seen> {
  const repository = hostileRepository();
  const tracer = Tracer.start();
  const workbench = await Workbench.start(repository.folder, {
    ...options,
    environment: repository.environment,
    settings: QUIET,
    under: tracer.words,
  });
  const asked: string[] = [];
  workbench.page.on('request', (request) => {
    if (/evil|169\.254/.test(new URL(request.url()).host)) asked.push(request.url());
  });
  let isOpen = true;
  // Before the tracer's folder goes: without it, the tracer ends, and what it traces can't.
  onTestFinished(async () => {
    if (!isOpen) return;
    await workbench.screenshot('failed');
    await workbench.stop();
  });
  const restricted = workbench.page.locator('#status\\.workspaceTrust', { hasText: 'Restricted Mode' });
  if (!options.isTrusted) await restricted.waitFor();
  for (const name of ['policies.yaml', 'kustomization.yaml', 'kubeconfig.yaml', 'linked-twice.yaml', 'pod.yaml'])
    await workbench.openFile(name);
  if (options.isBare) {
    await workbench.page.keyboard.press('Control+.');
  } else {
    const squiggle = workbench.page.locator('.squiggly-error, .squiggly-warning').first();
    await squiggle.waitFor({ timeout: 60_000 });
    await workbench.goTo(17, 39);
    await workbench.codeAction('Explain privileged');
    await workbench.page.keyboard.press('Escape');
    await workbench.run('Show or Focus Hover');
    await workbench.page
      .locator('.monaco-hover', { hasText: 'root in container "web" is root on the node' })
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.insertText('# edited\n');
  }
  isOpen = false;
  await workbench.stop();
  const processes = await tracer.processes();
  const host = processes.find(({ command }) => command.includes('--type=extensionHost'));
  if (!host) throw new Error('No extension host was seen.');
  return { repository, host, children: processes.filter(({ parent }) => parent === host.id), asked };
}

/** Within the machine, to VS Code's other processes, and to the cache that the C library asks for names of users. */
function isOfVscodesSockets(text: string): boolean {
  return /^socket\(AF_UNIX|AF_UNIX, sun_path="[^"]*\/(vscode-(ipc|git)-[\w-]+\.sock|code-server-ipc\.sock|nscd\/socket)"|^(listen|accept4?)\(/.test(
    text,
  );
}

/** A program's path and its words, without the address of its environment. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
}

/**
 * A command that runs VS Code's own programs: Node for servers of its own extensions, and ripgrep for searches. One of those
 * is for the extension's list of manifests. As every search of VS Code, it looks into folders that links lead to, unless
 * `search.followSymlinks` is off; what it finds there is not read.
 */
function isOfVscode({ command }: TracedProcess, vscode: string): boolean {
  const [program = '', ...words] = wordsOf(command);
  return program.startsWith(vscode) && (!program.endsWith('/node') || (words[1]?.startsWith(vscode) ?? false));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What is outside of the repository, by a spelling that is the same in every run. */
function outsideOf({ repository, host }: Seen, processes: readonly TracedProcess[]): Set<string> {
  const uses = processes
    .flatMap((traced) => filesOf(traced, realPath))
    .filter(({ path }) => {
      return (
        !`${path}${sep}`.startsWith(repository.folder + sep) || path.startsWith(join(repository.folder, '.git') + sep)
      );
    });
  // Its own user data are beside the logs that it writes.
  const home = /[^"<]*sidecar-guard-vscode-\w+/.exec(host.calls.map(({ text }) => text).join('\n'))?.[0] ?? '';
  const spelled = (path: string): string =>
    path
      .replace(dirname(repository.folder), 'BESIDE')
      .replace(home, 'HOME')
      .replace(/^\/proc\/\d+/, '/proc/N')
      .replace(/\d{8}T\d{6}|(?<=workspaceStorage\/)\w+|(?<=\/vscode-(ipc|git)-)[\w-]+/g, 'X');
  return new Set(uses.map(({ path, isWritten }) => `${isWritten ? 'writes' : 'reads'} ${spelled(path)}`));
}

describe.each([
  ['in Restricted Mode', false],
  ['in a trusted folder, before any command', true],
])('a hostile repository that is opened in VS Code %s', { timeout: 240_000 }, (_, isTrusted) => {
  it('has nothing started but the server, no connection made, and no file outside of it read or written', async () => {
    const vscode = (await installCodeServer()).entry.split(`${sep}node_modules${sep}`)[0] ?? '';
    const bare = await lookAround({ isBare: true, isTrusted });
    const ours = await lookAround({ isBare: false, isTrusted });

    const ofBare = new Set(bare.children.map(({ command }) => wordsOf(command).join(' ')));
    const started = ours.children.filter(
      (child) => !isOfVscode(child, vscode) && !ofBare.has(wordsOf(child.command).join(' ')),
    );
    expect(started.map(({ command }) => command)).toEqual([expect.stringContaining('/dist/server.js", "--node-ipc"')]);
    expect(started.flatMap(startsOf)).toEqual([]);
    expect(started.flatMap(socketsOf)).toEqual([]);
    expect(socketsOf(ours.host).filter((text) => !isOfVscodesSockets(text))).toEqual([]);
    const known = outsideOf(bare, [bare.host]);
    const more = [...outsideOf(ours, [ours.host, ...started])].filter((use) => !known.has(use));
    expect(more.filter((use) => !EXPECTED.test(use) && !use.startsWith(`reads ${vscode}`))).toEqual([]);
    expect(more.some((use) => use.endsWith('/dist/server.js'))).toBe(true);
    expect(ours.asked).toEqual([]);
    expect(existsSync(ours.repository.mark)).toBe(false);
  });
});
