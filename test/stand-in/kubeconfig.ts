export interface Context {
  readonly name: string;
  readonly namespace?: string;
}

/** A kubeconfig's text, whose first context is the current one. JSON, which is YAML too, takes every name as it is. */
export function kubeconfig(url: string, certificate: string, contexts: readonly Context[], user: object): string {
  const authority = Buffer.from(certificate).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster: { server: url, 'certificate-authority-data': authority } }],
    users: [{ name: 'tester', user }],
    contexts: contexts.map(({ name, namespace }) => ({
      name,
      context: { cluster: 'cluster', user: 'tester', ...(namespace === undefined ? {} : { namespace }) },
    })),
    'current-context': contexts[0]?.name,
  });
}
