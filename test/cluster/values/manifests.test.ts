import { expect, it } from 'vitest';
import { type Json, toJson } from '../../../server/src/manifest/json';
import type { Resource } from '../../../server/src/manifest/resource';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { bothServers } from '../api/server';
import type { ApiServer } from '../api/types';
import { allManifests, plainDocuments } from '../corpus';
import { record } from '../record/record';
import { differencesIn } from './compare-values';

/** What one server made of one document. */
interface Compared {
  readonly name: string;
  readonly outcome: 'same' | 'different' | 'refused';
  readonly differences: readonly string[];
}

async function compare(server: ApiServer, namespace: string, name: string, resource: Resource): Promise<Compared> {
  const answer = await dryRunCreate(server, resource.document.text, { namespace, fieldValidation: 'Warn' });
  if (answer.object === undefined) return { name, outcome: 'refused', differences: [answer.message] };
  const ours = toJson(resource.value) ?? null;
  const found = differencesIn(ours, answer.object as unknown as Json, unknownIn(answer.warnings)).filter(
    ({ path }) => !isOfServer(resource, path) && !isDropped(server, path),
  );
  const differences = found.map(
    (one) => `${name}: ${one.path}: ${JSON.stringify(one.ours)}, ${JSON.stringify(one.server)}`,
  );
  return { name, outcome: differences.length > 0 ? 'different' : 'same', differences };
}

/** The server sets these itself, whatever is written. */
function isOfServer({ kind }: Resource, path: string): boolean {
  const [first = ''] = path.split('.');
  return (
    /^metadata\.(?:namespace|uid)$/.test(path) || first === 'status' || (kind === 'Secret' && first === 'stringData')
  );
}

/** In 1.34, restart policies and rules of containers are behind a gate: without a word, a server drops what is no native sidecar. */
function isDropped({ version }: ApiServer, path: string): boolean {
  return version.startsWith('v1.34.') && /ontainers\[\d+\]\.restartPolicy(?:Rules)?$/.test(path);
}

function unknownIn(warnings: readonly string[]): ReadonlySet<string> {
  return new Set(warnings.flatMap((warning) => /^unknown field "(.*)"$/.exec(warning)?.[1] ?? []));
}

it('what is written in manifests is what the servers read', async () => {
  const resources = allManifests().flatMap((manifest) =>
    plainDocuments(manifest).flatMap(({ resources }) =>
      resources.map((resource) => ({ name: manifest.name, resource })),
    ),
  );
  for (const server of await bothServers()) {
    const namespace = await newNamespace(server);
    const all = await Promise.all(resources.map(({ name, resource }) => compare(server, namespace, name, resource)));
    const compared = all.filter(({ outcome }) => outcome !== 'refused');
    expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
    const agreed = compared.filter(({ outcome }) => outcome === 'same').length;
    record('Each value in a manifest that the server accepts is the one that we read', {
      version: server.version,
      cases: compared.length,
      agreed,
      leftOut: '`restartPolicy` of containers in 1.34, which drops it',
    });
  }
});
