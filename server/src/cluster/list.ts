import { AnswerError } from './answer-error';
import { fieldText, type JsonFields, jsonFields, jsonObjects } from './json';
import { CLUSTER_TIME, type Kubectl, KubectlError, type RunOptions } from './kubectl';

/** How many objects are requested at a time: the default of kubectl. */
const CHUNK = 500;
/** How often a list is restarted if it expires between two chunks. */
const MOST_RESTARTS = 3;
/** How many chunks a list may have: 200,000 objects, more than Kubernetes supports of pods (Considerations for large clusters). */
const MOST_CHUNKS = 400;
/** The longest continue token, in UTF-16 units: it becomes an argument of kubectl, and systems limit the length of these. */
const LONGEST_PLACE = 16 * 1024;
/** The time limit for a whole list, in milliseconds. */
const MOST_TIME = 15 * 60_000;

export interface ListOptions extends RunOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /**
   * Called when the list restarts, to see the cluster at one moment: all objects come again, and results from before must be
   * dropped. Without it, no object comes twice, but some may be deleted already.
   */
  readonly restart?: () => void;
  /** Called with the version of the list, from which on its changes can be watched. */
  readonly noteVersion?: (version: string) => void;
}

/**
 * The objects of a list as they arrive. `kubectl get` collects all objects before it prints the first one, so each chunk is
 * a separate call here. A continue token expires after some minutes, and the API server then answers 410 Gone. The list
 * restarts then, because `kubectl get --raw` does not show the new token in that answer (API concepts, Retrieving large
 * results sets in chunks, and 410 Gone responses).
 * Each chunk may take `CLUSTER_TIME` unless the options say otherwise. A list that does not end is an error.
 * @param path of the API server, such as `/api/v1/pods`, with encoded names
 * @throws KubectlError
 */
export async function* chunksOf(
  kubectl: Kubectl,
  context: string,
  path: string,
  { labelSelector, fieldSelector, restart, noteVersion, ...options }: ListOptions = {},
): AsyncGenerator<readonly JsonFields[], void> {
  const seen = restart ? undefined : new Set<string>();
  const query = new URLSearchParams({ limit: String(CHUNK) });
  if (labelSelector !== undefined) query.set('labelSelector', labelSelector);
  if (fieldSelector !== undefined) query.set('fieldSelector', fieldSelector);
  const asked = new Set<string>();
  const start = performance.now();
  let restarts = 0;
  for (let chunks = 1; ; chunks++) {
    const words = [`--context=${context}`, 'get', `--raw=${path}?${query}`];
    const answer = await kubectl.run(words, { timeoutMs: CLUSTER_TIME, ...options }).catch((error: unknown) => {
      if (!query.has('continue') || !isExpired(error) || restarts === MOST_RESTARTS) throw error;
    });
    if (answer === undefined) {
      restarts++;
      chunks = 0;
      query.delete('continue');
      asked.clear();
      restart?.();
      continue;
    }
    const list = jsonFields(kubectl.parse(answer, words));
    const objects = jsonObjects(list.items);
    yield seen ? objects.filter((object) => isNew(object, seen)) : objects;
    const metadata = jsonFields(list.metadata);
    noteVersion?.(fieldText(metadata.resourceVersion) ?? '');
    const next = fieldText(metadata.continue) ?? '';
    if (next === '') return;
    const fault = faultOf(next);
    if (fault) throw new KubectlError(words, '', 0, fault);
    asked.add(next);
    query.set('continue', next);

    function faultOf(place: string): AnswerError | undefined {
      if (asked.has(place) || place.length > LONGEST_PLACE) return new AnswerError('endless-list');
      if (chunks === MOST_CHUNKS) return new AnswerError('too-many-chunks', MOST_CHUNKS * CHUNK);
      return performance.now() - start > MOST_TIME ? new AnswerError('slow-list', MOST_TIME) : undefined;
    }
  }
}

/** Whether a continue token has expired: the answer 410 has one of these reasons. */
function isExpired(error: unknown): boolean {
  return error instanceof KubectlError && /^Error from server \((?:Expired|Gone)\)/m.test(error.stderr);
}

/** Whether this object has not come before. It is remembered. */
function isNew(object: JsonFields, seen: Set<string>): boolean {
  const { namespace, name } = jsonFields(object.metadata);
  const key = `${fieldText(namespace) ?? ''}/${fieldText(name) ?? ''}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
