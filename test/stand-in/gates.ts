import type { ApiRequest } from './request.ts';
import { qualifiedName } from './resources.ts';
import { ApiError } from './status.ts';

/** Looks at a request before it is answered: throws an ApiError to refuse it, or lets it wait. */
export type Gate = (request: ApiRequest) => Promise<void>;

/** Refuses what RBAC would, in its words. A pattern is for the path, without the query. */
export function forbid(which: RegExp | ((request: ApiRequest) => boolean), user = 'tester'): Gate {
  return async (request) => {
    const { path, verb, group, namespace, resource, name, subresource } = request;
    if (!(which instanceof RegExp ? which.test(path) : which(request))) return;
    const what = subresource ? `${resource}/${subresource}` : resource;
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    const qualified = qualifiedName(group, String(resource));
    const whole = name === undefined ? qualified : `${qualified} "${name}"`;
    const message = `${whole} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`;
    throw new ApiError(403, 'Forbidden', message);
  };
}

/** Never answers. */
export function hang(pattern: RegExp): Gate {
  return ({ path }) => (pattern.test(path) ? new Promise(() => {}) : Promise.resolve());
}

/** Has forgotten so many times how to go on with a list, in the API server's words: its answer is 410 Gone. */
export function expire(pattern: RegExp, times: number, happens: () => void = () => {}): Gate {
  let left = times;
  return async ({ path, query }) => {
    if (!pattern.test(path) || !query.has('continue') || left === 0) return;
    left--;
    happens();
    const message =
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';
    throw new ApiError(410, 'Expired', message);
  };
}

/** Refuses requests without this token, as where a login has expired. */
export function demandToken(token: string): Gate {
  return async ({ headers }) => {
    if (headers.authorization !== `Bearer ${token}`) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  };
}

/** Has forgotten so many times the version at which a watch begins. */
export function forgetVersion(times: number, happens: () => void = () => {}): Gate {
  let left = times;
  return async ({ verb }) => {
    if (verb !== 'watch' || left === 0) return;
    left--;
    happens();
    throw new ApiError(410, 'Expired', 'too old resource version: 1 (1000)');
  };
}
