import type { RbacSubject } from '../../workspace/rbac';

/** All users, or all service accounts of the cluster or of a namespace. */
const EVERYBODY = /^system:(?:authenticated|unauthenticated|serviceaccounts(?::.*)?)$/;
const DEFAULT_ACCOUNT = /^system:serviceaccount:[^:]+:default$/;

/** Whether a subject is all users, all pods, or clients without an account. */
export function isEverybody({ kind, name }: RbacSubject): boolean {
  return kind === 'Group' ? EVERYBODY.test(name) : kind === 'User' && name === 'system:anonymous';
}

/** Whether a subject is the account of all pods of a namespace that have none of their own. */
export function isDefaultAccount({ kind, name }: RbacSubject): boolean {
  return kind === 'ServiceAccount' ? name === 'default' : kind === 'User' && DEFAULT_ACCOUNT.test(name);
}

/** Whether a subject is the group of administrators, which may do everything without any binding. */
export function isMasters({ kind, name }: RbacSubject): boolean {
  return kind === 'Group' && name === 'system:masters';
}
