import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ApiObject } from '../cluster/api/types';
import { KINDS, workload } from '../cluster/workloads';
import type { Random } from '../fuzz/random';

const DIGEST = `@sha256:${'9f'.repeat(32)}`;
const IMAGES = [
  ...['registry.example.com/team/web:1', 'registry.example.com:5000/api', 'ghcr.io/org/log:2', 'nginx', 'org/app:1'],
  ...['docker.io/nginx:1.27', 'index.docker.io/library/nginx', 'registry.example.com/other:latest', 'quay.io/a/b'],
  ...['registry.example.com.evil.io/team/web:1', 'ghcr.io/org-evil/log:2', 'registry.example.com:5001/api:1'],
  ...['many.example.com/team/application-7:2', 'many.example.com/team/application-777', 'library/nginx:latest'],
  ...[`nginx${DIGEST}`, `ghcr.io/org/log:2${DIGEST}`, 'localhost/nginx', 'nginx:5000/a'],
];
const FOLDERS = ['test/fixtures/real', 'test/fixtures/pod-security-v1.37'];

/** The workloads of fixtures, at most so many, each with a name of its own in one namespace. */
export function fixtureWorkloads(most: number, namespace: string): ApiObject[] {
  const all = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => objectsIn(readFileSync(name, 'utf8')));
  const step = Math.max(1, Math.floor(all.length / most));
  const some = all.filter((_, index) => index % step === 0).slice(0, most);
  return some.map((object, index) => ({
    ...object,
    metadata: { ...object.metadata, name: `real-${index}`, namespace },
  }));
}

function objectsIn(text: string): ApiObject[] {
  const objects: readonly (ApiObject | null)[] = parseAllDocuments(text).map((document) => document.toJS());
  return objects.flatMap((object) => (object && KINDS.some((kind) => kind === object.kind) ? [object] : []));
}

/** A workload of any kind with images of all sorts. */
export function generateWorkload(random: Random, index: number, namespace: string): ApiObject {
  // Most of them have one registry, so that policies admit some.
  const favourite = random.pick(IMAGES);
  const images = (least: number, most: number): string[] =>
    random.several(random.between(least, most), () => (random.once(3) ? random.pick(IMAGES) : favourite));
  const made = workload(random.pick(KINDS), `w-${index}`, { containers: images(1, 3), initContainers: images(0, 2) });
  const object = made as ApiObject;
  return {
    ...object,
    metadata: { ...object.metadata, namespace, labels: { app: random.pick([`w-${index}`, 'none']) } },
  };
}
