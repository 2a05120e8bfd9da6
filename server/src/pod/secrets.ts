import type { YamlValue } from '../manifest/value';
import type { Container } from './container';
import { withoutSlash } from './mount-path';
import type { Pod, Volume } from './pod';

/** A Secret that a container gets, with all or some of its keys. */
export interface SecretUse {
  readonly secret: string;
  /** The keys that it gets; `undefined` for all of them. */
  readonly keys: readonly string[] | undefined;
  /** The reference to it in the container. */
  readonly at: YamlValue;
}

const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The Secrets that a container mounts, or has in its environment (API reference, Volume and EnvVarSource). */
export function secretsOf(pod: Pod, container: Container): SecretUse[] {
  const { value, mounts } = container;
  // A Secret in the place of the token is the token, which admission mounts into every container.
  const mounted = mounts
    .filter(({ path }) => withoutSlash(path) !== TOKEN_FOLDER)
    .flatMap((mount) =>
      pod.volumes
        .filter(({ name }) => name === mount.volume)
        .flatMap(secretsIn)
        .map((source) => ({ ...source, at: mount.value.get('name') })),
    );
  const variables = value.get('env').items.flatMap((variable) => {
    const reference = variable.at('valueFrom', 'secretKeyRef');
    const key = reference.get('key').string;
    return toUse(reference.get('name'), key === undefined ? undefined : [key]);
  });
  const imported = value.get('envFrom').items.flatMap((source) => toUse(source.at('secretRef', 'name'), undefined));
  return [...mounted, ...variables, ...imported];
}

/** Whether two uses have a key in common. */
export function overlap(a: SecretUse, b: SecretUse): boolean {
  if (a.secret !== b.secret) return false;
  return !a.keys || !b.keys || a.keys.some((key) => b.keys?.includes(key));
}

function secretsIn({ value }: Volume): Omit<SecretUse, 'at'>[] {
  const sources = [
    { source: value.get('secret'), name: value.at('secret', 'secretName') },
    ...value
      .at('projected', 'sources')
      .items.map((item) => ({ source: item.get('secret'), name: item.at('secret', 'name') })),
  ];
  return sources.flatMap(({ source, name }) => {
    const items = source.get('items').items.flatMap((item) => item.get('key').string ?? []);
    return name.string === undefined ? [] : [{ secret: name.string, keys: items.length > 0 ? items : undefined }];
  });
}

function toUse(name: YamlValue, keys: readonly string[] | undefined): SecretUse[] {
  return name.string === undefined ? [] : [{ secret: name.string, keys, at: name }];
}
