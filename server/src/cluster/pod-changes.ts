import { own, setOwn } from '../text/own';
import { fieldText, type JsonFields, jsonFields, jsonObjects } from './json';

/** The most entries of `managedFields` that are looked at: an object that many clients change has some tens. */
const MOST_ENTRIES = 200;

/**
 * Who changed the images of containers after a pod was created, by the names of the containers. Each field belongs to the
 * client that set it last (API concepts, Field management). The client that creates a pod, also with changes by webhooks, sets the
 * image together with the name of the container; an image that belongs to another client was changed later.
 * @returns `undefined` if there are none
 */
export function imageChangesOf(managedFields: unknown): Readonly<Record<string, string>> | undefined {
  const found: Record<string, string> = {};
  const entries = jsonObjects(managedFields)
    .slice(0, MOST_ENTRIES)
    .filter(({ subresource }) => subresource === undefined);
  for (const entry of entries) {
    const spec = jsonFields(jsonFields(entry.fieldsV1)['f:spec']);
    for (const list of ['f:containers', 'f:initContainers']) {
      for (const [key, fields] of Object.entries(jsonFields(own(spec, list)))) {
        const name = nameIn(key);
        const isOwner = (set: JsonFields): boolean => 'f:image' in set && !('f:name' in set);
        if (name !== undefined && isOwner(jsonFields(fields))) setOwn(found, name, fieldText(entry.manager) ?? '');
      }
    }
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The name in the key of a list entry: `k:{"name":"web"}`. */
function nameIn(key: string): string | undefined {
  try {
    return key.startsWith('k:') ? fieldText(jsonFields(JSON.parse(key.slice(2))).name) : undefined;
  } catch {
    return undefined;
  }
}
