import { type Fields, fieldsOf, objectsOf, textOf } from './json';
import { CLUSTER_TIME, type Kubectl, KubectlError, type RunOptions } from './kubectl';

/** How many objects are asked for at a time: kubectl's own number. */
const CHUNK = 500;
/** How often a list is begun anew, where the cluster forgets between two chunks what it was like at the first. */
const MOST_RESTARTS = 3;

export interface ListOptions extends RunOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /**
   * Called where the list begins anew, for who wants the cluster as it was at one moment: all objects come again, and what
   * has been made of them before must go. Without it no object comes twice, and some may be gone already.
   */
  readonly restart?: () => void;
}

/**
 * The objects of a list as they arrive. `kubectl get` would collect all of them before it prints the first; here each
 * chunk is a call of its own. The cluster knows for some minutes how to go on after a chunk, and then says 410 Gone: the
 * list begins anew then, since `kubectl get --raw` keeps to itself the token in that answer (API concepts, Retrieving
 * large results sets in chunks, and 410 Gone responses).
 * Each chunk may take `CLUSTER_TIME` unless the options say otherwise.
 * @param path as the API server has it, such as `/api/v1/pods`, its names encoded
 * @throws KubectlError
 */
export async function* chunksOf(
  kubectl: Kubectl,
  context: string,
  path: string,
  { labelSelector, fieldSelector, restart, ...options }: ListOptions = {},
): AsyncGenerator<readonly Fields[], void> {
  const seen = restart ? undefined : new Set<string>();
  const query = new URLSearchParams({ limit: String(CHUNK) });
  if (labelSelector !== undefined) query.set('labelSelector', labelSelector);
  if (fieldSelector !== undefined) query.set('fieldSelector', fieldSelector);
  let restarts = 0;
  for (;;) {
    const words = [`--context=${context}`, 'get', `--raw=${path}?${query}`];
    const answer = await kubectl.run(words, { timeoutMs: CLUSTER_TIME, ...options }).catch((error: unknown) => {
      if (!query.has('continue') || !isExpired(error) || restarts === MOST_RESTARTS) throw error;
    });
    if (answer === undefined) {
      restarts++;
      query.delete('continue');
      restart?.();
      continue;
    }
    const list = fieldsOf(JSON.parse(answer));
    const objects = objectsOf(list.items);
    yield seen ? objects.filter((object) => isNew(object, seen)) : objects;
    const next = textOf(fieldsOf(list.metadata).continue) ?? '';
    if (next === '') return;
    query.set('continue', next);
  }
}

/** Whether the API server can't go on with a list: its answer 410 has one of these reasons. */
function isExpired(error: unknown): boolean {
  return error instanceof KubectlError && /^Error from server \((?:Expired|Gone)\)/m.test(error.stderr);
}

/** Whether no object of this name has come before; it is remembered then. */
function isNew(object: Fields, seen: Set<string>): boolean {
  const { namespace, name } = fieldsOf(object.metadata);
  const key = `${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
