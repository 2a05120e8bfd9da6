import type { ApiRequest } from './request.ts';
import { ApiError } from './status.ts';

/** Looks at a request before it is answered: throws an ApiError to refuse it, or lets it wait. */
export type Gate = (request: ApiRequest) => Promise<void>;

/** Refuses what RBAC would, in its words. The pattern is for the path, without the query. */
export function forbid(pattern: RegExp, user = 'tester'): Gate {
  return async (request) => {
    const { path, verb, group, namespace, resource, name, subresource } = request;
    if (!pattern.test(path)) return;
    const what = subresource ? `${resource}/${subresource}` : resource;
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    const which = name === undefined ? resource : `${resource} "${name}"`;
    const message = `${which} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`;
    throw new ApiError(403, 'Forbidden', message);
  };
}

/** Never answers. */
export function hang(pattern: RegExp): Gate {
  return ({ path }) => (pattern.test(path) ? new Promise(() => {}) : Promise.resolve());
}

/** Refuses requests without this token, as where a login has expired. */
export function demandToken(token: string): Gate {
  return async ({ headers }) => {
    if (headers.authorization !== `Bearer ${token}`) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  };
}
