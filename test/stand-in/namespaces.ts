import type { KubeObject } from './objects.ts';

interface Places {
  readonly objects?: readonly KubeObject[];
  readonly namespaces?: readonly string[];
}

/** The namespaces that these objects are in and these names name; those that are among the objects as they are there. */
export function namespacesOf({ objects = [], namespaces = [] }: Places): KubeObject[] {
  const used = objects.map(({ metadata }) => metadata.namespace);
  const declared = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const names = new Set(['default', ...namespaces, ...used].filter((name) => name !== undefined));
  return [...names]
    .filter((name) => !declared.includes(name))
    .map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } }));
}
