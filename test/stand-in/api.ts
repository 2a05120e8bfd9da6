import { type Access, review } from './access-review.ts';
import { type Answer, json, notServed } from './answer.ts';
import { chosenContainer } from './containers.ts';
import { discover } from './discovery.ts';
import { withEphemeral } from './ephemeral.ts';
import { chunkOf, listOf } from './list.ts';
import { type ContainerLog, chosenLog } from './logs.ts';
import type { KubeObject } from './objects.ts';
import type { ApiRequest } from './request.ts';
import { qualifiedName, RESOURCES, type Resource } from './resources.ts';
import { ApiError, notFound } from './status.ts';
import type { Store } from './store.ts';
import { tableOf, wantsTable } from './table.ts';
import { watch } from './watch.ts';

export interface Api {
  readonly store: Store;
  readonly gitVersion: string;
  readonly can: (access: Access) => boolean;
  log(pod: KubeObject, container: string): ContainerLog;
}

/** Answers everything but exec and attach. */
export function answer(api: Api, request: ApiRequest, body: Buffer): Answer {
  const { path, verb, subresource } = request;
  const discovery = discover(path, api.gitVersion);
  if (discovery) return json(discovery);
  if (!RESOURCES.some(({ group }) => group === request.group)) return notServed();
  const resource = resourceOf(request);
  if (verb === 'create' && resource.kind === 'SelfSubjectAccessReview') {
    return json(review(body, api.can), 201);
  }
  if (verb === 'watch') return watch(api.store, resource, request);
  if (verb === 'list') return sendList(api, resource, request);
  if (verb === 'other') throw notAllowed();
  const object = findObject(api.store, request);
  if (verb === 'get' && subresource === undefined) return sendOne(api, resource, object, request);
  if (verb === 'get' && subresource === 'log') return sendLog(api, object, request);
  if (verb === 'patch' && subresource === 'ephemeralcontainers') {
    return json(api.store.put(withEphemeral(object, JSON.parse(body.toString()))));
  }
  throw notAllowed();
}

function notAllowed(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}

/** The object that a request names. */
export function findObject(store: Store, request: ApiRequest): KubeObject {
  const { namespace, name = '' } = request;
  const resource = resourceOf(request);
  const found = store.find(resource, namespace, name);
  if (found) return found;
  throw notFound(qualifiedName(resource.group, resource.name), name);
}

function resourceOf({ group, resource }: ApiRequest): Resource {
  const found = RESOURCES.find((candidate) => candidate.group === group && candidate.name === resource);
  if (found) return found;
  throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
}

function sendList(api: Api, resource: Resource, request: ApiRequest): Answer {
  const { query, namespace, headers } = request;
  const chunk = chunkOf(api.store.list(resource, namespace), query, api.store.resourceVersion);
  const isTable = wantsTable(headers.accept);
  return json(isTable ? tableOf(resource, chunk, query.get('includeObject')) : listOf(resource, chunk));
}

function sendOne({ store }: Api, resource: Resource, object: KubeObject, { query, headers }: ApiRequest): Answer {
  if (!wantsTable(headers.accept)) return json(object);
  const chunk = { objects: [object], metadata: { resourceVersion: store.resourceVersion } };
  return json(tableOf(resource, chunk, query.get('includeObject')));
}

function sendLog(api: Api, pod: KubeObject, { query }: ApiRequest): Answer {
  const { name, isRunning } = chosenContainer(pod, query);
  const log = chosenLog(api.log(pod, name), query, pod.metadata.name, name);
  if (!isRunning) log.end();
  return (response) => log.send(query, response);
}
