import { isSameObject, type RbacSubject } from './rbac';

const ACCOUNT_USER = /^system:serviceaccount:([^:]+):([^:]+)$/;
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const ANONYMOUS = 'system:anonymous';

/** A service account under either of its names; `system:serviceaccount:NAMESPACE:NAME` is its name as a user. */
function asAccount({
  kind,
  name,
  namespace,
}: RbacSubject): { name: string; namespace: string | undefined } | undefined {
  if (kind === 'ServiceAccount') return { name, namespace };
  const match = kind === 'User' ? ACCOUNT_USER.exec(name) : null;
  return match ? { namespace: match[1], name: match[2] ?? '' } : undefined;
}

/** The groups that the API server puts a subject into (Authenticating, "Service account tokens", "Anonymous requests"). */
function groupsOf(subject: RbacSubject): string[] {
  const account = asAccount(subject);
  if (account) {
    const own = account.namespace === undefined ? [] : [`system:serviceaccounts:${account.namespace}`];
    return [AUTHENTICATED, 'system:serviceaccounts', ...own];
  }
  if (subject.kind === 'User') return [subject.name === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED];
  return subject.name === UNAUTHENTICATED ? [UNAUTHENTICATED] : [subject.name, AUTHENTICATED];
}

/**
 * Keys by which the bindings of a subject are found.
 * @param isWithGroups also those of its groups
 */
export function keysOf(subject: RbacSubject, isWithGroups = false): string[] {
  const account = asAccount(subject);
  const groups = isWithGroups ? groupsOf(subject).map((name) => `Group ${name}`) : [];
  return [account ? `ServiceAccount ${account.name}` : `${subject.kind} ${subject.name}`, ...groups];
}

/** Whether the subject of a binding is another subject, or a group that it is in. */
export function stands(bound: RbacSubject, subject: RbacSubject): boolean {
  if (bound.kind === 'Group') return groupsOf(subject).includes(bound.name);
  const [one, other] = [asAccount(bound), asAccount(subject)];
  if (one || other) return one !== undefined && other !== undefined && isSameObject(one, other);
  return bound.kind === subject.kind && bound.name === subject.name;
}
