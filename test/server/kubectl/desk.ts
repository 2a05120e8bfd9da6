import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kubectl } from '../../../server/src/cluster/kubectl.ts';

/** Where a user runs kubectl: a home of its own, with what is put there. */
export class Desk {
  /** What was logged of each kubectl. */
  readonly log: string[] = [];
  readonly home: string;
  readonly #program: string;

  private constructor(home: string, program: string) {
    this.home = home;
    this.#program = program;
  }

  static async setUp(program: string): Promise<Desk> {
    return new Desk(await mkdtemp(join(tmpdir(), 'sidecar-guard-desk-')), program);
  }

  /** @param kubeconfigs their paths; without any, KUBECONFIG is not set */
  kubectl(kubeconfigs: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Kubectl {
    const environment = {
      PATH: process.env.PATH,
      HOME: this.home,
      KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true',
      ...(kubeconfigs.length > 0 && { KUBECONFIG: kubeconfigs.join(':') }),
      ...more,
    };
    return new Kubectl(this.#program, environment, (line) => this.log.push(line));
  }

  async write(name: string, text: string): Promise<string> {
    const path = join(this.home, name);
    await writeFile(path, text);
    return path;
  }

  /** A kubeconfig with one context `test`. */
  kubeconfig(server: string, user: object = { token: 'anything' }, cluster: object = {}): Promise<string> {
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'cluster', cluster: { server, ...cluster } }],
      users: [{ name: 'me', user }],
      contexts: [{ name: 'test', context: { cluster: 'cluster', user: 'me' } }],
      'current-context': 'test',
    };
    return this.write('kubeconfig', JSON.stringify(config));
  }

  /** A program, as text for a shell. */
  async script(name: string, text: string): Promise<string> {
    const path = await this.write(name, `#!/bin/sh\n${text}\n`);
    await chmod(path, 0o755);
    return path;
  }

  async clear(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}

/** A user in a kubeconfig whose login is a program's business. */
export function loginBy(command: string, more: object = {}): object {
  const apiVersion = 'client.authentication.k8s.io/v1';
  return { exec: { apiVersion, command, interactiveMode: 'IfAvailable', ...more } };
}

/** What a promise is rejected with. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`It was not rejected, but gave ${JSON.stringify(value)}.`);
    },
    (error: unknown) => error,
  );
}
