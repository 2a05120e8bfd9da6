import { basename } from 'node:path';
import { type Disposable, env, type Uri, window, workspace } from 'vscode';
import { type Kubectl, KubectlError } from '../../../../server/src/cluster/kubectl';
import { problemOf } from '../../../../server/src/cluster/problem';
import { quotedLine } from '../../../../server/src/cluster/quoted';
import { complaintOfTar } from '../../../../server/src/cluster/tar';
import { type ContainerPlace, catWords, copyWords, tarProbeWords } from '../../../../server/src/cluster/words';
import { neutralFolder } from '../../../../server/src/programs/neutral-folder';
import type { Cluster } from '../../cluster';
import { askForText, choose, type Line } from '../../says/ask';
import { onCommand } from '../../says/on-command';
import { tell, tellInPassing, telling } from '../../says/tell';
import { say } from '../../says/words';
import type { Chooser, Chosen } from '../../views/chooser';
import type { DebugContainer } from '../debug/debug-container';
import { approve } from '../production/approval';
import { isRemotePath, localPathFor, nameOfRemote } from './copy-paths';

const TITLE = say`Copy files`;

interface Copy {
  readonly direction: 'from' | 'to';
  readonly remote: string;
  /** A path of this machine, as kubectl takes it. */
  readonly local: string;
}

/** "Copy Files…": copies a file or a folder from a container or to it, if the container has the `tar` that this needs. */
export function registerCopyFiles(cluster: Cluster, chooser: Chooser, debug: DebugContainer): Disposable {
  return onCommand('sidecarGuard.copyFiles', async () => {
    const chosen = await chooser.container(TITLE, 'running');
    if (!chosen?.container) return;
    const place: ContainerPlace = { ...chosen, container: chosen.container.name };
    const direction = await chooseDirection(place);
    if (!direction) return;
    if (!(await hasTar(cluster, chosen, place, debug))) return;
    const copy = direction === 'from' ? await copyFrom(cluster, chosen, place) : await copyTo(place);
    if (!copy) return;
    const act =
      direction === 'from'
        ? say`Copy ${copy.remote} from ${place.container}`
        : say`Copy ${basename(copy.local)} to ${copy.remote} in ${place.container}, over what is there`;
    if (!(await approve(cluster, chosen.kubectl, place, { title: TITLE, act }))) return;
    await run(cluster, chosen, place, copy);
  });
}

async function chooseDirection({ container, pod }: ContainerPlace): Promise<Copy['direction'] | undefined> {
  const from: Line = { label: say`From the container`, description: say`to this machine` };
  const to: Line = { label: say`To the container`, description: say`from this machine` };
  const line = await choose([from, to], {
    title: say`${TITLE} of ${container} of ${pod}`,
    placeholder: say`Choose a direction`,
  });
  return line === from ? 'from' : line === to ? 'to' : undefined;
}

/** Whether the container has `tar`. If not, the user is told what else can be done. */
async function hasTar(cluster: Cluster, chosen: Chosen, place: ContainerPlace, debug: DebugContainer) {
  const { kubectl } = chosen;
  const isThere = await cluster.attempt(kubectl, () =>
    telling(say`Looking for tar in ${place.container}`, async (signal) => {
      try {
        await kubectl.run(tarProbeWords(place), { signal });
        return true;
      } catch (error) {
        if (problemOf(error)?.kind === 'no-shell') return false;
        throw error;
      }
    }),
  );
  if (isThere !== false) return isThere === true;
  const copyLine = say`Copy cat Command`;
  const addContainer = say`Debug Container…`;
  const answer = await tell(
    'warning',
    say`Nothing was copied: there is no tar in ${place.container}, which kubectl cp needs. Write one file with cat, or add a debug container with tar: it has the files of ${place.container} in /proc/1/root.`,
    copyLine,
    addContainer,
  );
  if (answer === addContainer) await debug.begin(chosen);
  if (answer === copyLine) {
    const line = quotedLine(['kubectl', ...catWords(place, '/path/to/file')], process.platform);
    await env.clipboard.writeText(`${line} > file`);
    tellInPassing(say`Copied. Write the path of the file into the command.`, 5000);
  }
  return false;
}

async function copyFrom(cluster: Cluster, chosen: Chosen, place: ContainerPlace): Promise<Copy | undefined> {
  const remote = await askForRemote(place, '', say`The absolute path of a file or folder in the container.`);
  if (remote === undefined || !(await canRead(cluster, chosen, place, remote))) return undefined;
  const name = nameOfRemote(remote);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: say`Copy ${name} of ${place.container} to`,
    ...(folder?.scheme === 'file' && { defaultUri: folder.with({ path: `${folder.path}/${name}` }) }),
  });
  const local = target && (await toLocal(target));
  return local === undefined ? undefined : { direction: 'from', remote, local };
}

/** Whether `tar` in the container can read a path: `kubectl cp` often ends with 0 and without a word where it can't. */
async function canRead(cluster: Cluster, { kubectl }: Chosen, place: ContainerPlace, remote: string): Promise<boolean> {
  const complaint = await cluster.attempt(kubectl, () =>
    telling(say`Looking for ${remote}`, (signal) => complaintWhile(kubectl, tarProbeWords(place, remote), signal)),
  );
  if (complaint) await tell('error', say`Nothing was copied from ${place.container} of ${place.pod}: ${complaint}`);
  return complaint === '';
}

/**
 * What `tar` complains of while kubectl runs; empty for nothing.
 * @throws KubectlError if kubectl fails for another reason
 */
async function complaintWhile(kubectl: Kubectl, words: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const { stderr } = await kubectl.runWhole(words, { signal });
    return complaintOfTar(stderr) ?? '';
  } catch (error) {
    const complaint = error instanceof KubectlError ? complaintOfTar(error.stderr) : undefined;
    if (complaint === undefined) throw error;
    return complaint;
  }
}

async function copyTo(place: ContainerPlace): Promise<Copy | undefined> {
  const [source] = (await window.showOpenDialog({ title: say`Copy to ${place.container}` })) ?? [];
  const local = source && (await toLocal(source));
  if (local === undefined) return undefined;
  const remote = await askForRemote(
    place,
    `/tmp/${basename(local)}`,
    say`The absolute path that the file gets in the container.`,
  );
  return remote === undefined ? undefined : { direction: 'to', remote, local };
}

async function toLocal(uri: Uri): Promise<string | undefined> {
  const path = uri.scheme === 'file' ? localPathFor(uri.fsPath, neutralFolder(), process.platform) : undefined;
  if (path === undefined)
    await tell(
      'error',
      say`Nothing was copied: kubectl cp can't take the path ${uri.fsPath}. Choose a file on the main drive of this machine, without a colon in its path.`,
    );
  return path;
}

async function askForRemote({ container, pod }: ContainerPlace, value: string, prompt: ReturnType<typeof say>) {
  const text = await askForText({
    title: say`${TITLE} of ${container} of ${pod}: path`,
    prompt,
    value,
    check: async (typed) =>
      isRemotePath(typed.trim()) ? undefined : say`Write an absolute path, such as /etc/app/config.yaml.`,
  });
  return text !== undefined && isRemotePath(text.trim()) ? text.trim() : undefined;
}

async function run(cluster: Cluster, { kubectl }: Chosen, place: ContainerPlace, copy: Copy): Promise<void> {
  const { direction, remote, local } = copy;
  const words = copyWords(place, direction, remote, local);
  const there = say`${remote} of ${place.container} of ${place.pod}`;
  await cluster.attempt(kubectl, async () => {
    const complaint = await telling(say`Copying`, (signal) => complaintWhile(kubectl, words, signal));
    if (complaint === undefined) return;
    if (complaint !== '')
      await tell('error', say`${direction === 'from' ? there : local} was not copied whole: ${complaint}`);
    else if (direction === 'from') await tell('information', say`Copied ${there} to ${local}.`);
    else await tell('information', say`Copied ${local} to ${there}.`);
  });
}
