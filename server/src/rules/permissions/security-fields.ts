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

/** The security field that a key means, in whatever case it is written. */
export function securityField(key: string): SecurityField | undefined {
  return BY_LOWER_CASE.get(key.toLowerCase());
}
