import { join } from 'node:path';
import type { WebSocket } from 'ws';
import { Channels } from './channels.ts';
import { type Container, containersOf, type KubeObject } from './objects.ts';
import { run } from './process.ts';
import { type ApiRequest, isTrue } from './request.ts';
import { hasProgram, type Image, makeRoot } from './root-folder.ts';
import { badRequest, exitStatus, internalError } from './status.ts';

/** What the node and its container runtime do: files and processes, for each container its own. */
export class Containers {
  readonly #folder: string;
  readonly #images: Readonly<Record<string, Image>>;
  readonly #roots = new Map<string, string>();

  /** Containers whose image is not among `images` have BusyBox. */
  constructor(folder: string, images: Readonly<Record<string, Image>>) {
    this.#folder = folder;
    this.#images = images;
  }

  /** Runs what an exec asks for, or at an attach the container's own command, until either end leaves. */
  connect(request: ApiRequest, pod: KubeObject, container: Container, socket: WebSocket): void {
    const { query, subresource } = request;
    const channels = new Channels(socket);
    if (!container.isRunning) {
      const message = `unable to upgrade connection: container not found ("${container.name}")`;
      channels.end(internalError(message).status);
      return;
    }
    const command = subresource === 'exec' ? query.getAll('command') : ownCommand(container);
    const [program = ''] = command;
    const root = this.#rootOf(pod, container);
    if (!hasProgram(root, program)) {
      channels.end(internalError(missing(program)).status);
      return;
    }
    const process = run(root, pod.metadata.name, command, isTrue(query, 'tty'), {
      output: (stream, data) => channels.output(stream, data),
      exit: (code) => channels.end(exitStatus(code)),
    });
    if (!isTrue(query, 'stdin')) process.closeInput();
    channels.connect(process);
  }

  /** Made at the first use: there may be 20,000 pods. */
  #rootOf(pod: KubeObject, { name, image }: Container): string {
    const key = `${pod.metadata.uid}/${name}`;
    const known = this.#roots.get(key);
    if (known !== undefined) return known;
    const root = join(this.#folder, String(this.#roots.size));
    makeRoot(root, this.#images[image] ?? 'busybox', pod.metadata.name, name);
    this.#roots.set(key, root);
    return root;
  }
}

/** The container that a request names; the only one where it names none. */
export function chosenContainer(pod: KubeObject, query: URLSearchParams): Container {
  const containers = containersOf(pod);
  const name = query.get('container') || (containers.length === 1 ? containers[0]?.name : undefined);
  if (!name) {
    const names = containers.map((container) => container.name).join(' ');
    throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names}]`);
  }
  const found = containers.find((container) => container.name === name);
  if (found) return found;
  throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
}

function ownCommand({ command }: Container): readonly string[] {
  return command.length > 0 ? command : ['sh'];
}

/** In containerd's words. */
function missing(program: string): string {
  const runtime = `exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH`;
  return `error executing command in container: failed to exec in container: failed to start exec "1": OCI runtime exec failed: ${runtime}: unknown`;
}
