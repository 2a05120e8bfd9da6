import { distance } from '../../text/distance';
import { own } from '../../text/own';

/** Where a security field belongs (API reference, PodSpec, PodSecurityContext and SecurityContext). */
export type Home = 'container context' | 'both contexts' | 'pod context' | 'spec' | 'spec or container';

const FIELDS: Readonly<Record<Home, readonly string[]>> = {
  'container context': [
    'privileged',
    'allowPrivilegeEscalation',
    'capabilities',
    'readOnlyRootFilesystem',
    'procMount',
  ],
  'both contexts': [
    ...['runAsUser', 'runAsGroup', 'runAsNonRoot'],
    ...['seccompProfile', 'seLinuxOptions', 'appArmorProfile', 'windowsOptions'],
  ],
  'pod context': [
    ...['fsGroup', 'fsGroupChangePolicy', 'supplementalGroups', 'supplementalGroupsPolicy'],
    ...['sysctls', 'seLinuxChangePolicy'],
  ],
  spec: [
    ...['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers'],
    ...['shareProcessNamespace', 'automountServiceAccountToken'],
  ],
  'spec or container': ['securityContext'],
};

/** The fields inside of other security fields. */
export const INNER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  capabilities: ['add', 'drop'],
  seccompProfile: ['type', 'localhostProfile'],
  appArmorProfile: ['type', 'localhostProfile'],
  seLinuxOptions: ['level', 'role', 'type', 'user'],
  windowsOptions: ['hostProcess', 'runAsUserName', 'gmsaCredentialSpec', 'gmsaCredentialSpecName'],
};

export interface SecurityField {
  readonly name: string;
  readonly home: Home;
}

const HOMES: readonly Home[] = ['container context', 'both contexts', 'pod context', 'spec', 'spec or container'];
const BY_LOWER_CASE: ReadonlyMap<string, SecurityField> = new Map(
  HOMES.flatMap((home) => FIELDS[home].map((name) => [name.toLowerCase(), { name, home }] as const)),
);

/** The security field that a key means, in whatever case and with whatever signs between its words it is written. */
export function securityField(key: string): SecurityField | undefined {
  return BY_LOWER_CASE.get(plain(key));
}

/** The same in a security context, where a key that differs in one or two letters is meant to be one of its fields. */
export function fieldOfContext(key: string): SecurityField | undefined {
  return securityField(key) ?? nearest(key, [...BY_LOWER_CASE.values()]);
}

/** The field inside of another one that a key means. */
export function innerField(outer: string, key: string): string | undefined {
  const known = own(INNER_FIELDS, outer) ?? [];
  const found = known.find((name) => name.toLowerCase() === plain(key));
  return (
    found ??
    nearest(
      key,
      known.map((name) => ({ name })),
    )?.name
  );
}

function plain(key: string): string {
  return key.replace(/[-_\s]/g, '').toLowerCase();
}

/** A longer name has more than one typing error in it; a short one with two is another word. */
const LETTERS_OF_TWO_ERRORS = 8;

function nearest<T extends { readonly name: string }>(key: string, fields: readonly T[]): T | undefined {
  const written = plain(key);
  const found = fields.filter(({ name }) => {
    const most = name.length < LETTERS_OF_TWO_ERRORS ? 1 : 2;
    return Math.abs(name.length - written.length) <= most && distance(written, name.toLowerCase()) <= most;
  });
  return found.length === 1 ? found[0] : undefined;
}
