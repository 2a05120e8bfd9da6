import { hasBackstep } from './path';

/** A kind of profile that confines a container: its field, and what it was called as an annotation. */
export interface ProfileKind {
  readonly field: 'seccompProfile' | 'appArmorProfile';
  /** In a sentence. */
  readonly name: 'seccomp' | 'AppArmor';
  /** The minor version of Kubernetes 1.x that has the field. */
  readonly since: number;
  /** The name of a container follows. */
  readonly annotation: string;
  /** Its annotation for the whole pod. */
  readonly podAnnotation?: string;
}

export const SECCOMP: ProfileKind = {
  field: 'seccompProfile',
  name: 'seccomp',
  since: 19,
  annotation: 'container.seccomp.security.alpha.kubernetes.io/',
  podAnnotation: 'seccomp.security.alpha.kubernetes.io/pod',
};

export const APP_ARMOR: ProfileKind = {
  field: 'appArmorProfile',
  name: 'AppArmor',
  since: 30,
  annotation: 'container.apparmor.security.beta.kubernetes.io/',
};

export const PROFILE_KINDS: readonly ProfileKind[] = [SECCOMP, APP_ARMOR];

export const LOCALHOST_PREFIX = 'localhost/';

/** What the API server says against a path of a seccomp profile on the node. */
export function againstSeccompPath(path: string): string | undefined {
  if (path.startsWith('/')) return 'is no relative path';
  return hasBackstep(path) ? 'contains `..`' : undefined;
}

const LONGEST_APP_ARMOR_NAME = 4095;
// Unicode's White_Space, as Go trims it.
const BLANK = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const PADDED = new RegExp(`^${BLANK}|${BLANK}$`);

/** What the API server says against the name of an AppArmor profile of the node. */
export function againstAppArmorName(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (PADDED.test(name)) return 'begins or ends with a blank';
  return new TextEncoder().encode(name).length > LONGEST_APP_ARMOR_NAME ? 'is too long' : undefined;
}
