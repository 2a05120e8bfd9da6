import { isArray, isObject, type Json, type JsonObject } from '../manifest/json';
import { own, setOwn } from '../text/own';

/** The merge keys of lists (API reference, "patch strategy: merge"). Other lists are replaced. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
  ports: 'containerPort',
};

/**
 * Applies a strategic merge patch to a pod template, for the fields that the audit compares (Kubernetes, "Update API Objects
 * in Place Using kubectl patch"): maps are merged, `null` removes a field, and `$patch` replaces or deletes.
 */
export function strategicMerge(base: Json | undefined, patch: Json, field = ''): Json {
  if (isArray(patch)) return mergeLists(isArray(base) ? base : [], patch, own(MERGE_KEYS, field));
  if (!isObject(patch)) return patch;
  const { $patch: directive, ...changes } = patch;
  const merged: Record<string, Json> = isObject(base) && directive !== 'replace' ? { ...base } : {};
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || (isObject(value) && value.$patch === 'delete')) Reflect.deleteProperty(merged, name);
    else setOwn(merged, name, strategicMerge(own(merged, name), value, name));
  }
  return merged;
}

function mergeLists(base: readonly Json[], patch: readonly Json[], key: string | undefined): Json {
  if (key === undefined) return patch;
  const entries = patch.filter(isObject);
  const before = entries.some((entry) => entry.$patch === 'replace') ? [] : base;
  const changes = entries.filter((entry) => entry.$patch !== 'replace');
  const isOf = (entry: Json, change: JsonObject): boolean => isObject(entry) && own(entry, key) === own(change, key);
  const kept = before.flatMap((entry) => {
    const change = changes.find((candidate) => isOf(entry, candidate));
    if (!change) return [entry];
    return change.$patch === 'delete' ? [] : [strategicMerge(entry, change)];
  });
  const added = changes.filter((change) => change.$patch !== 'delete' && !before.some((entry) => isOf(entry, change)));
  return [...kept, ...added.map((change) => strategicMerge(undefined, change))];
}
