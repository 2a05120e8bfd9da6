import { type Fields, fieldsOf, objectsOf, textOf } from './json';
import { CLUSTER_TIME, type Kubectl, type RunOptions } from './kubectl';

/** How many objects are asked for at a time: kubectl's own number. */
const CHUNK = 500;

/**
 * The objects of a list as they arrive. `kubectl get` would collect all of them before it prints the first; here each
 * chunk is a call of its own (API concepts, Retrieving large results sets in chunks).
 * Each may take `CLUSTER_TIME` unless the options say otherwise.
 * @param path as the API server has it, such as `/api/v1/pods`, its names encoded
 * @throws KubectlError
 */
export async function* chunksOf(
  kubectl: Kubectl,
  context: string,
  path: string,
  options: RunOptions & { readonly labelSelector?: string; readonly fieldSelector?: string } = {},
): AsyncGenerator<readonly Fields[], void> {
  const query = new URLSearchParams({ limit: String(CHUNK) });
  if (options.labelSelector !== undefined) query.set('labelSelector', options.labelSelector);
  if (options.fieldSelector !== undefined) query.set('fieldSelector', options.fieldSelector);
  do {
    const answer = await kubectl.run([`--context=${context}`, 'get', `--raw=${path}?${query}`], {
      timeoutMs: CLUSTER_TIME,
      ...options,
    });
    const list = fieldsOf(JSON.parse(answer));
    yield objectsOf(list.items);
    query.set('continue', textOf(fieldsOf(list.metadata).continue) ?? '');
  } while (query.get('continue') !== '');
}
