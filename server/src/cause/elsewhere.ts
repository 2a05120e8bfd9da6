/** The information is outside the workspace: in the cluster, in a registry, in a webhook, or in how the manifest is applied. */
export type ElsewhereCause =
  /** The result depends on the labels of the namespace, and its manifest is not in the workspace. */
  | { readonly kind: 'namespace-labels'; readonly namespace: string }
  | { readonly kind: 'namespace-unsaid'; readonly for: 'policy' | 'parameters' | 'object' }
  | MissingCause
  | ClusterCause
  | SignatureCause
  /** A rule's variable comes from a request to the cluster or to a registry. */
  | { readonly kind: 'requested'; readonly variable: string; readonly source: string }
  | { readonly kind: 'digest-decides'; readonly glob: string }
  | { readonly kind: 'webhook-answer' }
  | { readonly kind: 'ephemeral-by-version' };

/** A resource that is not in the workspace. */
export interface MissingCause {
  readonly kind: 'not-in-workspace';
  readonly what: 'namespace' | 'parameters' | 'data' | 'policy' | 'ExpansionTemplate';
  readonly resource: string;
  readonly name: string | undefined;
}

/** A value that only the cluster sets. */
export type ClusterCause =
  | {
      readonly kind: 'cluster-only';
      readonly what: 'value' | 'name' | 'owner-name' | 'matched-name' | 'uid' | 'user' | 'options' | 'permissions';
    }
  /** The generated name of the pod may match this pattern. */
  | { readonly kind: 'cluster-name'; readonly pattern: string }
  /** A field that the API server, a plugin or a controller may add. */
  | { readonly kind: 'cluster-adds'; readonly field: string };

/** Only the registry knows whether an image is signed. */
type SignatureCause =
  /** As the policy requires, or as a program verifies. */
  | { readonly kind: 'signature'; readonly verifier?: string }
  | {
      readonly kind: 'authority';
      readonly name: string | undefined;
      readonly type: string;
      readonly asks: 'signature' | 'attestations';
    }
  | {
      readonly kind: 'validator';
      readonly pattern: string;
      readonly name: string;
      readonly trustRoot: string | undefined;
    };
