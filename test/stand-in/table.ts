import type { Chunk } from './list.ts';
import { fieldsOf, type KubeObject, records } from './objects.ts';
import type { Resource } from './resources.ts';

interface Column {
  readonly name: string;
  readonly format?: string;
  readonly cell: (object: KubeObject) => string;
}

const NAME: Column = { name: 'Name', format: 'name', cell: ({ metadata }) => metadata.name };
const AGE: Column = { name: 'Age', cell: () => '1m' };
const PHASE: Column = { name: 'Status', cell: ({ status }) => String(fieldsOf(status).phase) };

/**
 * Enough to read `kubectl get` by. The API server's printer has many more rules for pods: a test of those can't compare
 * with this.
 */
const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  Namespace: [NAME, { ...PHASE, cell: () => 'Active' }, AGE],
  Pod: [NAME, { name: 'Ready', cell: ready }, PHASE, { name: 'Restarts', cell: restarts }, AGE],
};

/** kubectl asks for lists as tables, by a media type. */
export function wantsTable(accept = ''): boolean {
  return accept.split(',').some((type) => type.startsWith('application/json') && type.includes('as=Table'));
}

export function tableOf(resource: Resource, { objects, metadata }: Chunk, includeObject: string | null): object {
  const columns = COLUMNS[resource.kind] ?? [NAME, AGE];
  const rows = objects.map((object) => ({
    cells: columns.map(({ cell }) => cell(object)),
    object: includeObject === 'Object' ? object : partial(object),
  }));
  const columnDefinitions = columns.map(({ name, format = '' }) => ({ name, type: 'string', format, priority: 0 }));
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions, rows };
}

function partial({ metadata }: KubeObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}

function statusesOf({ status }: KubeObject): ReturnType<typeof records> {
  return records(fieldsOf(status).containerStatuses);
}

function ready(pod: KubeObject): string {
  const count = statusesOf(pod).filter((status) => status.ready === true).length;
  return `${count}/${records(fieldsOf(pod.spec).containers).length}`;
}

function restarts(pod: KubeObject): string {
  return String(statusesOf(pod).reduce((sum, status) => sum + Number(status.restartCount ?? 0), 0));
}
