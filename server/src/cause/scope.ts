/** Why a gate applies to a pod or not, or what this depends on. */
export type ScopeCause =
  | NamespaceCause
  | UnreadableCause
  /** The labels of the object, which has this kind, do not match a selector. */
  | { readonly kind: 'labels-differ'; readonly of: string; readonly by: LabelRule }
  | { readonly kind: 'kind-differs'; readonly of: string; readonly by: 'kinds' | 'match' }
  /** It applies to objects with other names; `pattern` if it has only one. */
  | { readonly kind: 'name-differs'; readonly pattern?: string }
  | { readonly kind: 'not-at-creation'; readonly by: 'webhook' | 'rules' | 'operations' }
  | { readonly kind: 'cluster-scoped-only' }
  | { readonly kind: 'generated-pods-only' }
  | { readonly kind: 'no-webhook' }
  | { readonly kind: 'no-match' }
  | { readonly kind: 'match-excludes-objects' }
  | { readonly kind: 'excluded'; readonly namespace: string | undefined }
  | { readonly kind: 'match-conditions-not-met' }
  | { readonly kind: 'match-conditions-unknown'; readonly of: 'policy' | 'webhook' }
  | { readonly kind: 'match-condition-fails'; readonly message: string }
  | { readonly kind: 'preconditions-not-met' }
  | { readonly kind: 'one-rule-only' }
  | { readonly kind: 'exempt'; readonly exception: string }
  | { readonly kind: 'exempt-unknown'; readonly exception: string }
  /** It does not apply to some users. */
  | { readonly kind: 'users-excluded' }
  | { readonly kind: 'action-by-namespace' }
  /** Only these enforcement points enforce it. The webhook is not one of them. */
  | { readonly kind: 'enforced-elsewhere'; readonly points: readonly string[] }
  | { readonly kind: 'covered'; readonly which: 'image' | 'pod' }
  | { readonly kind: 'manifest-incomplete' }
  | { readonly kind: 'internal-error' };

/** A namespace is excluded. */
type NamespaceCause =
  | { readonly kind: 'namespace-left-out'; readonly namespace: string; readonly by: NamespaceRule }
  | { readonly kind: 'namespace-has-label'; readonly namespace: string; readonly label: string }
  | { readonly kind: 'namespace-lacks-label'; readonly namespace: string; readonly label: string }
  /** A namespaced policy applies only in its namespace; `undefined` if the namespace is not set. */
  | { readonly kind: 'own-namespace-only'; readonly namespace: string | undefined };

export type LabelRule = 'webhook' | 'selector' | 'labelSelector' | 'match';

export type NamespaceRule =
  | 'webhook'
  | 'selector'
  | 'namespaceSelector'
  | 'namespaces'
  | 'excludedNamespaces'
  | 'match'
  | 'Config'
  | 'installation'
  | 'resourceFilters';

/** A part of a policy or of its configuration can't be read: it has the wrong type or a template expression. */
type UnreadableCause =
  | { readonly kind: 'unreadable'; readonly field: string }
  | { readonly kind: 'partly-unreadable'; readonly field: string }
  | { readonly kind: 'unreadable-namespaces'; readonly of: 'match' | 'Config' }
  | { readonly kind: 'unreadable-webhook'; readonly part: 'rules' | 'selector' }
  | { readonly kind: 'unreadable-configuration'; readonly configMap: string }
  | { readonly kind: 'unreadable-glob'; readonly glob: string }
  | { readonly kind: 'unreadable-validator'; readonly validator: string }
  /** It has template expressions. */
  | { readonly kind: 'open'; readonly what: 'match' | 'action' | 'conditions' | 'checks' | 'images' | 'parameters' };
