import { AnswerError } from './answer-error';
import { parseAnswer } from './answer-json';
import { fieldText, type JsonFields, jsonFields, numberOf } from './json';
import { type Kubectl, KubectlError } from './kubectl';

/** The longest event, in UTF-16 units: far more than etcd keeps of an object. */
const LONGEST_EVENT = 16 * 2 ** 20;
/** The code of an ERROR event if the version is too old: the list must be read again (API concepts, 410 Gone responses). */
const GONE = 410;
/** How much of the end of the error output is kept, in UTF-16 units. */
const KEPT = 64 * 1024;

/** A change of a list. */
export interface WatchChange {
  readonly object: JsonFields;
  /** Whether it was deleted, or no longer matches the selectors. */
  readonly isGone: boolean;
}

export interface WatchOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Stops kubectl. The watch then ends like one that the server ends. */
  readonly signal: AbortSignal;
}

/** How a watch ended. A server ends every watch after some minutes; the next one begins at the last version. */
export type WatchEnd = { readonly isExpired: true } | { readonly isExpired: false; readonly version: string };

/**
 * Takes the changes of a list since a version, until the server ends it. `kubectl get --raw` passes them on as they come.
 * @param path of the API server, such as `/api/v1/pods`, with encoded names
 * @param version `resourceVersion` of the list
 * @throws KubectlError
 */
export async function watchChanges(
  kubectl: Kubectl,
  context: string,
  path: string,
  version: string,
  take: (change: WatchChange) => void,
  { labelSelector, fieldSelector, signal }: WatchOptions,
): Promise<WatchEnd> {
  const query = new URLSearchParams({ watch: '1', allowWatchBookmarks: 'true', resourceVersion: version });
  if (labelSelector !== undefined) query.set('labelSelector', labelSelector);
  if (fieldSelector !== undefined) query.set('fieldSelector', fieldSelector);
  const words = [`--context=${context}`, 'get', `--raw=${path}?${query}`];
  const stop = new AbortController();
  const events = new Events(version, take);
  let errors = '';
  let fault: unknown;
  const receive = (text: string, isError: boolean): void => {
    if (isError) errors = (errors + text).slice(-KEPT);
    else if (fault === undefined)
      try {
        events.receive(text);
      } catch (error) {
        fault = error;
        stop.abort();
      }
  };
  const code = await kubectl
    .follow(words, receive, AbortSignal.any([signal, stop.signal]))
    .catch((error: unknown) => Promise.reject(new KubectlError(words, '', undefined, error)));
  if (events.isExpired || isGone(errors)) return { isExpired: true };
  if (events.refusal !== undefined) throw new KubectlError(words, events.refusal, 1);
  if (fault !== undefined) throw new KubectlError(words, '', 0, fault);
  if (code !== 0 && !signal.aborted) throw new KubectlError(words, errors, code);
  return { isExpired: false, version: events.version };
}

/** The events of a watch: each is a line in JSON. */
class Events {
  version: string;
  isExpired = false;
  /** Why the server has ended the watch, as kubectl prints the Status of a failed request. */
  refusal: string | undefined;
  readonly #take: (change: WatchChange) => void;
  /** The beginning of a line. */
  #parts: string[] = [];
  #length = 0;

  constructor(version: string, take: (change: WatchChange) => void) {
    this.version = version;
    this.#take = take;
  }

  /** @throws AnswerError */
  receive(text: string): void {
    const [first = '', ...rest] = text.split('\n');
    this.#keep(first);
    for (const part of rest) {
      const line = this.#parts.join('');
      this.#parts = [];
      this.#length = 0;
      if (line.trim() !== '') this.#event(jsonFields(parseAnswer(line)));
      this.#keep(part);
    }
  }

  #keep(part: string): void {
    if (part === '') return;
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length > LONGEST_EVENT) throw new AnswerError('too-long', LONGEST_EVENT);
  }

  #event(event: JsonFields): void {
    const object = jsonFields(event.object);
    const type = fieldText(event.type);
    if (type === 'ERROR') {
      if (numberOf(object.code) === GONE) this.isExpired = true;
      else
        this.refusal = `Error from server (${fieldText(object.reason) ?? 'Unknown'}): ${fieldText(object.message) ?? ''}`;
      return;
    }
    this.version = fieldText(jsonFields(object.metadata).resourceVersion) ?? this.version;
    if (type !== 'BOOKMARK') this.#take({ object, isGone: type === 'DELETED' });
  }
}

function isGone(stderr: string): boolean {
  return /^Error from server \((?:Expired|Gone)\)/m.test(stderr);
}
