import type { AdmissionObject } from '../../../../admission/admission-pod';
import { compileWildcard } from '../../../../text/wildcard';

/** A kind in the `match` of a rule. */
export interface KindSelector {
  readonly kind: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  /** Whether it selects the creation of an object. Ephemeral containers are added with a subresource of pods. */
  selects(object: AdmissionObject, hasEphemeral: boolean): boolean;
}

const VERSION = /^(?:\*|v\d\w*)$/;
const KIND = /^[A-Z*?]/;

/**
 * Parses a kind: `Pod`, `v1/Pod`, `apps/v1/Deployment`, each also with a subresource (`Pod/ephemeralcontainers`) and
 * with wildcards ("Selecting Resources", Resource Filters).
 */
export function toKindSelector(text: string): KindSelector {
  const parts = text.split('/');
  // The kind is the last part with a capital letter, or with a wildcard in its place.
  const isKindLast = KIND.test(parts.at(-1) ?? '') && (parts.length === 1 || isBefore(parts.slice(0, -1)));
  const before = isKindLast ? parts.slice(0, -1) : parts.slice(0, -2);
  const [kind = '', subresource = ''] = isKindLast ? parts.slice(-1) : parts.slice(-2);
  const isKind = compileWildcard(kind);
  const isVersion = compileWildcard(before.at(-1) ?? '*');
  const isGroup = compileWildcard(before.length > 1 ? before.slice(0, -1).join('/') : '*');
  const isSubresource = compileWildcard(subresource);
  const isForObjects = subresource === '' || subresource === '*';
  return {
    kind,
    subresource,
    selects: (object, hasEphemeral) =>
      isKind(object.kind) &&
      isVersion(object.version) &&
      isGroup(object.group) &&
      (isForObjects || (object.kind === 'Pod' && hasEphemeral && isSubresource('ephemeralcontainers'))),
  };
}

/** Whether the parts before a kind are a version and a group. */
function isBefore(parts: readonly string[]): boolean {
  return parts.length <= 2 && VERSION.test(parts.at(-1) ?? '');
}

/** Whether the kinds of a `match` can select pods; without kinds, it can select anything. */
export function mayBePods(kinds: readonly string[]): boolean {
  return kinds.length === 0 || kinds.some((kind) => compileWildcard(toKindSelector(kind).kind)('Pod'));
}

/** Whether it selects only ephemeral containers of pods. */
export function isForEphemeralOnly({ subresource }: KindSelector): boolean {
  return subresource === 'ephemeralcontainers';
}
