import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { KubeObject } from './objects.ts';
import { type ApiRequest, isTrue } from './request.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { selector } from './selector.ts';
import type { Store } from './store.ts';

/** Streams what changes in a list, until the client leaves. */
export function watch(store: Store, resource: Resource, { namespace, query }: ApiRequest): Answer {
  return (response) => stream(store, resource, namespace, query, response);
}

function stream(
  store: Store,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const isSelected = selector(query);
  const send = (type: string, object: object): void => void response.write(`${JSON.stringify({ type, object })}\n`);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  // A watch that begins at a version knows what was there; one without is told first.
  const version = query.get('resourceVersion');
  const isWhole = ['0', '', null].includes(version) || isTrue(query, 'sendInitialEvents');
  for (const object of store.list(resource, namespace).filter(isSelected))
    if (isWhole || Number(object.metadata.resourceVersion) > Number(version)) send('ADDED', object);
  if (isTrue(query, 'sendInitialEvents')) send('BOOKMARK', endOfInitial(resource, store.resourceVersion));
  const listen = (changed: Resource, object: KubeObject, type: string): void => {
    const isHere = namespace === undefined || object.metadata.namespace === namespace;
    if (changed === resource && isHere && isSelected(object)) send(type, object);
  };
  store.changes.on('change', listen);
  response.on('close', () => store.changes.off('change', listen));
}

function endOfInitial(resource: Resource, resourceVersion: string): object {
  const metadata = { resourceVersion, annotations: { 'k8s.io/initial-events-end': 'true' } };
  return { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata };
}
