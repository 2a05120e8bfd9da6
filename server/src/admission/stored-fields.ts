import { isArray, isObject, type Json, type JsonObject } from '../manifest/json';
import { setOwn } from '../text/own';

/** Maps with free keys: the keys are not fields. */
const OWN_KEYS = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'limits', 'requests', 'overhead']);
/** Lists that are kept if they are empty (API types without `omitempty`). */
const ALWAYS_WRITTEN = new Set(['containers', 'nodeSelectorTerms', 'sources', 'rules', 'values']);
/** Fields that are omitted if they have the zero value of their type: they have `omitempty` and are not pointers. */
const ZEROS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...zeros(false, 'hostNetwork', 'hostPID', 'hostIPC', 'stdin', 'stdinOnce', 'tty', 'readOnly', 'paused'),
  ...zeros(0, 'hostPort', 'minReadySeconds', 'initialDelaySeconds'),
  ...zeros('', 'serviceAccountName', 'serviceAccount', 'nodeName', 'hostname', 'subdomain', 'priorityClassName'),
  ...zeros('', 'schedulerName', 'restartPolicy', 'dnsPolicy', 'image', 'imagePullPolicy', 'workingDir', 'generateName'),
]);

function zeros(zero: Json, ...fields: readonly string[]): [string, Json][] {
  return fields.map((field) => [field, zero]);
}

/**
 * A built-in object after the API server has decoded and encoded it. Null values, and empty lists and maps with `omitempty`,
 * are removed (Go types of the API).
 */
export function storedFields(data: JsonObject): JsonObject {
  const stored: Record<string, Json> = {};
  for (const [key, value] of Object.entries(data))
    if (!isOmitted(key, value)) setOwn(stored, key, storedValue(key, value));
  return stored;
}

function isOmitted(key: string, value: Json): boolean {
  if (value === null) return true;
  if (isArray(value)) return value.length === 0 && !ALWAYS_WRITTEN.has(key);
  if (isObject(value)) return OWN_KEYS.has(key) && Object.keys(value).length === 0;
  return ZEROS.get(key) === value;
}

function storedValue(key: string, value: Json): Json {
  if (isArray(value)) return value.map((item) => (isObject(item) ? storedFields(item) : item));
  return isObject(value) && !OWN_KEYS.has(key) ? storedFields(value) : value;
}
