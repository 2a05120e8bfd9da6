import { expect, it } from 'vitest';
import type { Resource } from '../../../server/src/manifest/resource';
import { podsOf } from '../../../server/src/pod/pod';
import { workloadKind } from '../../../server/src/pod/workload-kinds';
import { dryRunCreate } from '../api/dry-run';
import { newNamespace } from '../api/namespaces';
import { newestServer } from '../api/server';
import type { ApiObject } from '../api/types';
import { allManifests, plainDocuments } from '../corpus';
import { record } from '../record/record';

/** A container as rules see it. */
interface Seen {
  readonly list: string;
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly mounts: readonly string[];
}

function seenByUs(resource: Resource): Seen[] {
  return podsOf(resource, () => []).flatMap(({ containers }) =>
    containers.map(({ list, name, image, mounts }) => ({
      list,
      name,
      image,
      mounts: mounts.map(({ volume, path, isReadOnly }) => `${volume} ${path} ${isReadOnly}`),
    })),
  );
}

interface ServedContainer {
  readonly name: string;
  readonly image?: string;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

function seenByServer(object: ApiObject): Seen[] {
  const path = workloadKind(object.kind)?.podSpec ?? [];
  const spec = path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>>)[key], object);
  const lists = spec as Readonly<Record<string, readonly ServedContainer[] | undefined>>;
  return ['initContainers', 'containers'].flatMap((list) =>
    (lists[list] ?? []).map(({ name, image, volumeMounts = [] }) => ({
      list,
      name,
      image,
      mounts: volumeMounts.map((mount) => `${mount.name} ${mount.mountPath} ${mount.readOnly ?? false}`),
    })),
  );
}

/** The server mounts the token of the account in each container of a pod that has no mount there. */
function withoutToken(seen: Seen, ours: Seen | undefined): Seen {
  const isAdded = (mount: string): boolean => mount.startsWith('kube-api-access-') && !ours?.mounts.includes(mount);
  return { ...seen, mounts: seen.mounts.filter((mount) => !isAdded(mount)) };
}

it('the containers that rules see are those of the server', async () => {
  const server = await newestServer();
  const namespace = await newNamespace(server);
  const resources = allManifests()
    .flatMap(plainDocuments)
    .flatMap((document) => document.resources)
    .filter(({ kind }) => workloadKind(kind) !== undefined);
  const differences = await Promise.all(
    resources.map(async (resource) => {
      const { object } = await dryRunCreate(server, resource.document.text, { namespace, fieldValidation: 'Ignore' });
      if (object === undefined) return [];
      const ours = seenByUs(resource);
      const theirs = seenByServer(object).map((seen) =>
        withoutToken(
          seen,
          ours.find(({ list, name }) => list === seen.list && name === seen.name),
        ),
      );
      return [{ ours: sorted(ours), theirs: sorted(theirs) }];
    }),
  );
  const compared = differences.flat();
  expect(compared.map(({ ours }) => ours)).toEqual(compared.map(({ theirs }) => theirs));
  record('Containers of workloads, with their images and mounts, are those that rules see', {
    version: server.version,
    cases: compared.length,
    agreed: compared.length,
  });
});

function sorted(seen: readonly Seen[]): string[] {
  return seen.map((one) => JSON.stringify(one)).sort();
}
