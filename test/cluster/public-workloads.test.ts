import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { AuditReport } from '../../server/src/audit/audit';
import { fieldsOf, type KubeObject, records } from '../stand-in/objects.ts';
import { folderWith, run } from '../unit/cli/run';
import { createObject } from './api/create';
import { newNamespace } from './api/namespaces';
import { newestServer } from './api/server';

const FOLDER = 'test/fixtures/real';
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Workloads of public projects, each in a namespace of its own. */
const workloads: KubeObject[] = [];

function podSpecOf({ spec }: KubeObject): Readonly<Record<string, unknown>> {
  return fieldsOf(fieldsOf(fieldsOf(spec).template).spec);
}

beforeAll(async () => {
  const server = await newestServer();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
    for (const document of parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'))) {
      const object: KubeObject | null = document.toJS();
      if (!object || !KINDS.includes(object.kind)) continue;
      const namespace = await newNamespace(server);
      const { serviceAccountName } = podSpecOf(object);
      if (typeof serviceAccountName === 'string') {
        const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccountName } };
        await createObject(server, account, { namespace, mayExist: true });
      }
      const own = { ...object, metadata: { ...object.metadata, namespace } };
      // Some cannot be created: a file may leave a part to a tool.
      const isTaken = await createObject(server, own, { namespace }).catch(() => undefined);
      if (isTaken) workloads.push(own);
    }
  }
});

/** The namespaces of these manifests in which something differs. */
async function differing(manifests: readonly KubeObject[]): Promise<string[]> {
  vi.stubEnv('KUBECONFIG', inject('kubeconfig'));
  const files = manifests.map((manifest, index) => [`${index}.yaml`, JSON.stringify(manifest)]);
  const words = ['audit', '--kubectl', inject('kubectl'), '--all-namespaces', '--format', 'json'];
  const { stdout, stderr } = await run(words, folderWith(Object.fromEntries(files)));
  if (stdout === '') throw new Error(stderr);
  const { findings }: AuditReport = JSON.parse(stdout);
  const own = manifests.map(({ metadata }) => metadata.namespace);
  return [...new Set(findings.map(({ namespace }) => namespace))].filter((one) => own.includes(one)).sort();
}

/** The same with other images. */
function changed(manifest: KubeObject): KubeObject {
  const spec = fieldsOf(manifest.spec);
  const podSpec = podSpecOf(manifest);
  const containers = records(podSpec.containers).map((one) => ({ ...one, image: 'other.example.com/changed:1' }));
  const template = { ...fieldsOf(spec.template), spec: { ...podSpec, containers } };
  return { ...manifest, spec: { ...spec, template } };
}

it('what an API server and its controllers add to public workloads is no finding, and what was changed is', async () => {
  expect(workloads.length).toBeGreaterThan(25);
  const all = workloads.map(({ metadata }) => String(metadata.namespace)).sort();
  // When each is found to differ, each has pods that are compared.
  await vi.waitFor(async () => expect(await differing(workloads.map(changed))).toEqual(all), {
    timeout: 120_000,
    interval: 1000,
  });
  expect(await differing(workloads)).toEqual([]);
});
