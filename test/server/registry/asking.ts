import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { RegistryClient } from '../../../server/src/registry/registry-client';
import type { Registry } from './registry';
import { PASSWORD, temporaryFolder, USER } from './user';

export interface Asking {
  /** Files of Docker's configuration folder. */
  readonly config?: unknown;
  readonly insecure?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly seconds?: number;
  readonly proxy?: string;
  /** What is looked at meanwhile. */
  readonly opened?: readonly string[];
}

/** Asks for a digest as the language server does; what goes wrong is its sentence. */
export async function ask(image: string, asking: Asking = {}): Promise<string> {
  const folder = temporaryFolder();
  if (asking.config !== undefined) {
    const text = typeof asking.config === 'string' ? asking.config : JSON.stringify(asking.config);
    writeFileSync(join(folder, 'config.json'), text);
  }
  const environment = { DOCKER_CONFIG: folder, HOME: folder, PATH: process.env.PATH, ...asking.environment };
  const client = new RegistryClient(environment, asking.seconds);
  const host = image.split('/', 1)[0] ?? '';
  client.configure({ insecure: asking.insecure ?? [host], ...(asking.proxy && { proxy: asking.proxy }) });
  const signal = asking.signal ?? new AbortController().signal;
  const answer = await client
    .digestOf(image, signal, asking.opened ?? [])
    .catch((error: unknown) => (error as Error).message);
  // Whatever is said, nothing secret is in it.
  for (const secret of [PASSWORD, encode(PASSWORD), encodeURIComponent(PASSWORD)]) expect(answer).not.toContain(secret);
  return answer;
}

export function encode(password: string): string {
  return Buffer.from(`${USER}:${password}`).toString('base64');
}

export const login = ({ host }: Pick<Registry, 'host'>, password = PASSWORD): object => ({
  auths: { [host]: { auth: encode(password) } },
});
