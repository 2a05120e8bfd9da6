export interface Context {
  readonly name: string;
  readonly namespace?: string;
}

/** A kubeconfig's text, whose first context is the current one. JSON, which is YAML too, takes every name as it is. */
export function kubeconfig(cluster: object, contexts: readonly Context[], user: object): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster }],
    users: [{ name: 'tester', user }],
    contexts: contexts.map(({ name, namespace }) => ({
      name,
      context: { cluster: 'cluster', user: 'tester', ...(namespace === undefined ? {} : { namespace }) },
    })),
    'current-context': contexts[0]?.name,
  });
}
