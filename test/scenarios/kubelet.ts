import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createObject } from '../cluster/api/create.ts';
import type { ApiServer } from '../cluster/api/types.ts';
import { type Container, containersOf, type KubeObject } from '../stand-in/objects.ts';
import type { Image } from '../stand-in/root-folder.ts';

interface KubeletOptions {
  readonly server: ApiServer;
  /** For the files of all containers. */
  readonly folder: string;
  readonly images: Readonly<Record<string, Image>>;
  readonly forwardTo: number | undefined;
}

/** Tells kwok, which plays the kubelet, what is behind the shells, logs and ports of pods. */
export class Kubelet {
  readonly #options: KubeletOptions;

  constructor(options: KubeletOptions) {
    this.#options = options;
  }

  /** To be told before there is the pod. */
  async expect(pod: KubeObject): Promise<void> {
    const { server, forwardTo } = this.#options;
    const containers = containersOf(pod);
    for (const { name } of containers) {
      await mkdir(this.#folderOf(pod, name), { recursive: true });
      await writeFile(join(this.#folderOf(pod, name), 'container-name'), `${name}\n`);
      await writeFile(this.#logOf(pod, name), '');
    }
    const attached = join(this.#folderOf(pod), 'attached.log');
    await writeFile(attached, '');
    const perContainer = (more: (container: Container) => object): object[] =>
      containers.map((container) => ({ containers: [container.name], ...more(container) }));
    const specs = {
      Exec: { execs: perContainer((container) => ({ local: this.#shellOf(pod, container) })) },
      Logs: { logs: perContainer(({ name }) => ({ logsFile: this.#logOf(pod, name), follow: true })) },
      Attach: { attaches: [{ logsFile: attached }] },
      ...(forwardTo !== undefined && {
        PortForward: { forwards: [{ target: { port: forwardTo, address: '127.0.0.1' } }] },
      }),
    };
    const { name, namespace = 'default' } = pod.metadata;
    for (const [kind, spec] of Object.entries(specs)) {
      const object = { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind, metadata: { name }, spec };
      await createObject(server, object, { namespace, mayExist: true });
    }
  }

  /** What a container writes, as runtimes keep it. */
  async append(pod: KubeObject, container: string, line: string, time = new Date()): Promise<void> {
    await appendFile(this.#logOf(pod, container), `${time.toISOString()} stdout F ${line}\n`);
  }

  /** Shells are those of this machine; who has none fails by the name of its folder, in the words of a runtime. */
  #shellOf(pod: KubeObject, { name, image }: Container): object {
    if (this.#options.images[image] === 'empty') return { workDir: '/exec: "sh": executable file not found in $PATH' };
    const folder = this.#folderOf(pod, name);
    const envs = Object.entries({ HOME: folder, HOSTNAME: pod.metadata.name });
    return { workDir: folder, envs: envs.map(([key, value]) => ({ name: key, value })) };
  }

  #folderOf({ metadata }: KubeObject, container = ''): string {
    return join(this.#options.folder, String(metadata.namespace), metadata.name, container);
  }

  #logOf(pod: KubeObject, container: string): string {
    return `${this.#folderOf(pod, container)}.log`;
  }
}
