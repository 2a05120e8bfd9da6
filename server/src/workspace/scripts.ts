import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import type { PodTemplate } from '../pod/template';

/** A container that mounts a ConfigMap. */
export interface ConfigMapMount {
  readonly configMap: string;
  readonly namespace: string | undefined;
  /** The kind of the workload that the container belongs to. */
  readonly kind: string;
  /** "the container "web" of Deployment "shop"" */
  readonly who: string;
}

/** The shell scripts of a ConfigMap: entries with the name or the first line of a script. */
export function scriptsOf({ kind, apiVersion, value }: Resource): { key: string; value: YamlValue }[] {
  if (kind !== 'ConfigMap' || apiVersion !== 'v1') return [];
  return value
    .get('data')
    .entries.filter(
      ({ key, value: { string } }) =>
        string !== undefined && (/\.(?:ba)?sh$/.test(key) || /^#!\S*(?:\/|\/env )(?:ba|da|a|k|z)?sh\b/.test(string)),
    );
}

/** The ConfigMaps that a workload's containers mount. */
export function configMapMountsOf({ resource, containers, volumes }: PodTemplate): ConfigMapMount[] {
  const names = new Map(
    volumes.flatMap((volume) => {
      const configMap = volume.at('configMap', 'name').string;
      const name = volume.get('name').string;
      return configMap === undefined || name === undefined ? [] : [[name, configMap] as const];
    }),
  );
  if (names.size === 0) return [];
  return containers.flatMap(({ value }) =>
    value.get('volumeMounts').items.flatMap((mount) => {
      const configMap = names.get(mount.get('name').string ?? '');
      if (configMap === undefined) return [];
      const who = `the container "${value.get('name').string ?? ''}" of ${resource.kind} "${resource.name ?? ''}"`;
      return [{ configMap, namespace: resource.namespace, kind: resource.kind, who }];
    }),
  );
}
