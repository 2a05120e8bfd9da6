import type { AdmittedObject } from '../../gated-pod';
import { matchesWildcard } from './wildcard';

/** A kind as `match` writes it. */
export interface KindSelector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Empty where it is about the object itself. */
  readonly subresource: string;
}

const VERSION = /^(?:\*|v\d\w*)$/;
const KIND = /^[A-Z*?]/;

/**
 * Reads a kind: `Pod`, `v1/Pod`, `apps/v1/Deployment`, each also with a subresource (`Pod/ephemeralcontainers`) and
 * wildcards ("Selecting Resources", Resource Filters).
 */
export function toKindSelector(text: string): KindSelector {
  const parts = text.split('/');
  // The kind is the last part that is written with a capital, or a wildcard in its place.
  const isKindLast = KIND.test(parts.at(-1) ?? '') && (parts.length === 1 || isBefore(parts.slice(0, -1)));
  const before = isKindLast ? parts.slice(0, -1) : parts.slice(0, -2);
  const [kind = '', subresource = ''] = isKindLast ? parts.slice(-1) : parts.slice(-2);
  const version = before.at(-1) ?? '*';
  return { group: before.length > 1 ? before.slice(0, -1).join('/') : '*', version, kind, subresource };
}

/** Whether what stands before a kind are a version and a group. */
function isBefore(parts: readonly string[]): boolean {
  return parts.length <= 2 && VERSION.test(parts.at(-1) ?? '');
}

/** Whether it selects an object that is created; ephemeral containers are added by a subresource of pods. */
export function selectsKind(selector: KindSelector, object: AdmittedObject, hasEphemeral: boolean): boolean {
  const isKind =
    matchesWildcard(selector.kind, object.kind) &&
    matchesWildcard(selector.version, object.version) &&
    matchesWildcard(selector.group, object.group);
  if (!isKind) return false;
  if (selector.subresource === '' || selector.subresource === '*') return true;
  return object.kind === 'Pod' && hasEphemeral && matchesWildcard(selector.subresource, 'ephemeralcontainers');
}

/** Whether it is about nothing but the ephemeral containers of pods. */
export function isForEphemeralOnly({ subresource }: KindSelector): boolean {
  return subresource === 'ephemeralcontainers';
}
